/** How large a part of the page is, known before it is first shown. */
import { type RefCallback, useCallback, useState } from 'react'

export interface Size {
  /** CSS pixels inside the borders. */
  width: number
  height: number
}

/**
 * Watches an element. The size is null in the drawing that puts the element there and is known in the
 * next, which React makes before anything is shown; from then on it follows the element.
 */
export function useSize<Part extends Element>(): [RefCallback<Part>, Size | null] {
  const [size, setSize] = useState<Size | null>(null)
  const watch = useCallback((part: Part) => {
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = part
      setSize((last) =>
        last?.width === width && last.height === height ? last : { width, height },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(part)
    return () => observer.disconnect()
  }, [])
  return [watch, size]
}
