/** The queue: whom to call next. */
import type { Desk } from '../../db/desk.ts'
import { changeStatus, type WrittenBooking } from '../appointments/appointments.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { CallNext } from './queue.input.ts'
import { listWaiting } from './queue.queries.ts'
import { inTurn } from './queue.rules.ts'

/**
 * Calls the patient whose turn it is, of a doctor or of a room. Found and called in one unit, so
 * that two who press the key at once do not call the same one. Refused with `nobody-waits`.
 */
export async function callNext(desk: Desk, wish: CallNext): Promise<WrittenBooking> {
  const { timeZone } = await readClinic(desk)
  return desk.write('queue.callNext', async (unit) => {
    const waiting = await listWaiting(unit.db, { day: dayOf(unit.now, timeZone), ...wish })
    const [next] = inTurn(waiting)
    if (next === undefined) throw new ClinicError('nobody-waits', {})
    const { version } = await changeStatus(unit, next.id, 'called')
    return { id: next.id, version, status: 'called' }
  })
}
