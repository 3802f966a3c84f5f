/** Scans out of this workstation's folder: the list left, the page right; a patient is typed, Enter files it. */
import { Anchor, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { moveKeys, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PatientPicker } from '../patients/patient-picker.tsx'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { FilePreview } from './file-preview.tsx'
import classes from './files.module.css'
import { useSizeText } from './size-text.ts'

interface Scan {
  id: string
  name: string
  sizeBytes: number
  writtenAt: string
}

type Patient = RouterOutputs['patients']['search'][number]

export function ScansList() {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const may = useMay()
  const { data: state } = useSubscription(trpc.files.scans.subscriptionOptions())
  const scans = state?.scans.map((scan) => ({ id: scan.name, ...scan })) ?? []
  return (
    <>
      <PageHead>
        <Title order={1}>{t('scans.title')}</Title>
      </PageHead>
      {state === undefined && <Loading />}
      {state?.folder === null && (
        <Empty
          title={t('scans.noFolder')}
          hint={t('scans.noFolderHint')}
          action={
            may('settings.write') && (
              <Anchor component={Link} to="/settings?section=workstation">
                {t('scans.choose')}
              </Anchor>
            )
          }
        />
      )}
      {state !== undefined && state.folder !== null && scans.length === 0 && (
        <Empty
          title={t(state.isReadable ? 'scans.empty' : 'scans.unreadable')}
          hint={t('scans.emptyHint', { folder: state.folder })}
        />
      )}
      {scans.length > 0 && <Scans scans={scans} />}
    </>
  )
}

function Scans({ scans }: { scans: readonly Scan[] }) {
  const { t } = useTranslation('documents')
  const formats = useFormats()
  const sizeText = useSizeText()
  const selection = useSelection(scans.map(({ id }) => id))
  useKeys(t('scans.title'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = scans.find(({ id }) => id === selection.id)
  return (
    <TwoPanes
      wideSide
      list={
        <RowTable
          label={t('scans.title')}
          rows={scans}
          selection={selection}
          columns={[
            { key: 'name', label: t('scans.name'), renderCell: ({ name }) => name },
            {
              key: 'size',
              label: t('scans.size'),
              width: '90px',
              atEnd: true,
              renderCell: ({ sizeBytes }) => sizeText(sizeBytes),
            },
            {
              key: 'when',
              label: t('scans.when'),
              width: '120px',
              renderCell: ({ writtenAt }) => formats.shortMoment(writtenAt),
            },
          ]}
        />
      }
      side={chosen !== undefined && <ScanPanel key={chosen.id} scan={chosen} />}
      sideLabel={t('scans.one')}
    />
  )
}

function ScanPanel({ scan }: { scan: Scan }) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const [note, setNote] = useState('')
  const file = useMutation(trpc.files.fileScan.mutationOptions())
  const opened = useQuery({
    ...trpc.files.openScan.queryOptions({ name: scan.name }),
    staleTime: 0,
    gcTime: 0,
  })
  const fileTo = ({ id: patientId }: Patient) => {
    if (file.isPending) return
    file.mutate({ name: scan.name, patientId, note: note.trim() === '' ? null : note })
  }
  return (
    <div className={classes['scan']}>
      <Title order={2} className="cut">
        {scan.name}
      </Title>
      <TextInput
        label={t('scans.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <PatientPicker label={t('scans.fileTo')} exceptId="" choose={fileTo} noFocus />
      <Text size="sm" c="var(--soft)">
        {t('scans.fileHint')}
      </Text>
      {file.error !== null && <ErrorNote error={file.error} />}
      {opened.error !== null && <ErrorNote error={opened.error} />}
      {opened.data !== undefined && <FilePreview {...opened.data} name={scan.name} />}
    </div>
  )
}
