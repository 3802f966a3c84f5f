/** Bookings that were cut out to be put elsewhere: they stay at hand across days and places. */
import { useSyncExternalStore } from 'react'
import type { Booking } from './board-model.ts'

interface Pinned {
  /** Whose they are: another person at this desk begins with none. */
  ownerId: string
  /** The last one is the one that is put down next. */
  bookings: readonly Booking[]
}

let pinned: Pinned = { ownerId: '', bookings: [] }
const listeners = new Set<() => void>()

function change(next: Pinned): void {
  pinned = next
  for (const listener of listeners) listener()
}

const none: readonly Booking[] = []

export function usePinboard(ownerId: string) {
  const bookings = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (pinned.ownerId === ownerId ? pinned.bookings : none),
  )
  const without = (id: string) => bookings.filter((one) => one.id !== id)
  return {
    bookings,
    /** What is put down next; null when nothing was cut. */
    current: bookings.at(-1) ?? null,
    /** Cuts a booking, or takes one that was cut to be the next. */
    pin: (booking: Booking) => change({ ownerId, bookings: [...without(booking.id), booking] }),
    unpin: (id: string) => change({ ownerId, bookings: without(id) }),
  }
}
