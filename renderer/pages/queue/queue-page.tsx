/** The queue: who waits in front of which room and for how long; calling, putting back, taking back. */
import { Button, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconDeviceTv } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { isLongWait } from '../../../main/clinic/queue/queue.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import type { Booking } from '../day/board-model.ts'
import { useNow } from '../day/use-now.ts'
import { useSteps } from '../day/use-steps.ts'
import { waitedMinutes } from '../day/waiting.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { type QueueModel, queueModel, type RoomQueue } from './queue-model.ts'
import { QueuePanel } from './queue-panel.tsx'
import classes from './queue.module.css'
import { WalkIn } from './walk-in.tsx'

export default function QueuePage() {
  const formats = useFormats()
  const trpc = useTRPC()
  const { t } = useTranslation('queue')
  const nowMs = useNow()
  const day = formats.dayOf(new Date(nowMs).toISOString())
  const board = useQuery(trpc.appointments.day.queryOptions({ day }))
  const [admittedId, setAdmitted] = useState<string | null>(null)
  const model = useMemo(() => queueModel(board.data?.appointments ?? []), [board.data])
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        <OpenScreen />
        <WalkIn action="queue.walkIn" admitted={setAdmitted} />
      </PageHead>
      {board.error !== null && <ErrorNote error={board.error} retry={() => void board.refetch()} />}
      {board.data === undefined ? (
        board.error === null && <Loading />
      ) : (
        <Queue model={model} nowMs={nowMs} admittedId={admittedId} />
      )}
    </>
  )
}

/** The waiting-room screen is a window of its own. */
function OpenScreen() {
  const { t } = useTranslation('queue')
  const trpc = useTRPC()
  const may = useMay()
  const onError = useShowError()
  const open = useMutation(trpc.queue.openScreen.mutationOptions({ onError }))
  const mayOpen = may('appointments.steps')
  useKeys(t('screen.title'), mayOpen ? [{ action: 'queue.screen', run: () => open.mutate() }] : [])
  if (!mayOpen) return null
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDeviceTv size={16} aria-hidden />}
      rightSection={<Key action="queue.screen" />}
      onClick={() => open.mutate()}
    >
      {t('screen.open')}
    </Button>
  )
}

function Queue({
  model,
  nowMs,
  admittedId,
}: {
  model: QueueModel
  nowMs: number
  /** Who was just taken in without a booking: to be selected. */
  admittedId: string | null
}) {
  const { t } = useTranslation('queue')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const may = useMay()
  const onError = useShowError()
  const steps = useSteps()
  const callNext = useMutation(trpc.queue.callNext.mutationOptions({ onError }))
  const columns = useColumns(nowMs)
  const rows = [...model.rooms.flatMap((room) => room.rows), ...model.toPay, ...model.done]
  const selection = useSelection(rows.map(({ id }) => id))
  const selected = rows.find(({ id }) => id === selection.id) ?? null
  const room = model.rooms.find((one) => one.rows.some(({ id }) => id === selected?.id)) ?? null
  const maySteps = may('appointments.steps')
  const [followedId, setFollowed] = useState<string | null>(null)
  // Once; afterwards the selection is the person's own again.
  useEffect(() => {
    if (admittedId === null || admittedId === followedId) return
    setFollowed(admittedId)
    selection.select(admittedId)
  }, [admittedId, followedId, selection])

  function callNextOf(queue: RoomQueue | null): void {
    const asked = queue ?? model.rooms[0]
    if (asked === undefined || !maySteps) return
    const { of, id } = asked
    callNext.mutate({ of, id }, { onSuccess: (called) => selection.select(called.id) })
  }

  function nextStep(): void {
    if (selected === null || !maySteps) return
    if (selected.status === 'to-pay') void navigate(`/cash/${selected.id}`)
    else if (selected.status === 'in-room' && may('visits.write'))
      void navigate(`/visits/${selected.id}`)
    else steps.takeNext(selected)
  }

  const requeue = () => selected?.status === 'called' && maySteps && steps.requeue(selected)
  const undo = () => selected !== null && maySteps && steps.undo(selected)
  const open = () => selected !== null && void navigate(`/patients/${selected.patient.id}`)

  useKeys(t('title'), [
    { keys: 'ArrowDown', label: t('common:down'), run: () => selection.move(1) },
    { keys: 'ArrowUp', label: t('common:up'), run: () => selection.move(-1) },
    { action: 'queue.callNext', run: () => callNextOf(room) },
    { action: 'queue.nextStep', run: nextStep },
    { action: 'queue.requeue', run: requeue },
    { action: 'queue.undoStep', run: undo },
    { keys: 'Enter', label: t('openPatient'), run: open },
  ])

  if (rows.length === 0) return <Empty title={t('nobody')} hint={t('nobodyHint')} />
  return (
    <TwoPanes
      sideLabel={t('selected')}
      list={
        <RowTable
          label={t('title')}
          columns={columns}
          rows={rows}
          groups={[
            ...model.rooms.map((queue) => ({
              key: queue.key,
              head: (
                <RoomHead
                  queue={queue}
                  isOpen={queue.key === room?.key}
                  call={maySteps ? () => callNextOf(queue) : null}
                />
              ),
              rows: queue.rows,
            })),
            {
              key: 'to-pay',
              head: <PartHead name="to-pay" count={model.toPay.length} />,
              rows: model.toPay,
            },
            {
              key: 'done',
              head: <PartHead name="done" count={model.done.length} />,
              rows: model.done,
            },
          ].filter((group) => group.rows.length > 0)}
          selection={selection}
          isFaded={({ status }) => status === 'done'}
          onOpen={open}
        />
      }
      side={
        selected === null ? null : (
          <QueuePanel
            booking={selected}
            nowMs={nowMs}
            actions={
              maySteps
                ? {
                    nextStep,
                    requeue,
                    undo,
                    callNext: room === null || room.waiting === 0 ? null : () => callNextOf(room),
                    pending: steps.pending || callNext.isPending,
                  }
                : null
            }
            open={open}
          />
        )
      }
    />
  )
}

