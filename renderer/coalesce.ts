/** Many calls in a row become few: the first is done at once, the rest together after a pause. */

/**
 * Gathers what is handed over and passes it on: at once when nothing was passed on for `pauseMs`,
 * else when that time is over. `cancel` forgets what still waits.
 */
export function coalesce<Item>(pass: (items: ReadonlySet<Item>) => void, pauseMs: number) {
  let gathered = new Set<Item>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    if (gathered.size === 0) return
    const items = gathered
    gathered = new Set()
    timer = setTimeout(flush, pauseMs)
    pass(items)
  }

  return {
    add(items: Iterable<Item>): void {
      for (const item of items) gathered.add(item)
      if (timer === undefined) flush()
    },
    cancel(): void {
      clearTimeout(timer)
      timer = undefined
      gathered.clear()
    },
  }
}
