/** "My tasks" and "overdue": the list left, the task right; one key says that it is done. */
import { Button, SegmentedControl, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { DueText, useOwnerText } from './due-text.tsx'
import { FocusLink } from './focus-link.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { TaskPanel } from './task-panel.tsx'
import type { Task } from './types.ts'

export function MyTasksList() {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const [whose, setWhose] = useState<'mine' | 'asked'>('mine')
  const mine = useQuery(trpc.tasks.mine.queryOptions())
  const asked = useQuery({ ...trpc.tasks.asked.queryOptions(), enabled: whose === 'asked' })
  return (
    <TaskList
      name={whose}
      query={whose === 'mine' ? mine : asked}
      choice={
        <SegmentedControl
          size="xs"
          aria-label={t('whose.label')}
          value={whose}
          onChange={(value) => setWhose(value === 'asked' ? 'asked' : 'mine')}
          data={[
            { value: 'mine', label: t('whose.mine') },
            { value: 'asked', label: t('whose.asked') },
          ]}
        />
      }
    />
  )
}

export function OverdueTasksList() {
  const trpc = useTRPC()
  return <TaskList name="overdue" query={useQuery(trpc.tasks.overdue.queryOptions())} />
}

interface TaskQuery {
  data: Task[] | undefined
  error: unknown
  refetch: () => unknown
}

function TaskList({
  name,
  query: { data, error, refetch },
  choice,
}: {
  name: 'mine' | 'asked' | 'overdue'
  query: TaskQuery
  choice?: ReactNode
}) {
  const { t } = useTranslation('tasks')
  const [adding, setAdding] = useState(false)
  useKeys(t('tasks'), [{ keys: 'KeyA', label: t('add'), run: () => setAdding(true) }])
  const add = (
    <Button size="xs" rightSection={<Key keys="KeyA" />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHead>
        <Title order={1}>{t(`list.${name}`)}</Title>
        {choice}
        {data !== undefined && data.length > 0 && (
          <>
            <Text c="var(--soft)">{t('count', { count: data.length })}</Text>
            {add}
          </>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty title={t(`empty.${name}`)} hint={t('emptyHint')} action={add} />
      )}
      {data !== undefined && data.length > 0 && <Tasks name={name} tasks={data} />}
      {adding && <TaskDialog patient={null} onClose={() => setAdding(false)} />}
    </>
  )
}

function Tasks({ name, tasks }: { name: 'mine' | 'asked' | 'overdue'; tasks: readonly Task[] }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  const ownerText = useOwnerText()
  const selection = useSelection(tasks.map(({ id }) => id))
  useKeys(t('tasks'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = tasks.find(({ id }) => id === selection.id)
  const person: Column<Task> =
    name === 'mine'
      ? {
          key: 'requester',
          label: t('requester'),
          width: '140px',
          renderCell: ({ requester }) => (requester === null ? '' : formats.shortName(requester)),
        }
      : { key: 'owner', label: t('owner.label'), width: '140px', renderCell: ownerText }
  const columns: Column<Task>[] = [
    {
      key: 'due',
      label: t('dueOn'),
      width: '150px',
      renderCell: (task) => <DueText task={task} />,
    },
    { key: 'title', label: t('title'), renderCell: ({ title }) => title },
    {
      key: 'patient',
      label: t('patient'),
      width: '170px',
      renderCell: ({ patient }) => (patient === null ? '' : formats.shortName(patient)),
    },
    person,
  ]
  return (
    <TwoPanes
      list={
        <RowTable label={t(`list.${name}`)} columns={columns} rows={tasks} selection={selection} />
      }
      side={
        chosen !== undefined && <TaskPanel key={chosen.id} task={chosen} renderFocus={FocusLink} />
      }
      sideLabel={t('one')}
    />
  )
}
