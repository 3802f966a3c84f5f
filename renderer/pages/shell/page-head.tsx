/** A place puts its title, day and views into the shell's head. */
import { createContext, type ReactNode, useContext, useState } from 'react'
import { createPortal } from 'react-dom'

const SlotContext = createContext<HTMLElement | null>(null)

export function PageHeadSlot({
  children,
}: {
  children: (slot: (element: HTMLElement | null) => void) => ReactNode
}) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  return <SlotContext value={element}>{children(setElement)}</SlotContext>
}

/** What stands beside the search while this place is open. */
export function PageHead({ children }: { children: ReactNode }) {
  const slot = useContext(SlotContext)
  return slot === null ? null : createPortal(children, slot)
}
