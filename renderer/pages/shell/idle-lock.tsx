/** Locks the screen on Ctrl+L and when nobody has touched the workstation for the time in the settings. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'

const signsOfLife = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
const lookEveryMs = 5000

export function IdleLock({ locked }: { locked: boolean }) {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const { mutate: lock } = useMutation(trpc.staff.lock.mutationOptions())
  const { data: settings } = useQuery({
    ...trpc.settings.workstation.queryOptions(),
    enabled: !locked,
  })
  const lastSign = useRef(0)
  const minutes = settings?.idleLockMinutes
  useKeys(t('workstation'), [
    { keys: 'Ctrl+KeyL', label: t('lock'), run: () => lock(), inText: true },
  ])
  useEffect(() => {
    if (minutes === undefined || locked) return undefined
    const alive = () => {
      lastSign.current = performance.now()
    }
    alive()
    for (const sign of signsOfLife)
      window.addEventListener(sign, alive, { passive: true, capture: true })
    const timer = setInterval(() => {
      if (performance.now() - lastSign.current > minutes * 60_000) lock()
    }, lookEveryMs)
    return () => {
      clearInterval(timer)
      for (const sign of signsOfLife) window.removeEventListener(sign, alive, { capture: true })
    }
  }, [minutes, locked, lock])
  return null
}
