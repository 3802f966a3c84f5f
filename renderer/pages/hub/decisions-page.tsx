/** To decide: the list left, what is selected right; arrows move, one key decides and the next one comes up. */
import { Button, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  type Selection,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { PageHead } from '../shell/page-head.tsx'
import { RebookPanel } from './rebook-panel.tsx'
import { useCommandWord } from './refusal-words.ts'
import { RefusalPanel } from './refusal-panel.tsx'
import { type Decision, useDecisions } from './use-decisions.ts'

export default function DecisionsPage() {
  const { t } = useTranslation('hub')
  const { lost, refused, error, refetch } = useDecisions()
  return (
    <>
      <PageHead>
        <Title order={1}>{t('decide.title')}</Title>
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={refetch} />}
      {lost === undefined ? (
        error === null && <Loading />
      ) : lost.length + refused.length === 0 ? (
        <NothingToDecide />
      ) : (
        <Decisions lost={lost} refused={refused} />
      )}
    </>
  )
}

function NothingToDecide() {
  const { t } = useTranslation('hub')
  const navigate = useNavigate()
  return (
    <Empty
      title={t('decide.empty')}
      hint={t('decide.emptyHint')}
      action={
        <Button
          variant="default"
          onClick={() => void navigate('/day')}
          rightSection={<Key action="place.day" />}
        >
          {t('decide.toDay')}
        </Button>
      }
    />
  )
}

function Decisions({ lost, refused }: { lost: Decision[]; refused: Decision[] }) {
  const { t } = useTranslation('hub')
  const rows = [...lost, ...refused]
  const selection = useSelection(rows.map(({ id }) => id))
  const selected = rows.find(({ id }) => id === selection.id)
  useKeys(t('decide.title'), moveKeys(selection, { up: t('decide.up'), down: t('decide.down') }))
  return (
    <TwoPanes
      sideLabel={t('decide.selected')}
      list={<DecisionTable lost={lost} refused={refused} selection={selection} />}
      side={
        selected === undefined ? (
          <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
        ) : selected.kind === 'lost' ? (
          <RebookPanel key={selected.id} task={selected.task} />
        ) : (
          <RefusalPanel key={selected.id} refusal={selected.refusal} />
        )
      }
    />
  )
}

function DecisionTable({
  lost,
  refused,
  selection,
}: {
  lost: Decision[]
  refused: Decision[]
  selection: Selection
}) {
  const { t } = useTranslation('hub')
  const columns = useColumns()
  const groups = [
    { key: 'lost', rows: lost },
    { key: 'refused', rows: refused },
  ].filter((group) => group.rows.length > 0)
  return (
    <RowTable
      label={t('decide.list')}
      columns={columns}
      rows={[...lost, ...refused]}
      groups={groups.map((group) => ({
        ...group,
        head: `${t(`decide.${group.key}`)} · ${group.rows.length}`,
      }))}
      selection={selection}
    />
  )
}

function useColumns(): Column<Decision>[] {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const commandWord = useCommandWord()
  return [
    {
      key: 'when',
      label: t('decide.when'),
      width: '130px',
      renderCell: ({ at }) => formats.shortMoment(at),
    },
    {
      key: 'whose',
      label: t('decide.whose'),
      renderCell: (row) => {
        if (row.kind === 'lost') return formats.name(row.task.appointment.patient)
        const { patient, actor } = row.refusal
        const name = patient?.name ?? actor
        return name === null ? '' : formats.name(name)
      },
    },
    {
      key: 'what',
      label: t('decide.what'),
      width: '42%',
      renderCell: (row) =>
        row.kind === 'lost'
          ? `${row.task.appointment.service.name}, ${formats.shortName(row.task.appointment.practitioner)}`
          : commandWord(row.refusal.command),
    },
  ]
}
