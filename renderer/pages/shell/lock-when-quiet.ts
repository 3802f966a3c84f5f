/** Locks when nobody has touched the workstation for a while. */

const signsOfLife = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
const lookEveryMs = 5000

/**
 * Calls `lock` as soon as `minutes` went by without a sign of life on `target`, and again every few
 * seconds for as long as it is not stopped. Answers how to stop it.
 */
export function lockWhenQuiet(target: EventTarget, minutes: number, lock: () => void): () => void {
  const limitMs = minutes * 60_000
  let last = moment()
  let isOver = false
  const look = () => {
    clearTimeout(timer)
    const leftMs = limitMs - sinceMs(last)
    isOver = leftMs <= 0
    if (isOver) lock()
    // Often, because timers stand still while the computer sleeps.
    timer = setTimeout(look, isOver ? lookEveryMs : Math.min(leftMs, lookEveryMs))
  }
  // Whoever wakes the computer after its time has come finds it locked.
  const alive = () => {
    if (sinceMs(last) < limitMs) last = moment()
    else if (!isOver) look()
  }
  let timer = setTimeout(look, lookEveryMs)
  for (const sign of signsOfLife)
    target.addEventListener(sign, alive, { passive: true, capture: true })
  return () => {
    clearTimeout(timer)
    for (const sign of signsOfLife) target.removeEventListener(sign, alive, { capture: true })
  }
}

/** By both clocks: one stands still while the computer sleeps, the other may be set back. */
function moment() {
  return { steadyMs: performance.now(), wallMs: Date.now() }
}

function sinceMs({ steadyMs, wallMs }: ReturnType<typeof moment>): number {
  return Math.max(performance.now() - steadyMs, Date.now() - wallMs)
}
