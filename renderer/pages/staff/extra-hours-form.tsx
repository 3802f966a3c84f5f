/** New extra hours beside the weekly ones: on one day, or on the days of a rule. */
import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { addExtraHoursInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { TimeInput } from '../../components/time-input.tsx'
import { useTRPC } from '../../trpc.ts'
import { once, ruleOf } from './recurrence.ts'
import { RepeatFields } from './repeat-fields.tsx'

export function ExtraHoursForm({
  practitionerId,
  today,
  onClose,
}: {
  practitionerId: string
  today: string
  onClose: () => void
}) {
  const { t, i18n } = useTranslation('staff')
  const trpc = useTRPC()
  const [repeats, setRepeats] = useState(() => once(today))
  const { data: rooms = [] } = useQuery(trpc.catalog.rooms.queryOptions())
  const form = useSchemaForm(addExtraHoursInput, {
    practitionerId,
    locationId: null,
    day: today,
    startsLocal: '09:00',
    endsLocal: '13:00',
    recurrence: null,
    note: '',
  })
  const add = useMutation(trpc.schedule.addExtraHours.mutationOptions({ onSuccess: onClose }))
  const fields = useFieldTools(form, add.error)
  const day = form.watch('day')
  const submit = form.handleSubmit((wish) =>
    add.mutate({ ...wish, recurrence: ruleOf(repeats, wish.day) }),
  )
  return (
    <FormModal
      title={t('extra.addTitle')}
      submitLabel={t('common:add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={add.isPending}
      error={add.error}
      placed={['invalid-input']}
    >
      <SimpleGrid cols={2}>
        <Controller
          name="day"
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput
              {...field}
              onChange={(next) => {
                field.onChange(next)
                if (isDay(next)) setRepeats({ ...repeats, weekdays: once(next).weekdays })
              }}
              label={t('extra.day')}
              withAsterisk
              error={fields.error('day')}
            />
          )}
        />
        <Controller
          name="locationId"
          control={form.control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('hours.room')}
              placeholder={t('hours.noRoom')}
              clearable
              clearButtonProps={{ 'aria-label': t('common:clear') }}
              searchable
              data={rooms
                .filter(({ archivedAt }) => archivedAt === null)
                .map(({ id, name }) => ({ value: id, label: name }))
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
          name="startsLocal"
          control={form.control}
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
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <TimeInput
              {...field}
              label={t('hours.ends')}
              withAsterisk
              error={fields.error('endsLocal')}
            />
          )}
        />
      </SimpleGrid>
      <TextInput {...fields.text('note')} label={t('extra.note')} maxLength={200} />
      <RepeatFields firstDay={day} value={repeats} onChange={setRepeats} />
    </FormModal>
  )
}
