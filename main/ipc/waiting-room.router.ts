/**
 * The waiting-room window's own door: one procedure, nobody signed in, nothing to send. It is no
 * part of the application's router, and the application's router is no part of it.
 */
import type { WaitingRoomBoard } from '../clinic/queue/queue.rules.ts'
import { readWaitingRoom } from '../clinic/queue/waiting-room.service.ts'
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

export const waitingRoomRouter = router({
  /** The screen now and after each change; null until there is a clinic. */
  board: procedure('anyone').subscription(async function* ({ ctx, signal }) {
    const { workstation, desk } = ctx
    const read = async (): Promise<WaitingRoomBoard | null> =>
      workstation.state.name === 'ready' ? readWaitingRoom(desk) : null
    const changes = follow<null>((push) => {
      const stops = [
        workstation.onState(() => push(null)),
        workstation.onWaitingRoom(() => push(null)),
        workstation.onCommit((unit: CommittedUnit) => {
          if (unit.rows.some(({ entity }) => shown.has(entity))) push(null)
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
