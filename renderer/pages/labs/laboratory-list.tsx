/** What comes from laboratories: orders whose results are awaited, results that nobody was found for, files to take in. */
import { Button, FileButton, SegmentedControl, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconFileImport } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { AwaitedOrders } from './awaited-orders.tsx'
import { FileOutcomeDialog } from './file-outcome-dialog.tsx'
import { PutAwayReports } from './put-away-reports.tsx'
import { UnmatchedReports } from './unmatched-reports.tsx'

const views = ['awaited', 'unmatched', 'away'] as const
type View = (typeof views)[number]

export function LaboratoryList() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const unmatched = useQuery(trpc.labs.unmatched.queryOptions())
  const awaited = useQuery(trpc.labs.awaited.queryOptions())
  const [chosen, setChosen] = useState<View | null>(null)
  // What needs a decision comes first; what is only awaited can wait.
  const view = chosen ?? ((unmatched.data?.length ?? 0) > 0 ? 'unmatched' : 'awaited')
  const counts = { awaited: awaited.data?.length, unmatched: unmatched.data?.length }
  useKeys(t('laboratory.title'), [
    {
      keys: 'KeyV',
      label: t('laboratory.nextView'),
      run: () => setChosen(views[(views.indexOf(view) + 1) % views.length] ?? view),
    },
  ])
  return (
    <>
      <PageHead>
        <Title order={1}>{t('laboratory.title')}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t('laboratory.views')}
          data={views.map((value) => {
            const count = value === 'away' ? undefined : counts[value]
            const name = t(`laboratory.view.${value}`)
            return { value, label: count === undefined ? name : `${name} ${count}` }
          })}
          value={view}
          onChange={setChosen}
        />
        <Key keys="KeyV" />
        <TakeInFile />
      </PageHead>
      {view === 'awaited' && <AwaitedOrders />}
      {view === 'unmatched' && <UnmatchedReports />}
      {view === 'away' && <PutAwayReports />}
    </>
  )
}

function TakeInFile() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const opener = useRef<HTMLButtonElement>(null)
  const take = useMutation(trpc.labs.takeInFile.mutationOptions({ onError: useShowError() }))
  useKeys(t('laboratory.title'), [
    { keys: 'KeyI', label: t('file.choose'), run: () => opener.current?.click() },
  ])
  async function choose(file: File | null): Promise<void> {
    if (file !== null) take.mutate({ file: new Uint8Array(await file.arrayBuffer()) })
  }
  return (
    <>
      <FileButton
        onChange={(file) => void choose(file)}
        inputProps={{ 'aria-label': t('file.choose') }}
      >
        {(props) => (
          <Button
            {...props}
            ref={opener}
            size="xs"
            variant="default"
            ml="auto"
            flex="none"
            loading={take.isPending}
            leftSection={<IconFileImport size={14} aria-hidden />}
            rightSection={<Key keys="KeyI" />}
          >
            {t('file.choose')}
          </Button>
        )}
      </FileButton>
      {take.data !== undefined && (
        <FileOutcomeDialog outcome={take.data} close={() => take.reset()} />
      )}
    </>
  )
}
