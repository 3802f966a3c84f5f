/** The waiting room: who is called where, by ticket, to be read from the far wall. */
import type { TRPCClient } from '@trpc/client'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingRoomBoard } from '../../main/clinic/queue/queue.rules.ts'
import type { WaitingRoomRouter } from '../../main/ipc/waiting-room.router.ts'
import { nowMs, setClock } from '../clock.ts'
import { speak } from '../i18n/i18n.ts'
import { callOut, newCalls, spokenTicket } from './calls.ts'
import classes from './waiting-room.module.css'

/** So many calls are read at a glance; so many tickets tell how far one's own is. */
const shownCalls = 5
const shownWaiting = 12

export function WaitingRoom({ client }: { client: TRPCClient<WaitingRoomRouter> }) {
  const { t } = useTranslation('queue')
  const board = useBoard(client)
  useLook(board?.look ?? 'auto')
  const called = board?.called.slice(0, shownCalls) ?? []
  const waiting = board?.waiting ?? []
  return (
    <main className={classes['screen']}>
      <section className={classes['called']} aria-label={t('screen.called')}>
        <header>
          <h1>{t('screen.called')}</h1>
          {board !== null && <Clock timeZone={board.timeZone} language={board.language} />}
        </header>
        {called.length === 0 ? (
          <p className={classes['quiet']}>{t('screen.nobody')}</p>
        ) : (
          <ol aria-live="assertive">
            {called.map(({ ticket, room, at }) => (
              <li key={`${ticket} ${at}`}>
                <b>{ticket}</b>
                <span>{room ?? t('screen.comeIn')}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
      <section className={classes['waiting']} aria-label={t('screen.waiting')}>
        <h2>{t('screen.waiting')}</h2>
        <ol>
          {waiting.slice(0, shownWaiting).map((ticket) => (
            <li key={ticket}>{ticket}</li>
          ))}
        </ol>
        {waiting.length > shownWaiting && (
          <p>{t('screen.more', { count: waiting.length - shownWaiting })}</p>
        )}
      </section>
    </main>
  )
}

/** The board of this moment; each new call is heard once. */
function useBoard(client: TRPCClient<WaitingRoomRouter>): WaitingRoomBoard | null {
  const { t } = useTranslation('queue')
  const [board, setBoard] = useState<WaitingRoomBoard | null>(null)
  const last = useRef<WaitingRoomBoard | null>(null)
  useEffect(() => {
    const { unsubscribe } = client.board.subscribe(undefined, {
      onData: (next) => void show(next),
    })
    async function show(next: WaitingRoomBoard | null): Promise<void> {
      const calls = next === null ? [] : newCalls(last.current, next)
      last.current = next
      if (next !== null) {
        setClock(next.now)
        await speak(next.language)
      }
      setBoard(next)
      if (next === null || next.sound === 'off') return
      for (const { ticket, room } of calls) {
        const spoken = { ticket: spokenTicket(ticket), room: room ?? t('screen.comeIn') }
        callOut(t('screen.spoken', spoken), next.language, next.sound)
      }
    }
    return unsubscribe
  }, [client, t])
  return board
}

/** Light, dark, or as the computer is set, for the colours of theme/global.css. */
function useLook(look: WaitingRoomBoard['look']): void {
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      const scheme = look === 'auto' ? (dark.matches ? 'dark' : 'light') : look
      document.documentElement.dataset['mantineColorScheme'] = scheme
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [look])
}

function Clock({ timeZone, language }: { timeZone: string; language: string }) {
  const wallTime = () =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    }).format(nowMs())
  const [time, setTime] = useState(wallTime)
  useEffect(() => {
    const timer = setInterval(() => setTime(wallTime()), 1000)
    return () => clearInterval(timer)
  })
  return <time>{time}</time>
}
