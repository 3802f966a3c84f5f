/** The week: all doctors beside each other, one doctor by the hour, and how rooms and machines are taken. */
import { ActionIcon, Button, Select, Title } from '@mantine/core'
import { IconCalendarDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { addDays, isDay, isoWeekday } from '../../../main/clinic/shared/days.ts'
import { nowIso } from '../../clock.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { DoctorWeek } from './doctor-week.tsx'
import { EveryonesWeek } from './everyones-week.tsx'
import { FeedDialog } from './feed-dialog.tsx'
import { RoomsWeek } from './rooms-week.tsx'
import classes from './schedule.module.css'

const views = ['everyone', 'doctor', 'rooms'] as const

type View = (typeof views)[number]

export default function SchedulePage() {
  const { t } = useTranslation('schedule')
  const trpc = useTRPC()
  const formats = useFormats()
  const [address, setAddress] = useSearchParams()
  const [isFeedOpen, setIsFeedOpen] = useState(false)
  const today = formats.dayOf(nowIso())
  const asked = address.get('day') ?? today
  const monday = mondayOf(isDay(asked) ? asked : today)
  const view = views.find((one) => one === address.get('view')) ?? 'everyone'
  const week = useQuery({
    ...trpc.schedule.overview.queryOptions({ fromDay: monday, days: 7 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: Record<string, string>) =>
    setAddress({ ...Object.fromEntries(address), ...change }, { replace: true })
  const turn = (weeks: number) => go({ day: addDays(monday, weeks * 7) })
  const openFeed = () => setIsFeedOpen(true)
  useKeys(t('title'), [
    { keys: 'PageUp', label: t('weekBefore'), run: () => turn(-1) },
    { keys: 'PageDown', label: t('weekAfter'), run: () => turn(1) },
    { keys: 'KeyT', label: t('thisWeek'), run: () => go({ day: today }) },
    { keys: 'KeyI', label: t('feed.open'), run: openFeed },
  ])
  const doctors = week.data?.practitioners ?? []
  const doctor = doctors.find(({ id }) => id === address.get('doctor')) ?? doctors[0]
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        <ActionIcon variant="default" aria-label={t('weekBefore')} onClick={() => turn(-1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <span className={`numbers ${classes['span'] ?? ''}`}>
          {formats.day(monday)} – {formats.day(addDays(monday, 6))}
        </span>
        <ActionIcon variant="default" aria-label={t('weekAfter')} onClick={() => turn(1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
        <Button
          size="xs"
          variant="default"
          flex="none"
          rightSection={<Key keys="KeyT" />}
          onClick={() => go({ day: today })}
        >
          {t('thisWeek')}
        </Button>
        <Button
          size="xs"
          variant="default"
          flex="none"
          ml="auto"
          leftSection={<IconCalendarDown size={15} aria-hidden />}
          rightSection={<Key keys="KeyI" />}
          onClick={openFeed}
        >
          {t('feed.open')}
        </Button>
      </PageHead>
      <div className={classes['page']}>
        <div className={classes['bar']}>
          <FilterChips<View>
            label={t('view.label')}
            value={view}
            onChange={(next) => go({ view: next })}
            chips={views.map((value) => ({ value, label: t(`view.${value}`) }))}
          />
          {view === 'doctor' && doctor !== undefined && (
            <Select
              size="xs"
              w={260}
              aria-label={t('doctor')}
              searchable
              allowDeselect={false}
              value={doctor.id}
              data={doctors.map((one) => ({ value: one.id, label: formats.name(one) }))}
              onChange={(id) => go({ doctor: id ?? doctor.id })}
            />
          )}
        </div>
        {week.error !== null && <ErrorNote error={week.error} retry={() => void week.refetch()} />}
        {week.data === undefined && week.error === null && <Loading />}
        {week.data !== undefined && doctor === undefined && (
          <Empty title={t('nobody')} hint={t('nobodyHint')} />
        )}
        {week.data !== undefined && doctor !== undefined && (
          <div className={classes['scroll']}>
            {view === 'everyone' && (
              <EveryonesWeek
                week={week.data}
                today={today}
                open={(id) => go({ view: 'doctor', doctor: id })}
              />
            )}
            {view === 'doctor' && <DoctorWeek week={week.data} doctor={doctor} today={today} />}
            {view === 'rooms' && <RoomsWeek week={week.data} today={today} />}
          </div>
        )}
      </div>
      {isFeedOpen && (
        <FeedDialog
          doctors={doctors}
          first={view === 'doctor' ? (doctor?.id ?? null) : null}
          onClose={() => setIsFeedOpen(false)}
        />
      )}
    </>
  )
}

function mondayOf(day: string): string {
  return addDays(day, 1 - isoWeekday(day))
}
