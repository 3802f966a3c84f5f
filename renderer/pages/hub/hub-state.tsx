/** The hub in the foot: in sync, what is not sent, since when nobody answers, and what wants a decision. */
import { UnstyledButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { nowIso } from '../../clock.ts'
import { coalesce } from '../../coalesce.ts'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { clockOffMinutes, shareOf, toneOf } from './hub-words.ts'
import classes from './hub.module.css'
import { type SyncStatus, useSyncStatus } from './use-sync-status.ts'

export function HubState() {
  const { t } = useTranslation('shell')
  const status = useSyncStatus()
  useFreshAnswers(status)
  if (status === undefined) return null
  return (
    <>
      {status.state === 'alone' ? <span>{t('foot.alone')}</span> : <Connection status={status} />}
      <ClockOff clockOffMs={status.clockOffMs} />
      <ToDecide refused={status.toDecide} />
    </>
  )
}

function Connection({ status }: { status: SyncStatus }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const text = useStateText()
  const tryNow = useMutation(trpc.sync.now.mutationOptions())
  const { state, unsent } = status
  const hint = ['offline', 'revoked'].includes(state) ? t(`foot.${state}Hint`) : undefined
  const shown = (
    <>
      <i className={classes['dot']} data-tone={toneOf(state)} aria-hidden />
      {text(status)}
    </>
  )
  return (
    <>
      {state === 'offline' ? (
        <UnstyledButton
          fz="inherit"
          className={classes['state']}
          data-tone={toneOf(state)}
          title={hint}
          onClick={() => tryNow.mutate()}
        >
          {shown}
        </UnstyledButton>
      ) : (
        <span className={classes['state']} data-tone={toneOf(state)} title={hint} role="status">
          {shown}
        </span>
      )}
      {unsent > 0 && <span className="numbers">{t('foot.unsent', { count: unsent })}</span>}
    </>
  )
}

/** The sentence for how it stands. */
export function useStateText(): (status: SyncStatus) => string {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const sinceWhen = (instant: string) =>
    formats.dayOf(instant) === formats.dayOf(nowIso())
      ? formats.time(instant)
      : formats.shortMoment(instant)
  return ({ state, lastContactAt, progress }) => {
    const share = shareOf(progress)
    if (state === 'alone') return t('standing.alone')
    if (state === 'receiving' && share !== null) return t('foot.receivingShare', { share })
    if (state === 'offline' && lastContactAt !== null)
      return t('foot.offlineSince', { time: sinceWhen(lastContactAt) })
    return t(`foot.${state}`)
  }
}

function ClockOff({ clockOffMs }: { clockOffMs: number | null }) {
  const { t } = useTranslation('hub')
  const minutes = clockOffMinutes(clockOffMs)
  if (minutes === null) return null
  return (
    <span className={classes['state']} data-tone="care" title={t('foot.clockHint')}>
      {t(minutes > 0 ? 'foot.clockAhead' : 'foot.clockBehind', { count: Math.abs(minutes) })}
    </span>
  )
}

/** Bookings that lost their time and refused changes together: one link to where they are decided. */
function ToDecide({ refused }: { refused: number }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const lost = useQuery(trpc.appointments.rebookTasks.queryOptions())
  const count = refused + (lost.data?.length ?? 0)
  useKeys(t('decide.title'), [
    {
      action: 'place.decisions',
      run: () => void navigate('/decisions'),
      inText: true,
    },
  ])
  if (count === 0) return null
  return (
    <Link to="/decisions" className={`${classes['decide']} numbers`}>
      {t('foot.toDecide', { count })} <Key action="place.decisions" />
    </Link>
  )
}

/** As often as the screens themselves are read again. */
const pauseMs = 400

/** What the hub answered is written to no table that screens are told of: they are read again here. */
function useFreshAnswers(status: SyncStatus | undefined): void {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [answered] = useState(() =>
    coalesce<'appointments' | 'refusals'>((kinds) => {
      if (kinds.has('refusals')) void queries.invalidateQueries(trpc.sync.refusals.pathFilter())
      if (kinds.has('appointments')) void queries.invalidateQueries(trpc.appointments.pathFilter())
    }, pauseMs),
  )
  useEffect(() => () => answered.cancel(), [answered])
  const last = useRef<SyncStatus | undefined>(undefined)
  useEffect(() => {
    const before = last.current
    last.current = status
    if (before === undefined || status === undefined) return
    if (status.unsent < before.unsent) answered.add(['appointments'])
    if (status.toDecide !== before.toDecide) answered.add(['refusals'])
  }, [answered, status])
}
