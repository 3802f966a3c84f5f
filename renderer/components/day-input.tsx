/** A day that is typed as the locale writes it, or picked from a calendar. */
import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowIso } from '../clock.ts'
import { isDay } from '../../main/clinic/shared/days.ts'
import { useFormats } from '../i18n/formats.ts'
import { readDay } from './typed-day.ts'

export function DayInput({
  value,
  onChange,
  read = readDay,
  latestDay,
  openOn = 'month',
  ref,
  ...shown
}: {
  label: string
  placeholder?: string
  /** `YYYY-MM-DD`, empty, or a text that is no day yet. */
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  error?: string | undefined
  withAsterisk?: boolean
  /** How a typed text is read; of the near past and future when left out. */
  read?: (text: string, today: string) => string | null
  /** The last day that the calendar offers. */
  latestDay?: string
  /** Where an empty field's calendar opens: on decades for birth days. */
  openOn?: 'decade' | 'month'
  ref?: Ref<HTMLInputElement>
}) {
  const { t, i18n } = useTranslation('common')
  const formats = useFormats()
  const today = formats.dayOf(nowIso())
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const written = typed ?? (isDay(value) ? formats.day(value) : value)

  function type(text: string): void {
    setTyped(text)
    onChange(read(text, today) ?? text)
  }

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      shadow="md"
      trapFocus
      // The field is a field: it is its button that opens the calendar.
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          {...shown}
          ref={ref ?? null}
          value={written}
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
            setTyped(null)
            shown.onBlur?.()
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
        <DatePicker
          {...calendarWords(i18n.language)}
          value={isDay(value) ? value : null}
          defaultDate={isDay(value) ? value : today}
          defaultLevel={isDay(value) ? 'month' : openOn}
          {...(latestDay === undefined ? {} : { maxDate: latestDay })}
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
          onChange={(day) => {
            if (day !== null) onChange(day.slice(0, 10))
            setTyped(null)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** The calendar's words from the platform's own tables: no locale files of another library. */
function calendarWords(language: string) {
  const word = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    return (day: string) => format.format(new Date(`${day.slice(0, 10)}T12:00:00Z`))
  }
  const year = word({ year: 'numeric' })
  return {
    monthLabelFormat: word({ month: 'long', year: 'numeric' }),
    monthsListFormat: word({ month: 'short' }),
    yearLabelFormat: year,
    yearsListFormat: year,
    decadeLabelFormat: (first: string, last: string) => `${year(first)} – ${year(last)}`,
    weekdayFormat: word({ weekday: 'narrow' }),
  }
}
