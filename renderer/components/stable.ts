/** Functions that are given down to hundreds of parts, none of which should be drawn again for their sake. */
import { useLayoutEffect, useRef, useState } from 'react'

/** The same function for as long as the calling part is there; it does what the latest `act` does. */
export function useStable<Arguments extends unknown[]>(
  act: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  const [stable] = useState(
    () =>
      (...given: Arguments): void =>
        latest.current(...given),
  )
  return stable
}
