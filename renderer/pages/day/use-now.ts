/** The time, for the now-line and the minutes of waiting; moves each half minute. */
import { useEffect, useState } from 'react'

const tickMs = 30_000

/** Milliseconds since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}
