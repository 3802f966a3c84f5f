/** The clinic's days off: whether public holidays are kept, on which of them it works, and its own days. */
import { ActionIcon, Button, Group, Switch, Text, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { clinicDayInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { nowIso } from '../../clock.ts'
import { DayInput } from '../../components/day-input.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { closedDayName } from '../../i18n/closed-day.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { type Bookings, BookingsLeft } from '../staff/bookings-left.tsx'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

type Calendar = RouterOutputs['schedule']['calendar']

/** What is done with the bookings that a change leaves outside the hours. */
interface Changing {
  onLeft: (bookings: Bookings) => void
}

export function CalendarSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const [year, setYear] = useState(() => Number(formats.dayOf(nowIso()).slice(0, 4)))
  const [left, setLeft] = useState<Bookings>([])
  const calendar = useQuery({
    ...trpc.schedule.calendar.queryOptions({ year }),
    placeholderData: keepPreviousData,
  })
  return (
    <Section name="calendar" lead={t('calendar.lead')}>
      {calendar.error !== null && (
        <ErrorNote error={calendar.error} retry={() => void calendar.refetch()} />
      )}
      {calendar.data === undefined && calendar.error === null && <Loading />}
      {calendar.data !== undefined && (
        <>
          <Keeps calendar={calendar.data} onLeft={setLeft} />
          <DaysOff year={year} setYear={setYear} calendar={calendar.data} onLeft={setLeft} />
        </>
      )}
      <NewDayOff onLeft={setLeft} />
      <BookingsLeft bookings={left} onClose={() => setLeft([])} />
    </Section>
  )
}

function Keeps({ calendar, onLeft }: Changing & { calendar: Calendar }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const keep = useMutation(
    trpc.schedule.keepHolidays.mutationOptions({
      onSuccess: ({ bookings }) => onLeft(bookings),
      onError: useShowError(),
    }),
  )
  return (
    <Setting name="calendar.keeps">
      {(text) =>
        calendar.isKnownCountry ? (
          <Switch
            {...text}
            checked={calendar.keepsHolidays}
            disabled={keep.isPending}
            onChange={(event) => keep.mutate({ keepsHolidays: event.currentTarget.checked })}
          />
        ) : (
          <p className={classes['lead']}>{t('calendar.unknown')}</p>
        )
      }
    </Setting>
  )
}

interface ListedDay {
  day: string
  name: string | null
  isHoliday: boolean
  isOpen: boolean
}

function DaysOff({
  year,
  setYear,
  calendar,
  onLeft,
}: Changing & { year: number; setYear: (year: number) => void; calendar: Calendar }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const set = useMutation(
    trpc.schedule.setClinicDay.mutationOptions({
      onSuccess: ({ bookings }) => onLeft(bookings),
      onError: useShowError(),
    }),
  )
  const own = new Map(calendar.own.map((one) => [one.day, one]))
  const kept = calendar.keepsHolidays ? calendar.holidays : []
  const holidays = kept.map(({ day, key }): ListedDay => {
    const decided = own.get(day)
    const name = closedDayName(t, { key, name: decided?.name ?? null })
    return { day, name, isHoliday: true, isOpen: decided?.kind === 'open' }
  })
  const others = calendar.own
    .filter(({ day, kind }) => kind === 'closed' && !kept.some((one) => one.day === day))
    .map(({ day, name }): ListedDay => ({ day, name, isHoliday: false, isOpen: false }))
  const days = [...holidays, ...others].toSorted((a, b) => (a.day < b.day ? -1 : 1))
  return (
    <Setting name="calendar.days">
      {({ label, description }) => (
        <>
          <Group justify="space-between" wrap="nowrap">
            <b>{label}</b>
            <Group gap={6} wrap="nowrap">
              <ActionIcon
                variant="default"
                aria-label={t('calendar.yearBefore')}
                onClick={() => setYear(year - 1)}
              >
                <IconChevronLeft size={16} aria-hidden />
              </ActionIcon>
              <span className="numbers">{year}</span>
              <ActionIcon
                variant="default"
                aria-label={t('calendar.yearAfter')}
                onClick={() => setYear(year + 1)}
              >
                <IconChevronRight size={16} aria-hidden />
              </ActionIcon>
            </Group>
          </Group>
          <p className={classes['lead']}>{description}</p>
          {days.length === 0 && <Text c="var(--soft)">{t('calendar.none')}</Text>}
          {days.map(({ day, name, isHoliday, isOpen }) => (
            <div key={day} className={classes['dayOff']} data-open={isOpen || undefined}>
              <span>{formats.longDay(day)}</span>
              <span>{name ?? t('common:closedDay')}</span>
              <span>{isOpen && t('calendar.works')}</span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={
                  isOpen
                    ? t('calendar.close', { day: formats.longDay(day) })
                    : t('calendar.open', { day: formats.longDay(day) })
                }
                disabled={set.isPending}
                onClick={() =>
                  set.mutate({ day, name: null, kind: isHoliday && !isOpen ? 'open' : 'usual' })
                }
              >
                {isOpen ? t('calendar.closeShort') : t('calendar.openShort')}
              </Button>
            </div>
          ))}
        </>
      )}
    </Setting>
  )
}

function NewDayOff({ onLeft }: Changing) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const form = useSchemaForm(clinicDayInput, { day: '', kind: 'closed', name: '' })
  const add = useMutation(
    trpc.schedule.setClinicDay.mutationOptions({
      onSuccess: ({ bookings }, { day }) => {
        form.reset()
        onLeft(bookings)
        tellSaved(t('calendar.added', { day: formats.longDay(day) }))
      },
    }),
  )
  const fields = useFieldTools(form, add.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => add.mutate(wish))(event)}
    >
      <div className={classes['pair']}>
        <Setting name="calendar.day">
          {(text) => (
            <Controller
              name="day"
              control={form.control}
              render={({ field: { name: _name, ...field } }) => (
                <DayInput {...text} {...field} withAsterisk error={fields.error('day')} />
              )}
            />
          )}
        </Setting>
        <Setting name="calendar.name">
          {(text) => <TextInput {...text} {...fields.text('name')} maxLength={100} />}
        </Setting>
      </div>
      <SaveButton isDirty={form.formState.isDirty} pending={add.isPending} error={add.error} />
    </form>
  )
}
