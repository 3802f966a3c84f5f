/** Hours of a weekday: added to one day or several at once, changed, taken away. */
import { Button, Group, Input, Select, SimpleGrid } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller, FormProvider, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { addHoursInput, updateHoursInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { DayInput } from '../../components/day-input.tsx'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { type FieldTools, useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { TimeInput } from '../../components/time-input.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { WeekdayChips } from '../../components/weekday-chips.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Bookings } from './bookings-left.tsx'
import type { Hours } from './hours.ts'

type HoursFields = Omit<z.input<typeof addHoursInput>, 'practitionerId'>

export function AddHoursForm({
  practitionerId,
  weekday,
  today,
  like,
  onClose,
}: {
  practitionerId: string
  weekday: number
  today: string
  /** Hours that the new ones start out as. */
  like: Hours | null
  onClose: () => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const [alsoOn, setAlsoOn] = useState<number[]>([])
  const form = useSchemaForm(addHoursInput, {
    practitionerId,
    weekday,
    startsLocal: like?.startsLocal ?? '09:00',
    endsLocal: like?.endsLocal ?? '15:00',
    validFrom: today,
    validTo: null,
    locationId: like?.locationId ?? null,
  })
  const add = useMutation(trpc.schedule.addHours.mutationOptions())
  const fields = useFieldTools(form, add.error)

  /** Day by day: what was taken stays, and the form goes on with the day that was refused. */
  async function addAll(wish: z.output<typeof addHoursInput>): Promise<void> {
    let left = [wish.weekday, ...alsoOn]
    for (const day of left) {
      await add.mutateAsync({ ...wish, weekday: day })
      left = left.filter((one) => one !== day)
      const [first, ...others] = left
      if (first !== undefined) form.setValue('weekday', first)
      setAlsoOn(others)
    }
    onClose()
  }

  const shownDay = form.watch('weekday')
  return (
    <FormModal
      title={t('hours.addTitle', { weekday: formats.weekday(shownDay) })}
      submitLabel={t('common:add')}
      // A refusal is shown by the form; the promise has nothing more to tell.
      onSubmit={() => void form.handleSubmit((wish) => addAll(wish).catch(() => {}))()}
      onClose={onClose}
      pending={add.isPending}
      error={add.error}
      placed={['invalid-input']}
    >
      <FormProvider {...form}>
        <HoursFieldset fields={fields} />
      </FormProvider>
      <Input.Wrapper label={t('hours.alsoOn')} labelElement="div">
        <WeekdayChips value={alsoOn} onChange={setAlsoOn} except={shownDay} />
      </Input.Wrapper>
    </FormModal>
  )
}

export function UpdateHoursForm({
  hours,
  onClose,
  onLeft,
}: {
  hours: Hours
  onClose: () => void
  /** Told of the bookings that no longer fit. */
  onLeft: (bookings: Bookings) => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const { id, version, weekday, startsLocal, endsLocal, validFrom, validTo, locationId } = hours
  const form = useSchemaForm(updateHoursInput, {
    id,
    version,
    weekday,
    startsLocal,
    endsLocal,
    validFrom,
    validTo,
    locationId,
  })
  const update = useMutation(
    trpc.schedule.updateHours.mutationOptions({
      onSuccess: ({ bookings }) => {
        onLeft(bookings)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, update.error)
  const remove = useRemoveHours(hours, onClose, onLeft)
  return (
    <FormModal
      title={t('hours.editTitle', { weekday: formats.weekday(weekday) })}
      submitLabel={t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => update.mutate(wish))()}
      onClose={onClose}
      pending={update.isPending}
      error={update.error}
      placed={['invalid-input']}
    >
      <FormProvider {...form}>
        <HoursFieldset fields={fields} />
      </FormProvider>
      <Group>
        <Button variant="subtle" color="red" px={0} onClick={remove}>
          {t('hours.remove')}
        </Button>
      </Group>
    </FormModal>
  )
}

function useRemoveHours(
  hours: Hours,
  onClose: () => void,
  onLeft: (bookings: Bookings) => void,
): () => void {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const showError = useShowError()
  const add = useMutation(trpc.schedule.addHours.mutationOptions({ onError: showError }))
  const archive = useMutation(trpc.schedule.archiveHours.mutationOptions({ onError: showError }))
  return () => {
    const { id, version, locationName: _room, ...wish } = hours
    archive.mutate(
      { id, version },
      {
        onSuccess: ({ bookings }) => {
          onLeft(bookings)
          onClose()
          // Whoever takes it back has no booking left to move.
          offerUndo(t('hours.removed'), () => add.mutate(wish, { onSuccess: () => onLeft([]) }))
        },
      },
    )
  }
}

function HoursFieldset({ fields }: { fields: FieldTools<HoursFields> }) {
  const { t, i18n } = useTranslation('staff')
  const trpc = useTRPC()
  const { control } = useFormContext<HoursFields>()
  const { data: rooms } = useQuery(trpc.catalog.rooms.queryOptions())
  return (
    <>
      <SimpleGrid cols={3}>
        <Controller
          name="startsLocal"
          control={control}
          render={({ field: { name: _name, ...field } }) => (
            <TimeInput
              {...field}
              label={t('hours.starts')}
              withAsterisk
              data-autofocus
              error={fields.error('startsLocal')}
            />
          )}
        />
        <Controller
          name="endsLocal"
          control={control}
          render={({ field: { name: _name, ...field } }) => (
            <TimeInput
              {...field}
              label={t('hours.ends')}
              withAsterisk
              error={fields.error('endsLocal')}
            />
          )}
        />
        <Controller
          name="locationId"
          control={control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('hours.room')}
              placeholder={t('hours.noRoom')}
              clearable
              searchable
              data={(rooms ?? [])
                .filter((room) => room.archivedAt === null || room.id === field.value)
                .map((room) => ({ value: room.id, label: room.name }))
                .toSorted((a, b) =>
                  a.label.localeCompare(b.label, i18n.language, { numeric: true }),
                )}
              value={field.value}
              onChange={field.onChange}
              error={fields.error('locationId')}
            />
          )}
        />
      </SimpleGrid>
      <SimpleGrid cols={2}>
        <Controller
          name="validFrom"
          control={control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput
              {...field}
              label={t('hours.validFrom')}
              withAsterisk
              error={fields.error('validFrom')}
            />
          )}
        />
        <Controller
          name="validTo"
          control={control}
          render={({ field: { name: _name, value, onChange, ...field } }) => (
            <DayInput
              {...field}
              value={value ?? ''}
              onChange={(day) => onChange(day === '' ? null : day)}
              label={t('hours.validTo')}
              placeholder={t('hours.validToHint')}
              error={fields.error('validTo')}
            />
          )}
        />
      </SimpleGrid>
    </>
  )
}
