/** Turns callbacks into the async generators that tRPC subscriptions are. */

/**
 * Yields what `subscribe` hands over until the signal aborts; nothing is lost between two yields.
 * `subscribe` returns the function that ends it.
 */
export async function* follow<Event>(
  subscribe: (push: (event: Event) => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event> {
  const waiting: Event[] = []
  let wake = () => {}
  const stop = subscribe((event) => {
    waiting.push(event)
    wake()
  })
  const aborted = () => wake()
  signal?.addEventListener('abort', aborted)
  try {
    while (signal?.aborted !== true) {
      const event = waiting.shift()
      if (event !== undefined) yield event
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    signal?.removeEventListener('abort', aborted)
    stop()
  }
}
