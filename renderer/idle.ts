/** Parts of the page that are fetched before they are needed, but after what is needed now. */

/** Fetches a part when the page has nothing better to do; the returned function calls it off. */
export function fetchWhenIdle(load: () => Promise<unknown>): () => void {
  const asked = requestIdleCallback(() => void load())
  return () => cancelIdleCallback(asked)
}
