/** What was and what is to come: bookings ahead, then one line of time of every kind, opened where it stands. */
import { Button, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type TimelineKind,
  timelineKinds,
  timelinePermissions,
} from '../../../main/clinic/timeline/timeline.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import chips from '../../components/filter-chips.module.css'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { TimelineEntry } from './timeline-entry.tsx'
import { UpcomingBookings } from './upcoming-bookings.tsx'
import { byYear } from './timeline.ts'
import classes from './patients.module.css'

export function PatientTimeline({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const list = useRef<HTMLDivElement>(null)
  const [kind, setKind] = useState<TimelineKind | null>(null)
  useKeys(t('timeline.title'), [
    { keys: 'ArrowDown', label: t('timeline.later'), run: () => step(list.current, 1) },
    { keys: 'ArrowUp', label: t('timeline.earlier'), run: () => step(list.current, -1) },
  ])
  return (
    <div ref={list}>
      <KindFilter kind={kind} choose={setKind} />
      {(kind === null || kind === 'visit') && <UpcomingBookings patientId={patientId} />}
      <Past key={kind} patientId={patientId} kind={kind} />
    </div>
  )
}

/** Moves the focus along the lines; the first or the last when none has it. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const lines = [...(list?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
  const at = lines.findIndex((line) => line === document.activeElement)
  const next = at === -1 ? (by === 1 ? 0 : lines.length - 1) : at + by
  lines[Math.max(0, Math.min(lines.length - 1, next))]?.focus()
}

function KindFilter({
  kind,
  choose,
}: {
  kind: TimelineKind | null
  choose: (kind: TimelineKind | null) => void
}) {
  const { t } = useTranslation('patients')
  const may = useMay()
  const shown = timelineKinds.filter((one) => may(timelinePermissions[one]))
  return (
    <div
      className={`${chips['chips']} ${classes['kinds']}`}
      role="group"
      aria-label={t('timeline.kinds')}
    >
      {[null, ...shown].map((one) => (
        <button
          key={one ?? 'all'}
          type="button"
          className={chips['chip']}
          aria-pressed={one === kind}
          onClick={() => choose(one)}
        >
          {t(`timeline.kind.${one ?? 'all'}`)}
        </button>
      ))}
    </div>
  )
}

function Past({ patientId, kind }: { patientId: string; kind: TimelineKind | null }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const past = useInfiniteQuery(
    trpc.timeline.page.infiniteQueryOptions(
      { patientId, kind },
      { getNextPageParam: ({ next }) => next },
    ),
  )
  if (past.error !== null) return <ErrorNote error={past.error} retry={() => void past.refetch()} />
  if (past.data === undefined) return <Loading />
  const entries = past.data.pages.flatMap((page) => page.entries)
  if (entries.length === 0) {
    return <Empty title={t('timeline.empty')} hint={t('timeline.emptyHint')} />
  }
  return (
    <>
      {byYear(entries, (at) => formats.dayOf(at)).map(({ year, entries: own }) => (
        <section key={year} className={classes['period']}>
          <Title order={2} className="numbers">
            {year}
          </Title>
          {own.map((entry) => (
            <TimelineEntry key={entry.id} entry={entry} patientId={patientId} />
          ))}
        </section>
      ))}
      {past.hasNextPage && (
        <More isLoading={past.isFetchingNextPage} load={() => void past.fetchNextPage()} />
      )}
    </>
  )
}

/** The next page comes as soon as the end of this one is in sight, or by its button. */
function More({ isLoading, load }: { isLoading: boolean; load: () => void }) {
  const { t } = useTranslation('patients')
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const end = button.current
    if (end === null || isLoading) return undefined
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) load()
    })
    seen.observe(end)
    return () => seen.disconnect()
  }, [isLoading, load])
  return (
    <Button ref={button} variant="default" loading={isLoading} onClick={load} fullWidth mt="sm">
      {t('timeline.more')}
    </Button>
  )
}
