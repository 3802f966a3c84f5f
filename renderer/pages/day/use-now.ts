/** The time, for the now-line and the minutes of waiting; moves each half minute. */
import { useEffect, useState } from 'react'
import { nowMs } from '../../clock.ts'

const tickMs = 30_000

/** Milliseconds since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(nowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}
