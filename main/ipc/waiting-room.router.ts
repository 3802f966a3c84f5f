/**
 * The waiting-room window's own door: one procedure, nobody signed in, nothing to send. It is no
 * part of the application's router, and the application's router is no part of it.
 */
import type { WaitingRoomBoard } from '../clinic/queue/queue.rules.ts'
import { readWaitingRoom } from '../clinic/queue/waiting-room.service.ts'
import { dayBounds, dayOf, msOf } from '../clinic/shared/days.ts'
import type { CommittedUnit } from '../db/write.ts'
import { follow } from './events.ts'
import { procedure, router } from './procedure.ts'

/** What changes the screen, of all that is written. */
const shown: ReadonlySet<string> = new Set([
  'appointment',
  'queueTicket',
  'location',
  'organization',
])

/** How long the board's day still lasts, in milliseconds: with it its tickets end. */
function msToMidnight({ now, timeZone }: WaitingRoomBoard): number {
  return msOf(dayBounds(dayOf(now, timeZone), timeZone).endsAt) - msOf(now)
}

export const waitingRoomRouter = router({
  /** The screen now, after each change, and as a new day begins; null until there is a clinic. */
  board: procedure('anyone').subscription(async function* ({ ctx, signal }) {
    const { workstation, desk } = ctx
    let midnight: NodeJS.Timeout | undefined
    let wake = (): void => {}
    const read = async (): Promise<WaitingRoomBoard | null> => {
      if (workstation.state.name !== 'ready') return null
      const board = await readWaitingRoom(desk)
      clearTimeout(midnight)
      midnight = setTimeout(wake, msToMidnight(board))
      return board
    }
    const changes = follow<null>((push) => {
      wake = () => push(null)
      const stops = [
        () => clearTimeout(midnight),
        workstation.onState(wake),
        workstation.onWaitingRoom(wake),
        workstation.onCommit((unit: CommittedUnit) => {
          if (unit.rows.some(({ entity }) => shown.has(entity))) wake()
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    }, signal)
    yield await read()
    for await (const _change of changes) yield await read()
  }),
})

export type WaitingRoomRouter = typeof waitingRoomRouter
