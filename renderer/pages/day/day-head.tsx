/** The day with its keys, and the saved views, in the shell's head. */
import { Popover, UnstyledButton } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { useFormats } from '../../i18n/formats.ts'
import classes from './board.module.css'

interface HeadProps {
  day: string
  today: string
  setDay: (day: string) => void
  specialties: readonly string[]
  view: number
  setView: (view: number) => void
}

export function DayHead({ day, today, setDay, specialties, view, setView }: HeadProps) {
  const { t, i18n } = useTranslation('day')
  const formats = useFormats()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
        <Popover.Target>
          <UnstyledButton
            className={classes['day']}
            onClick={() => setOpen(!open)}
            aria-label={t('chooseDay', { day: formats.longDay(day) })}
          >
            {formats.longDay(day)}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <DatePicker
            locale={i18n.language}
            value={day}
            onChange={(chosen) => {
              if (chosen !== null) setDay(chosen)
              setOpen(false)
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <span className={classes['dayKeys']}>
        <DayKey keys="PageUp" label={t('keys.dayBefore')} run={() => setDay(addDays(day, -1))} />
        <DayKey keys="KeyT" label={t('keys.today')} run={() => setDay(today)} />
        <DayKey keys="PageDown" label={t('keys.dayAfter')} run={() => setDay(addDays(day, 1))} />
      </span>
      <div className={classes['views']} role="group" aria-label={t('views')}>
        {[t('allDoctors'), ...specialties.slice(0, 8)].map((name, index) => (
          <button
            key={name}
            type="button"
            className={classes['view']}
            aria-pressed={index === view}
            onClick={() => setView(index)}
          >
            {index + 1} {name}
          </button>
        ))}
      </div>
    </>
  )
}

function DayKey({ keys, label, run }: { keys: string; label: string; run: () => void }) {
  return (
    <UnstyledButton onClick={run} aria-label={label} title={label} c="var(--soft)">
      <Key keys={keys} />
    </UnstyledButton>
  )
}
