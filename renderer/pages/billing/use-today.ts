/** The clinic's calendar day of now, also past midnight. */
import { useEffect, useState } from 'react'
import { nowIso } from '../../clock.ts'
import { useFormats } from '../../i18n/formats.ts'

const lookEveryMs = 20_000

export function useToday(): string {
  const { dayOf } = useFormats()
  const [now, setNow] = useState(nowIso)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowIso()), lookEveryMs)
    return () => clearInterval(timer)
  }, [])
  return dayOf(now)
}
