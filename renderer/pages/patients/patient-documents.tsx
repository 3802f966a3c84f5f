/** A patient's documents of the clinic's own types, and the files that were added; one is begun from here. */
import { Anchor, Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ErrorNote } from '../../components/errors.tsx'
import panel from '../../components/panel.module.css'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { BeginDialog } from '../documents/begin-dialog.tsx'
import { useLocalText } from '../documents/words.ts'
import { useMay } from '../shell/me.ts'
import type { Patient } from './types.ts'
import classes from '../documents/documents.module.css'

export function PatientDocuments({ patient }: { patient: Patient }) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const formats = useFormats()
  const localText = useLocalText()
  const mayWrite = useMay()('documents.write') && patient.mergedInto === null
  const [isBeginning, setIsBeginning] = useState(false)
  const { data, error, refetch } = useQuery(
    trpc.compositions.ofPatient.queryOptions({ patientId: patient.id }),
  )
  return (
    <section className={classes['own']} aria-label={t('papersTitle')}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{t('papersTitle')}</Text>
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setIsBeginning(true)}
          >
            {t('begin')}
          </Button>
        )}
      </Group>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data?.length === 0 && (
        <Text size="sm" c="var(--soft)">
          {t('nonePatient')}
        </Text>
      )}
      {data?.map((document) => (
        <div key={document.id} className={classes['line']}>
          <Anchor component={Link} to={`/documents/${document.id}`}>
            {localText(document.name)} {document.number}
          </Anchor>
          <span>
            <span className={classes['state']} data-state={document.state}>
              {t(`state.${document.state}`)}
            </span>
            {document.isMine && <b className={classes['mine']}> · {t('mine')}</b>}
          </span>
          <span className={panel['by']}>{formats.moment(document.createdAt)}</span>
        </div>
      ))}
      {isBeginning && <BeginDialog patient={patient} onClose={() => setIsBeginning(false)} />}
    </section>
  )
}
