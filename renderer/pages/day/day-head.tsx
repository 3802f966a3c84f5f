/** The day with its keys, and the saved views, in the shell's head. */
import { Menu, Popover, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Key } from '../../components/key.tsx'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { closedDayName } from '../../i18n/closed-day.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { KeyAction } from '../../keyboard/actions.ts'
import { WalkIn } from '../queue/walk-in.tsx'
import { useTRPC } from '../../trpc.ts'
import classes from './board.module.css'
import type { DayViews } from './use-day-views.ts'

interface HeadProps {
  day: string
  today: string
  setDay: (day: string) => void
  dayViews: DayViews
  changeViews: () => void
}

export function DayHead({ day, today, setDay, dayViews, changeViews }: HeadProps) {
  const { t, i18n } = useTranslation('day')
  const formats = useFormats()
  const navigate = useNavigate()
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
        <DayKey
          action="day.before"
          label={t('keys.dayBefore')}
          run={() => setDay(addDays(day, -1))}
        />
        <DayKey action="day.today" label={t('keys.today')} run={() => setDay(today)} />
        <DayKey action="day.after" label={t('keys.dayAfter')} run={() => setDay(addDays(day, 1))} />
      </span>
      <WalkIn
        action="day.walkIn"
        admitted={(id) => void navigate(`/day?appointment=${id}`, { replace: true })}
      />
      <ClosedMark day={day} />
      <Views dayViews={dayViews} change={changeViews} />
    </>
  )
}

/** Why the clinic is closed that day; nothing on any other. */
function ClosedMark({ day }: { day: string }) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const board = useQuery(trpc.appointments.day.queryOptions({ day }))
  const closed = board.data?.closed ?? null
  if (closed === null) return null
  const name = closedDayName(t, closed)
  const text = name === null ? t('common:closedDay') : t('common:closedDayNamed', { name })
  return (
    <span className={`${classes['closed']} cut`} title={text}>
      {text}
    </span>
  )
}

function DayKey({ action, label, run }: { action: KeyAction; label: string; run: () => void }) {
  return (
    <UnstyledButton onClick={run} aria-label={label} title={label} c="var(--soft)">
      <Key action={action} />
    </UnstyledButton>
  )
}

/** A chip needs about this much; where the row has less, the views fold into one menu. */
const chipWidth = 128

/** What the button that changes them needs. */
const changeWidth = 56

function Views({ dayViews, change }: { dayViews: DayViews; change: () => void }) {
  const { t } = useTranslation('day')
  const { views, view, setView, filter } = dayViews
  const { ref, width } = useElementSize()
  const fold = width < views.length * chipWidth + changeWidth
  return (
    <div className={classes['views']} role="group" aria-label={t('views')} ref={ref}>
      {fold ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className={`${classes['view']} cut`} data-on>
              {view === null ? '' : `${view + 1} `}
              {filter.name} ▾
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {views.map(({ name }, index) => (
              <Menu.Item
                key={`${index} ${name}`}
                onClick={() => setView(index)}
                rightSection={<Key keys={`Digit${index + 1}`} />}
                fw={index === view ? 650 : 400}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        views.map(({ name }, index) => (
          <button
            key={`${index} ${name}`}
            type="button"
            className={`${classes['view']} cut`}
            aria-pressed={index === view}
            title={name}
            onClick={() => setView(index)}
          >
            {index + 1} {name}
          </button>
        ))
      )}
      <UnstyledButton
        className={classes['changeViews']}
        onClick={change}
        title={t('ownViews.title')}
        c="var(--soft)"
      >
        <VisuallyHidden>{t('ownViews.title')}</VisuallyHidden>
        <IconAdjustmentsHorizontal size={17} aria-hidden /> <Key action="day.views" />
      </UnstyledButton>
    </div>
  )
}
