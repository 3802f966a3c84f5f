/** What the lock screen covers is out of reach: for the pointer, the focus, the keys and a screen reader. */
import { useEffect, useLayoutEffect, useRef } from 'react'

/** Called above the screens, so that it hears keys before their dialogs do. */
export function useCover(isCovered: boolean): void {
  const covered = useRef(isCovered)
  const lastFocus = useRef<Element | null>(null)
  // Seen before the lock screen is drawn, which takes the focus.
  if (isCovered && !covered.current) lastFocus.current = document.activeElement
  covered.current = isCovered

  useEffect(() => {
    // Dialogs listen for Escape at the window itself, wherever the focus is.
    const keepFromDialogs = (event: KeyboardEvent) => {
      if (covered.current && event.key === 'Escape') event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', keepFromDialogs, { capture: true })
    return () => window.removeEventListener('keydown', keepFromDialogs, { capture: true })
  }, [])

  useLayoutEffect(() => {
    if (isCovered) return coverPortals()
    // The work goes on where it was.
    if (lastFocus.current instanceof HTMLElement) lastFocus.current.focus({ preventScroll: true })
    lastFocus.current = null
    return undefined
  }, [isCovered])
}

/** Dialogs, menus and notices hang beside the page's root, not below it; later ones as well. */
function coverPortals(): () => void {
  const covered = new Set<HTMLElement>()
  const cover = () => {
    for (const element of document.body.children) {
      if (!(element instanceof HTMLElement) || element.id === 'root' || element.inert) continue
      element.inert = true
      covered.add(element)
    }
  }
  cover()
  const observer = new MutationObserver(cover)
  observer.observe(document.body, { childList: true })
  return () => {
    observer.disconnect()
    for (const element of covered) element.inert = false
  }
}
