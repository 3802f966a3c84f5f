/** What departs from a doctor's weekly hours: absences with the reason that the board shows, and extra hours. */
import { Button, CloseButton, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowIso } from '../../clock.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { type Bookings, BookingsLeft } from './bookings-left.tsx'
import { ExtraHoursForm } from './extra-hours-form.tsx'
import { LeaveForm } from './leave-form.tsx'
import { useRuleText } from './use-rule-text.ts'
import classes from './staff.module.css'

type Leave = RouterOutputs['schedule']['leaves'][number]
type ExtraHours = RouterOutputs['schedule']['extraHours'][number]

export function Exceptions({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const mayWrite = useMay()('schedule.write')
  const [adding, setAdding] = useState<'leave' | 'extra' | null>(null)
  const [left, setLeft] = useState<Bookings>([])
  const leaves = useQuery(trpc.schedule.leaves.queryOptions({ practitionerId }))
  const extra = useQuery(trpc.schedule.extraHours.queryOptions({ practitionerId }))
  const removeLeave = useRemoveLeave()
  const removeExtra = useRemoveExtraHours(setLeft)
  const ruleText = useRuleText()
  const error = leaves.error ?? extra.error
  if (error !== null) {
    const retry = () => void Promise.all([leaves.refetch(), extra.refetch()])
    return <ErrorNote error={error} retry={retry} />
  }
  if (leaves.data === undefined || extra.data === undefined) return <Loading />
  const today = formats.dayOf(nowIso())
  const repeats = (rule: string | null, day: string) => (rule === null ? null : ruleText(rule, day))
  return (
    <>
      <BookingsLeft bookings={left} onClose={() => setLeft([])} />
      <Part
        title={t('leave.title')}
        empty={leaves.data.length === 0 ? t('leave.none') : null}
        {...(mayWrite && { add: { label: t('leave.add'), run: () => setAdding('leave') } })}
      >
        {leaves.data.map((leave) => (
          <Entry
            key={leave.id}
            days={
              leave.fromDay === leave.toDay
                ? formats.day(leave.fromDay)
                : `${formats.day(leave.fromDay)} – ${formats.day(leave.toDay)}`
            }
            isPast={leave.recurrence === null && leave.toDay < today}
            parts={[
              leave.startsLocal === null ? null : `${leave.startsLocal}–${leave.endsLocal ?? ''}`,
              repeats(leave.recurrence, leave.fromDay),
              leave.reason,
            ]}
            {...(mayWrite && {
              remove: {
                label: t('leave.remove', { day: formats.day(leave.fromDay) }),
                run: () => removeLeave(leave),
              },
            })}
          />
        ))}
      </Part>
      <Part
        title={t('extra.title')}
        empty={extra.data.length === 0 ? t('extra.none') : null}
        {...(mayWrite && { add: { label: t('extra.add'), run: () => setAdding('extra') } })}
      >
        {extra.data.map((hours) => (
          <Entry
            key={hours.id}
            days={formats.day(hours.day)}
            isPast={hours.recurrence === null && hours.day < today}
            parts={[
              `${hours.startsLocal}–${hours.endsLocal}`,
              repeats(hours.recurrence, hours.day),
              hours.locationName,
              hours.note,
            ]}
            {...(mayWrite && {
              remove: {
                label: t('extra.remove', { day: formats.day(hours.day) }),
                run: () => removeExtra(hours),
              },
            })}
          />
        ))}
      </Part>
      {adding === 'leave' && (
        <LeaveForm
          practitionerId={practitionerId}
          today={today}
          onClose={() => setAdding(null)}
          onAdded={setLeft}
        />
      )}
      {adding === 'extra' && (
        <ExtraHoursForm
          practitionerId={practitionerId}
          today={today}
          onClose={() => setAdding(null)}
        />
      )}
    </>
  )
}

interface PartAction {
  label: string
  run: () => void
}

function Part({
  title,
  add,
  empty,
  children,
}: {
  title: string
  /** Absent for whoever may not. */
  add?: PartAction
  empty: string | null
  children: ReactNode
}) {
  return (
    <section aria-label={title}>
      <div className={classes['partHead']}>
        <Title order={3}>{title}</Title>
        {add !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add.run}
          >
            {add.label}
          </Button>
        )}
      </div>
      {empty !== null && <Text c="var(--soft)">{empty}</Text>}
      {children}
    </section>
  )
}

function Entry({
  days,
  isPast,
  parts,
  remove,
}: {
  days: string
  isPast: boolean
  /** Those that say something stand behind the days. */
  parts: readonly (string | null)[]
  remove?: PartAction
}) {
  return (
    <div className={classes['leave']} data-past={isPast || undefined}>
      <div>
        <Text span fw={550} className="numbers">
          {days}
        </Text>
        <br />
        {parts.filter((part) => part !== null).join(' · ')}
      </div>
      {remove !== undefined && (
        <CloseButton aria-label={remove.label} title={remove.label} onClick={remove.run} />
      )}
    </div>
  )
}

function useRemoveLeave(): (leave: Leave) => void {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const showError = useShowError()
  const add = useMutation(trpc.schedule.addLeave.mutationOptions({ onError: showError }))
  const archive = useMutation(trpc.schedule.archiveLeave.mutationOptions({ onError: showError }))
  return ({ id, version, ...wish }) =>
    archive.mutate(
      { id, version },
      { onSuccess: () => offerUndo(t('leave.removed'), () => add.mutate(wish)) },
    )
}

function useRemoveExtraHours(onLeft: (bookings: Bookings) => void): (hours: ExtraHours) => void {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const showError = useShowError()
  const add = useMutation(trpc.schedule.addExtraHours.mutationOptions({ onError: showError }))
  const archive = useMutation(
    trpc.schedule.archiveExtraHours.mutationOptions({ onError: showError }),
  )
  return ({ id, version, locationName: _room, ...wish }) => {
    const { practitionerId } = wish
    archive.mutate(
      { id, version, practitionerId },
      {
        onSuccess: ({ bookings }) => {
          onLeft(bookings)
          // Whoever takes it back has no booking left to move.
          offerUndo(t('extra.removed'), () => add.mutate(wish, { onSuccess: () => onLeft([]) }))
        },
      },
    )
  }
}
