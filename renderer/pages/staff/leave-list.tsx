/** A doctor's leave: whole days away with the reason that the board shows. */
import { Button, CloseButton, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { addLeaveInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { nowIso } from '../../clock.ts'
import { DayInput } from '../../components/day-input.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { type Bookings, BookingsLeft } from './bookings-left.tsx'
import classes from './staff.module.css'

type Leave = RouterOutputs['schedule']['leaves'][number]

export function LeaveList({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const may = useMay()
  const formats = useFormats()
  const [adding, setAdding] = useState(false)
  const [left, setLeft] = useState<Bookings>([])
  const leaves = useQuery(trpc.schedule.leaves.queryOptions({ practitionerId }))
  const remove = useRemoveLeave()
  if (leaves.error !== null) {
    return <ErrorNote error={leaves.error} retry={() => void leaves.refetch()} />
  }
  if (leaves.data === undefined) return <Loading />
  const today = formats.dayOf(nowIso())
  return (
    <>
      <BookingsLeft bookings={left} onClose={() => setLeft([])} />
      {leaves.data.length === 0 && <Text c="var(--soft)">{t('leave.none')}</Text>}
      <div>
        {leaves.data.map((leave) => (
          <div
            key={leave.id}
            className={classes['leave']}
            data-past={leave.toDay < today || undefined}
          >
            <div>
              <Text span fw={550} className="numbers">
                {leave.fromDay === leave.toDay
                  ? formats.day(leave.fromDay)
                  : `${formats.day(leave.fromDay)} – ${formats.day(leave.toDay)}`}
              </Text>
              <br />
              {[
                leave.startsLocal === null ? null : `${leave.startsLocal}–${leave.endsLocal ?? ''}`,
                leave.recurrence === null ? null : t('leave.byRule'),
                leave.reason,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </div>
            {may('schedule.write') && (
              <CloseButton
                aria-label={t('leave.remove', { day: formats.day(leave.fromDay) })}
                title={t('leave.remove', { day: formats.day(leave.fromDay) })}
                onClick={() => remove(leave)}
              />
            )}
          </div>
        ))}
      </div>
      {may('schedule.write') && (
        <div>
          <Button onClick={() => setAdding(true)}>{t('leave.add')}</Button>
        </div>
      )}
      {adding && (
        <LeaveForm
          practitionerId={practitionerId}
          today={today}
          onClose={() => setAdding(false)}
          onAdded={setLeft}
        />
      )}
    </>
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

function LeaveForm({
  practitionerId,
  today,
  onClose,
  onAdded,
}: {
  practitionerId: string
  today: string
  onClose: () => void
  onAdded: (bookings: Bookings) => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const form = useSchemaForm(addLeaveInput, {
    practitionerId,
    fromDay: today,
    toDay: today,
    reason: '',
  })
  const add = useMutation(
    trpc.schedule.addLeave.mutationOptions({
      onSuccess: ({ bookings }) => {
        onAdded(bookings)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, add.error)
  return (
    <FormModal
      title={t('leave.addTitle')}
      submitLabel={t('common:add')}
      onSubmit={() => void form.handleSubmit((wish) => add.mutate(wish))()}
      onClose={onClose}
      pending={add.isPending}
      error={add.error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('reason')}
        label={t('leave.reason')}
        description={t('leave.reasonHint')}
        withAsterisk
        data-autofocus
      />
      <SimpleGrid cols={2}>
        <Controller
          name="fromDay"
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput
              {...field}
              onChange={(day) => {
                field.onChange(day)
                // A leave of one day is the commonest; the end follows until it is later.
                if (form.getValues('toDay') < day) form.setValue('toDay', day)
              }}
              label={t('leave.from')}
              withAsterisk
              error={fields.error('fromDay')}
            />
          )}
        />
        <Controller
          name="toDay"
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput {...field} label={t('leave.to')} withAsterisk error={fields.error('toDay')} />
          )}
        />
      </SimpleGrid>
    </FormModal>
  )
}
