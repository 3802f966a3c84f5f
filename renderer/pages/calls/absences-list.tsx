/** Bookings in a doctor's absence: a whole day is moved at once, and each patient is told. */
import { Button, Group, Select, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { DayInput } from '../../components/day-input.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Loading } from '../../components/loading.tsx'
import { moveKeys, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { CallPanel } from './call-panel.tsx'
import classes from './calls.module.css'
import type { Callable } from './use-record.ts'

export function AbsencesList() {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.calls.absences.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('calls.absences')}</Title>
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('calls.toCall', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('calls.noAbsence')} hint={t('calls.noAbsenceHint')} />}
      {data !== undefined && data.length > 0 && <Rows rows={data} />}
    </>
  )
}

interface DoctorsDay {
  practitioner: Callable['practitioner']
  day: string
}

function Rows({ rows }: { rows: readonly Callable[] }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const groups = [
    ...Map.groupBy(rows, (row) => `${row.day} ${row.practitioner.id} ${row.why === null}`).values(),
  ]
  const ordered = groups.flat()
  const selection = useSelection(ordered.map(({ id }) => id))
  const [moving, setMoving] = useState<DoctorsDay | null>(null)
  useKeys(
    t('calls.absences'),
    moveKeys(selection, { up: t('day:keys.up'), down: t('day:keys.down') }),
  )
  const chosen = ordered.find(({ id }) => id === selection.id)
  return (
    <>
      <TwoPanes
        list={
          <RowTable
            label={t('calls.absences')}
            rows={ordered}
            groups={groups.flatMap((group) => groupOf(group, setMoving))}
            selection={selection}
            columns={[
              {
                key: 'time',
                label: t('fact.time'),
                width: '64px',
                renderCell: (row) => formats.time(row.startsAt),
              },
              {
                key: 'patient',
                label: t('day:patient'),
                renderCell: (row) => formats.name(row.patient),
              },
              {
                key: 'phone',
                label: t('caller.phone'),
                width: '160px',
                renderCell: (row) => row.patient.phones[0] ?? '–',
              },
              {
                key: 'last',
                label: t('calls.lastWord'),
                width: '160px',
                renderCell: (row) => {
                  const last = row.calls.at(-1)
                  return last === undefined ? '–' : t(`calls.result.${last.result}`)
                },
              },
            ]}
          />
        }
        side={
          chosen !== undefined && (
            <CallPanel key={chosen.id} one={chosen} purpose="absence" why={chosen.why} />
          )
        }
        sideLabel={t('calls.panel')}
      />
      {moving !== null && <MoveDay {...moving} close={() => setMoving(null)} />}
    </>
  )
}

/** The rows of one doctor's day under a head of their own. */
function groupOf(rows: readonly Callable[], move: (day: DoctorsDay) => void) {
  const [first] = rows
  if (first === undefined) return []
  const key = `${first.day} ${first.practitioner.id} ${first.why}`
  return [{ key, rows, head: <GroupHead first={first} move={() => move(first)} /> }]
}

function GroupHead({ first, move }: { first: Callable; move: () => void }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  return (
    <div className={classes['group']}>
      <span className="cut">
        <b>{formats.name(first.practitioner)}</b> · {formats.longDay(first.day)} ·{' '}
        {first.why ?? t('calls.movedToTell')}
      </span>
      {first.why !== null && (
        <Button size="compact-xs" variant="default" onClick={move}>
          {t('calls.moveDay')}
        </Button>
      )}
    </div>
  )
}

/** Where each booking of the day would go, before anything is moved. */
function MoveDay({ practitioner, day, close }: DoctorsDay & { close: () => void }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [toPractitionerId, setDoctor] = useState(practitioner.id)
  const [toDay, setDay] = useState(addDays(day, 1))
  const doctors = useQuery(trpc.schedule.day.queryOptions({ day }))
  const isWhole = /^\d{4}-\d\d-\d\d$/.test(toDay)
  const plan = useQuery({
    ...trpc.calls.planAbsence.queryOptions({
      practitionerId: practitioner.id,
      day,
      toPractitionerId,
      toDay,
    }),
    enabled: isWhole,
    staleTime: 0,
  })
  const move = useMutation(trpc.calls.moveAbsence.mutationOptions({ onSuccess: close }))
  const planned = plan.data ?? []
  const moves = planned.flatMap(({ booking, startsAt }) =>
    startsAt === null
      ? []
      : [{ id: booking.id, version: booking.version, startsAt, practitionerId: toPractitionerId }],
  )
  return (
    <FormModal
      title={t('calls.moveDayTitle', {
        doctor: formats.shortName(practitioner),
        day: formats.longDay(day),
      })}
      submitLabel={t('calls.moveCount', { count: moves.length })}
      onSubmit={() => moves.length > 0 && move.mutate({ moves })}
      onClose={close}
      pending={move.isPending}
      error={move.error ?? plan.error}
      focusSubmit
    >
      <Group grow align="flex-start">
        <Select
          label={t('calls.toDoctor')}
          searchable
          allowDeselect={false}
          value={toPractitionerId}
          onChange={(value) => {
            if (value === null) return
            setDoctor(value)
            if (value !== practitioner.id) setDay(day)
          }}
          data={(doctors.data?.practitioners ?? []).map((one) => ({
            value: one.id,
            label: formats.name(one),
          }))}
        />
        <DayInput label={t('calls.toDayLabel')} value={toDay} onChange={setDay} />
      </Group>
      <div role="list" aria-label={t('calls.plan')}>
        {planned.map(({ booking, startsAt }) => (
          <Group key={booking.id} role="listitem" justify="space-between" gap="xs" py={3}>
            <Text size="sm" className="cut">
              {formats.time(booking.startsAt)} {formats.name(booking.patient)}
            </Text>
            <Text size="sm" c={startsAt === null ? 'var(--warn)' : 'var(--ok)'}>
              {startsAt === null
                ? t('calls.noTime')
                : `${formats.shortDay(formats.dayOf(startsAt))}, ${formats.time(startsAt)}`}
            </Text>
          </Group>
        ))}
      </div>
      <Text size="sm" c="var(--soft)">
        {t('calls.moveDayHint')}
      </Text>
    </FormModal>
  )
}
