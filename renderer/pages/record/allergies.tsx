/** A patient's allergies where they must be seen: in red while one stands, with what the card says beside them. */
import { Anchor, Button, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { AllergyDialog } from './allergy-dialog.tsx'
import classes from './record.module.css'
import type { Allergy } from './types.ts'

const addKeys = 'Alt+KeyA'

export function Allergies({
  patientId,
  cardText,
}: {
  patientId: string
  /** What the medical card says in words of its own. */
  cardText: string | null
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const mayWrite = useMay()('record.write')
  const [open, setOpen] = useState<Allergy | 'new' | null>(null)
  const { data } = useQuery(trpc.allergies.ofPatient.queryOptions({ patientId }))
  const standing = data?.filter(({ archivedAt }) => archivedAt === null) ?? []
  const warning = standing.filter(({ verification }) => verification !== 'refuted')
  const isAlert = warning.length > 0 || cardText !== null
  useKeys(
    t('allergies.title'),
    mayWrite ? [{ keys: addKeys, label: t('allergies.add'), run: () => setOpen('new') }] : [],
  )
  return (
    <section aria-label={t('allergies.title')}>
      {data !== undefined && standing.length === 0 && cardText === null && (
        <Text size="sm" c="var(--soft)">
          {t('allergies.none')}
        </Text>
      )}
      {(isAlert || standing.length > 0) && (
        <div className={classes['allergies']} data-alert={isAlert || undefined}>
          <Text className={classes['head'] ?? ''}>
            {isAlert && <IconAlertTriangle size={16} aria-hidden />}
            {t('allergies.title')}
          </Text>
          <ul className={classes['list']}>
            {standing.map((allergy) => (
              <AllergyLine
                key={allergy.id}
                allergy={allergy}
                {...(mayWrite && { change: () => setOpen(allergy) })}
              />
            ))}
            {cardText !== null && <li>{t('allergies.inCard', { text: cardText })}</li>}
          </ul>
        </div>
      )}
      {mayWrite && (
        <Button
          mt={6}
          size="compact-sm"
          variant="default"
          fullWidth
          justify="space-between"
          leftSection={<IconPlus size={14} aria-hidden />}
          rightSection={<Key keys={addKeys} />}
          onClick={() => setOpen('new')}
        >
          {t('allergies.add')}
        </Button>
      )}
      {open !== null && (
        <AllergyDialog
          patientId={patientId}
          allergy={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

function AllergyLine({ allergy, change }: { allergy: Allergy; change?: () => void }) {
  const { t } = useTranslation('record')
  const { substance, reaction, severity, verification } = allergy
  const more = [
    reaction,
    severity === null ? null : t(`severity.${severity}`),
    verification === 'confirmed' ? null : t(`verification.${verification}`),
  ].filter((part) => part !== null)
  return (
    <li data-refuted={verification === 'refuted' || undefined}>
      <span className={classes['said']}>
        <span className={classes['substance']}>{substance}</span>
        {more.length > 0 && <span className={classes['more']}> · {more.join(' · ')}</span>}
      </span>
      {change !== undefined && (
        <span className={classes['actions']}>
          <Anchor component="button" type="button" size="xs" c="inherit" onClick={change}>
            {t('change')}
          </Anchor>
          <TakeOff allergy={allergy} />
        </span>
      )}
    </li>
  )
}

/** Off the list because it was entered by mistake; one that was disproved is marked as refuted instead. */
function TakeOff({ allergy }: { allergy: Allergy }) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const showError = useShowError()
  const archive = useMutation(trpc.allergies.archive.mutationOptions({ onError: showError }))
  const { id, version, substance } = allergy
  function run(): void {
    archive.mutate(
      { id, version, archived: true, reason: t('allergies.byMistake') },
      {
        onSuccess: () =>
          offerUndo(t('allergies.removed', { substance }), () =>
            archive.mutate({ id, version: version + 1, archived: false, reason: null }),
          ),
      },
    )
  }
  return (
    <Anchor component="button" type="button" size="xs" c="inherit" onClick={run}>
      {t('allergies.remove')}
    </Anchor>
  )
}
