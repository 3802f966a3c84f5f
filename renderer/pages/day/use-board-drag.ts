/**
 * Dragging on the board: a booking to another time or doctor, or its lower edge to another length. What
 * moves under the hand is one element of its own, so that no frame waits for the board to be drawn.
 */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import {
  type BoardModel,
  type Booking,
  type Column,
  dragStepMinutes,
  snapped,
} from './board-model.ts'

/** Below this a hand only trembles over a click. */
const threshold = 5

export interface Drop {
  booking: Booking
  doctorId: string
  startMinute: number
  /** The length that the booking gets. */
  minutes: number
  kind: 'move' | 'length'
}

interface DragParts {
  canvas: RefObject<HTMLDivElement | null>
  ghost: RefObject<HTMLDivElement | null>
  model: BoardModel
  /** The columns that are drawn, from the left. */
  shown: readonly Column[]
  hoursWidth: number
  perMinute: number
  mayDrag: (booking: Booking, kind: Drop['kind']) => boolean
  /** What stands on the moved element. */
  label: (drop: Drop) => string
  drop: (drop: Drop) => void
}

interface Held {
  booking: Booking
  kind: Drop['kind']
  pointerId: number
  startX: number
  startY: number
  /** From the booking's top, or its lower edge when that is pulled, to where it was taken. */
  gripMinutes: number
  isMoving: boolean
  current: Drop
}

export function useBoardDrag(parts: DragParts) {
  const latest = useRef(parts)
  latest.current = parts
  const held = useRef<Held | null>(null)
  const frame = useRef(0)
  /** A drag ends with a click of its own, which chooses nothing. */
  const swallow = useRef(false)

  function end(): void {
    cancelAnimationFrame(frame.current)
    held.current = null
    const { ghost } = latest.current
    if (ghost.current !== null) ghost.current.hidden = true
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || held.current?.isMoving !== true) return
      event.stopPropagation()
      end()
    }
    window.addEventListener('keydown', onKey, true)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      cancelAnimationFrame(frame.current)
    }
  }, [])

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    swallow.current = false
    if (event.button !== 0 || !(event.target instanceof HTMLElement)) return
    const id = event.target.closest('[data-booking]')?.getAttribute('data-booking')
    const { model, shown, mayDrag, canvas, perMinute } = latest.current
    const column = shown.find(({ stops }) => stops.some((stop) => isOf(stop, id)))
    const stop = column?.stops.find((one) => isOf(one, id))
    if (column === undefined || stop?.kind !== 'booking' || canvas.current === null) return
    const kind = event.target.closest('[data-length]') === null ? 'move' : 'length'
    if (!mayDrag(stop.booking, kind)) return
    const top = canvas.current.getBoundingClientRect().top
    held.current = {
      booking: stop.booking,
      kind,
      pointerId: event.pointerId,
      startX: event.clientX,
      startY: event.clientY,
      gripMinutes:
        (event.clientY - top) / perMinute + model.from - (kind === 'move' ? stop.from : stop.to),
      isMoving: false,
      current: {
        booking: stop.booking,
        doctorId: column.doctor.id,
        startMinute: stop.from,
        minutes: stop.to - stop.from,
        kind,
      },
    }
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const one = held.current
    if (one === null) return
    const { clientX, clientY } = event
    if (!one.isMoving) {
      if (Math.hypot(clientX - one.startX, clientY - one.startY) < threshold) return
      one.isMoving = true
      latest.current.canvas.current?.setPointerCapture(one.pointerId)
    }
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => place(one, clientX, clientY))
  }

  function place(one: Held, clientX: number, clientY: number): void {
    const { canvas, ghost, model, shown, hoursWidth, perMinute, label } = latest.current
    if (canvas.current === null || ghost.current === null) return
    const box = canvas.current.getBoundingClientRect()
    const width = (box.width - hoursWidth) / Math.max(1, shown.length)
    const pointed = (clientY - box.top) / perMinute + model.from - one.gripMinutes
    const { current } = one
    if (one.kind === 'length') {
      const length = Math.round((pointed - current.startMinute) / dragStepMinutes) * dragStepMinutes
      const longest = model.to - current.startMinute
      one.current = { ...current, minutes: Math.max(dragStepMinutes, Math.min(longest, length)) }
    } else {
      const at = Math.floor((clientX - box.left - hoursWidth) / width)
      const column = shown[Math.max(0, Math.min(shown.length - 1, at))]
      one.current = {
        ...current,
        doctorId: column?.doctor.id ?? current.doctorId,
        startMinute: snapped(model, pointed, current.minutes),
      }
    }
    const { doctorId, startMinute, minutes } = one.current
    const at = shown.findIndex(({ doctor }) => doctor.id === doctorId)
    const { style } = ghost.current
    style.transform = `translate(${hoursWidth + at * width + 3}px, ${(startMinute - model.from) * perMinute}px)`
    style.width = `${width - 7}px`
    style.height = `${minutes * perMinute - 3}px`
    const text = label(one.current)
    if (ghost.current.textContent !== text) ghost.current.textContent = text
    ghost.current.hidden = false
  }

  function onPointerUp(): void {
    const one = held.current
    if (one === null) return
    const { isMoving, current, booking } = one
    end()
    if (!isMoving) return
    swallow.current = true
    const { model, drop } = latest.current
    const stays =
      current.doctorId === booking.practitioner.id &&
      current.startMinute === model.minuteOf(booking.startsAt) &&
      current.startMinute + current.minutes === model.minuteOf(booking.endsAt)
    if (!stays) drop(current)
  }

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: end,
    onClickCapture(event: { stopPropagation: () => void }): void {
      if (swallow.current) event.stopPropagation()
      swallow.current = false
    },
  }
}

function isOf(stop: Column['stops'][number], bookingId: string | null | undefined): boolean {
  return stop.kind === 'booking' && stop.booking.id === bookingId
}