function RoomHead({
  queue,
  isOpen,
  call,
}: {
  queue: RoomQueue
  /** Whether the key calls here. */
  isOpen: boolean
  call: (() => void) | null
}) {
  const { t } = useTranslation('queue')
  const formats = useFormats()
  const doctors = queue.practitioners.map((doctor) => formats.shortName(doctor)).join(', ')
  return (
    <div className={classes['head']}>
      <span className="cut">
        <b>{queue.room ?? doctors}</b>
        {queue.room !== null && <span className={classes['soft']}> {doctors}</span>}
      </span>
      <span className={`${classes['count']} numbers`}>
        {t('waiting', { count: queue.waiting })}
      </span>
      {call !== null && queue.waiting > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={(event) => {
            event.stopPropagation()
            call()
          }}
          rightSection={isOpen ? <Key action="queue.callNext" /> : undefined}
        >
          {t('callNext')}
        </Button>
      )}
    </div>
  )
}

function PartHead({ name, count }: { name: 'to-pay' | 'done'; count: number }) {
  const { t } = useTranslation('day')
  return (
    <div className={classes['head']}>
      <b>{t(`status.${name}`)}</b>
      <span className={`${classes['count']} numbers`}>{count}</span>
    </div>
  )
}

function useColumns(nowMs: number): Column<Booking>[] {
  const { t } = useTranslation('queue')
  const formats = useFormats()
  const trpc = useTRPC()
  const { data: settings } = useQuery(trpc.settings.queue.queryOptions())
  return [
    {
      key: 'ticket',
      label: t('column.ticket'),
      width: '76px',
      renderCell: ({ ticket }) => <b className={`${classes['ticket']} numbers`}>{ticket ?? '—'}</b>,
    },
    {
      key: 'wait',
      label: t('column.wait'),
      width: '132px',
      renderCell: (booking) => (
        <Waited booking={booking} nowMs={nowMs} longWaitMinutes={settings?.longWaitMinutes} />
      ),
    },
    {
      key: 'patient',
      label: t('column.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'time',
      label: t('column.time'),
      width: '70px',
      renderCell: ({ startsAt }) => <span className="numbers">{formats.time(startsAt)}</span>,
    },
    {
      key: 'status',
      label: t('column.status'),
      width: '150px',
      renderCell: ({ status }) => (
        <span className={classes['status']} data-status={status}>
          {t(`day:status.${status}`)}
        </span>
      ),
    },
  ]
}

/** Minutes since the arrival, marked with a word when they are too many; never by colour alone. */
function Waited({
  booking,
  nowMs,
  longWaitMinutes,
}: {
  booking: Booking
  nowMs: number
  longWaitMinutes: number | undefined
}) {
  const { t } = useTranslation('queue')
  const minutes = waitedMinutes(booking, nowMs)
  if (minutes === null) return null
  const isLong = longWaitMinutes !== undefined && isLongWait(minutes, longWaitMinutes)
  return (
    <span className={`${classes['wait']} numbers`} data-long={isLong || undefined}>
      {t('minutes', { count: minutes })}
      {isLong && <span className={classes['mark']}> {t('long')}</span>}
    </span>
  )
}
