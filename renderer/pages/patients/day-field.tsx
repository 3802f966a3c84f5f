/** A day that is typed as the locale writes it, or picked from a calendar. */
import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useToday } from './age.ts'
import { readTypedDay } from './typed-day.ts'

interface Parts {
  label: string
  /** `YYYY-MM-DD`, empty, or a text that is no day yet. */
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  error?: string | undefined
  description?: string | undefined
  /** Where the calendar opens: on decades for birth days. */
  openOn?: 'decade' | 'month'
  ref?: Ref<HTMLInputElement>
}

export function DayField({ value, onChange, onBlur, openOn = 'month', ref, ...shown }: Parts) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const today = useToday()
  const [text, setText] = useState(isDay(value) ? formats.day(value) : value)
  const [open, setOpen] = useState(false)
  // The day can also come from outside: a reset, or the calendar.
  const known = readTypedDay(text, today) ?? text
  const written = known === value ? text : isDay(value) ? formats.day(value) : value

  function type(next: string): void {
    setText(next)
    onChange(readTypedDay(next, today) ?? next)
  }

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      shadow="md"
      trapFocus
      // The field is a field; its button opens the calendar.
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          {...shown}
          ref={ref ?? null}
          value={written}
          placeholder={t('dayPlaceholder')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!event.altKey || event.key !== 'ArrowDown') return
            event.preventDefault()
            setOpen(true)
          }}
          onBlur={() => {
            if (isDay(value)) setText(formats.day(value))
            onBlur?.()
          }}
          rightSection={
            <ActionIcon
              variant="subtle"
              color="gray"
              tabIndex={-1}
              aria-label={t('pickDay')}
              onClick={() => setOpen(!open)}
            >
              <IconCalendar size={16} aria-hidden />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown>
        <Calendar
          value={isDay(value) ? value : null}
          openOn={isDay(value) ? 'month' : openOn}
          today={today}
          pick={(day) => {
            setText(formats.day(day))
            onChange(day)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function Calendar({
  value,
  openOn,
  today,
  pick,
}: {
  value: string | null
  openOn: 'decade' | 'month'
  today: string
  pick: (day: string) => void
}) {
  const { i18n, t } = useTranslation('patients')
  const formats = useFormats()
  const word = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: 'UTC' })
    return (day: string) => format.format(new Date(`${day.slice(0, 10)}T12:00:00Z`))
  }
  const year = word({ year: 'numeric' })
  return (
    <DatePicker
      value={value}
      onChange={(day) => {
        if (day !== null) pick(day.slice(0, 10))
      }}
      defaultDate={value ?? today}
      defaultLevel={openOn}
      maxDate={today}
      monthLabelFormat={word({ month: 'long', year: 'numeric' })}
      monthsListFormat={word({ month: 'short' })}
      yearLabelFormat={year}
      yearsListFormat={year}
      decadeLabelFormat={(first, last) => `${year(first)} – ${year(last)}`}
      weekdayFormat={word({ weekday: 'narrow' })}
      getDayAriaLabel={(day) => formats.longDay(day.slice(0, 10))}
      ariaLabels={{
        previousMonth: t('calendar.previous'),
        nextMonth: t('calendar.next'),
        previousYear: t('calendar.previous'),
        nextYear: t('calendar.next'),
        previousDecade: t('calendar.previous'),
        nextDecade: t('calendar.next'),
        monthLevelControl: t('calendar.up'),
        yearLevelControl: t('calendar.up'),
      }}
    />
  )
}
