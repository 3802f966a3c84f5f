/** The waiting-room screen: tickets and rooms, live, and not a word of any patient. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appRouter } from '../../../../main/ipc/app-router.ts'
import { type Answer, serveBridge } from '../../../../main/ipc/bridge.ts'
import { Session } from '../../../../main/ipc/session.ts'
import { waitingRoomRouter } from '../../../../main/ipc/waiting-room.router.ts'
import { saveWorkstationSettings } from '../../../../main/clinic/settings/settings.service.ts'
import { openProcedureClinic, type ProcedureClinic } from '../../../helpers/procedures.ts'
import { arrivedPatient, type ArrivedPatient } from '../../../helpers/arrived-patient.ts'

/** Noon of a Tuesday in Moscow, until a story turns it. */
let now = '2026-11-24T09:00:00.000Z'
let clinic: ProcedureClinic
let patient: ArrivedPatient
let seen: Answer[]
let send: (message: unknown) => void
let close: () => void
let wake = (): void => {}

beforeAll(async () => {
  clinic = await openProcedureClinic({ now: () => now })
  patient = await arrivedPatient(clinic)
  seen = []
  serveBridge(
    {
      post(message) {
        seen.push(message as Answer)
        wake()
      },
      listen(onMessage, onClose) {
        send = onMessage
        close = onClose
      },
    },
    {
      router: waitingRoomRouter,
      context: (requestKey) => ({
        workstation: clinic.workstation,
        session: new Session(),
        requestKey,
      }),
      logBug: () => {},
    },
  )
  send({ kind: 'call', id: 1, type: 'subscription', path: 'board', key: 'k', input: undefined })
})
afterAll(async () => {
  close()
  await clinic.close()
})

const last = () => seen.at(-1)

async function until(isThere: () => boolean): Promise<void> {
  while (!isThere()) {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

const boardIs = (part: object) => () => {
  const answer = last()
  if (answer?.kind !== 'next') return false
  try {
    expect(answer.data).toMatchObject(part)
    return true
  } catch {
    // Not yet: the next answer is waited for.
    return false
  }
}

describe('the waiting-room screen', () => {
  test('shows who waits and who is called, by ticket and room', async () => {
    await until(boardIs({ waiting: [patient.ticket], called: [] }))
    await patient.call()
    await until(boardIs({ waiting: [], called: [{ ticket: patient.ticket, room: patient.room }] }))
  })

  test('follows its settings at this workstation', async () => {
    const settings = {
      name: 'Desk',
      idleLockMinutes: 10,
      pinHours: 12,
      waitingRoomSound: 'off' as const,
      waitingRoomLook: 'dark' as const,
      waitingRoomAtStart: true,
      scanFolder: null,
      updateFeed: null,
    }
    const actor = { id: clinic.administratorId, roles: ['administrator'] }
    await saveWorkstationSettings(clinic.workstation.desk(actor, null), settings)
    clinic.workstation.waitingRoomChanged()
    await until(boardIs({ sound: 'off', look: 'dark' }))
  })

  test('tells the moment of the program, which its clock goes on from', async () => {
    now = '2026-11-24T09:00:30.000Z'
    clinic.workstation.waitingRoomChanged()
    await until(boardIs({ now, timeZone: 'Europe/Moscow' }))
  })

  test('is cleared of yesterday’s tickets at midnight, with nobody’s hand', async () => {
    // A moment before midnight in Moscow; the next reading is the clock's own.
    now = '2026-11-24T20:59:59.900Z'
    clinic.workstation.waitingRoomChanged()
    await until(boardIs({ now, called: [{ ticket: patient.ticket }] }))
    now = '2026-11-24T21:00:00.000Z'
    await until(boardIs({ now, called: [], waiting: [] }))
  })

  test('gets nothing of a patient: no name, no phone, no birth day, no id', async () => {
    const everything = JSON.stringify(seen)
    expect(everything).toContain(patient.ticket)
    for (const secret of patient.secrets) expect(everything).not.toContain(secret)
    const fields = new Set<string>()
    JSON.stringify(seen, (field, value: unknown) => {
      if (field !== '' && Number.isNaN(Number(field))) fields.add(field)
      return value
    })
    expect([...fields].toSorted()).toEqual(
      // The bridge's own, and what waitingRoomBoard lists.
      ['at', 'called', 'data', 'id', 'kind', 'language', 'look', 'now', 'room', 'sound'].concat([
        'ticket',
        'timeZone',
        'waiting',
      ]),
    )
  })

  test('reaches no procedure but its own', async () => {
    expect(Object.keys(waitingRoomRouter._def.procedures)).toEqual(['board'])
    const paths = Object.keys(appRouter._def.procedures)
    expect(paths).not.toContain('board')
    for (const [index, path] of [
      'patients.search',
      'appointments.day',
      'staff.pinPeople',
    ].entries()) {
      const id = 100 + index
      send({ kind: 'call', id, type: 'query', path, key: `k${id}`, input: { day: '2026-11-16' } })
      await until(() => seen.some((answer) => answer.id === id))
      const answer = seen.find((one) => one.id === id)
      expect(answer).toMatchObject({ kind: 'error', error: { data: { code: 'NOT_FOUND' } } })
    }
  })
})
