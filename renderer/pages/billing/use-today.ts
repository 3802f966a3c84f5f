/** The clinic's calendar day of now, also past midnight. */
import { useEffect, useState } from 'react'
import { useFormats } from '../../i18n/formats.ts'

const lookEveryMs = 20_000

export function useToday(): string {
  const { dayOf } = useFormats()
  const [now, setNow] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), lookEveryMs)
    return () => clearInterval(timer)
  }, [])
  return dayOf(now)
}
