/** Parts of the page that are fetched after the first screen. */
import { type ComponentType, type FC, type ReactNode, useEffect, useReducer, useState } from 'react'

/** A part that may not be there yet; `fetch` brings it before it is shown. */
export type Late<Props> = FC<Props> & { fetch: () => Promise<void> }

/**
 * A part with code of its own. Once fetched it is drawn at once, like any other: React's own `lazy`
 * would show the fallback first, and what follows a fallback is held back for 300 ms.
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): Late<Props> {
  let Part: ComponentType<Props> | null = null
  let fetching: Promise<void> | null = null
  const fetch = () => {
    fetching ??= load().then(
      (loaded) => {
        Part = loaded
      },
      (error: unknown) => {
        // Asked for once more, it may come.
        fetching = null
        throw error
      },
    )
    return fetching
  }
  function LatePart(props: Props) {
    const [, drawAgain] = useReducer((turn: number) => turn + 1, 0)
    const [failure, setFailure] = useState<{ error: unknown } | null>(null)
    useEffect(() => {
      if (Part === null) fetch().then(drawAgain, (error: unknown) => setFailure({ error }))
    }, [])
    // To whoever catches what a screen throws.
    if (failure !== null) throw failure.error
    return Part === null ? fallback : <Part {...props} />
  }
  return Object.assign(LatePart, { fetch })
}
