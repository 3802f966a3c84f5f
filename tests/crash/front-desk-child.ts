/**
 * A front desk that never rests, in a process of its own: the real services over the real encrypted
 * file, doing what the seed says until someone kills it. With `dieAfter` it kills itself at that
 * statement of the database, wherever in a write it stands.
 */
import { v7 } from 'uuid'
import * as z from 'zod'
import {
  bookAppointment,
  cancelAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../main/clinic/appointments/board.service.ts'
import { issueInvoice, refund, takePayment } from '../../main/clinic/billing/billing.service.ts'
import { mergePatients, undoMerge } from '../../main/clinic/patients/merge.service.ts'
import { archivePatient, registerPatient } from '../../main/clinic/patients/patients.service.ts'
import { callNext } from '../../main/clinic/queue/queue.service.ts'
import { ClinicError } from '../../main/clinic/shared/errors.ts'
import { createDesk, type Desk } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { createWriter } from '../../main/db/write.ts'
import { crashDay, crashNow, seededRandom } from './crash-clinic.ts'

const options = z
  .object({
    path: z.string(),
    key: z.string(),
    seed: z.number(),
    /** Names the run in the operations' keys. */
    run: z.number(),
    dieAfter: z.number().nullable(),
    actorId: z.string(),
    serviceId: z.string(),
    doctorIds: z.array(z.string()),
  })
  .parse(JSON.parse(process.argv[2] ?? 'null'))

/** Ends the process without a word after so many statements. */
function dieAfter(raw: RawDatabase, statements: number): void {
  let left = statements
  const prepare = raw.prepare.bind(raw)
  const counted =
    <Work extends (...values: never[]) => unknown>(work: Work) =>
    (...values: Parameters<Work>) => {
      left -= 1
      if (left <= 0) process.kill(process.pid, 'SIGKILL')
      return work(...values)
    }
  Object.assign(raw, {
    prepare(sql: string) {
      const statement = prepare(sql)
      for (const verb of ['run', 'all', 'get'] as const) {
        Object.assign(statement, { [verb]: counted(statement[verb].bind(statement)) })
      }
      return statement
    },
  })
}

const raw = openDatabase({
  path: options.path,
  key: new Uint8Array(Buffer.from(options.key, 'hex')),
  mayCreate: false,
})
if (options.dieAfter !== null) dieAfter(raw, options.dieAfter)
const handles = createHandles(raw)
const parts = { now: () => crashNow, newId: v7, deviceId: 'device-a' }
const writer = createWriter({ ...parts, raw, root: handles.root, committed: () => {} })
const actor = { id: options.actorId, roles: ['administrator', 'receptionist'] }
const deskParts = { ...parts, read: handles.read, writer, wake: () => {} }

const random = seededRandom(options.seed)
const below = (limit: number) => Math.floor(random() * limit)
function oneOf<Item>(items: readonly Item[]): Item | undefined {
  return items[below(items.length)]
}

type Booking = Awaited<ReturnType<typeof dayBoard>>['appointments'][number]

const wallTime = () =>
  `${String(9 + below(8)).padStart(2, '0')}:${String(below(6) * 10).padStart(2, '0')}`

/** Who is left is not put away, or a long run would end for want of patients. */
const fewestPatients = 10

async function activePatients(): Promise<{ id: string; version: number }[]> {
  return handles.read
    .selectFrom('patient')
    .select(['id', 'version'])
    .where('archivedAt', 'is', null)
    .execute()
}

async function anyPatient(): Promise<{ id: string; version: number }> {
  const patient = oneOf(await activePatients())
  if (patient === undefined) throw new Error('the clinic has no patients')
  return patient
}

/** What a booking at the desk may come to next; each is one write. */
const operations: Record<string, (desk: Desk, booking: Booking | undefined) => Promise<unknown>> = {
  register: (desk) =>
    registerPatient(desk, {
      family: `Невский${below(1000)}`,
      given: 'Пётр',
      patronymic: null,
      sex: 'male',
      bornOn: '1980-02-29',
      phones: [{ use: 'mobile', value: `+7915${String(1_000_000 + below(8_999_999))}` }],
      email: 'patient@example.test',
      address: null,
      document: null,
      language: 'ru',
      note: null,
      contactChannel: 'phone',
      doNotDisturb: false,
      consent: { textVersion: '1', givenOn: '2026-11-02', method: 'paper' },
      withCard: true,
    }),
  merge: async (desk) => {
    if ((await activePatients()).length <= fewestPatients) return
    const [survivor, merged] = [await anyPatient(), await anyPatient()]
    if (survivor.id === merged.id) return
    await mergePatients(desk, {
      survivorId: survivor.id,
      survivorVersion: survivor.version,
      mergedId: merged.id,
      mergedVersion: merged.version,
      person: {},
      card: {},
    })
  },
  undoMerge: async (desk) => {
    const merges = await desk.read.selectFrom('patientMerge').select('mergedId').execute()
    const merge = oneOf(merges)
    if (merge !== undefined) await undoMerge(desk, { mergedId: merge.mergedId })
  },
  archive: async (desk) => {
    if ((await activePatients()).length <= fewestPatients) return
    const { id, version } = await anyPatient()
    await archivePatient(desk, { id, version, archived: true })
  },
  book: async (desk) =>
    bookAppointment(desk, {
      patientId: (await anyPatient()).id,
      practitionerId: oneOf(options.doctorIds) ?? '',
      serviceId: options.serviceId,
      as: oneOf(['requested', 'confirmed'] as const) ?? 'confirmed',
      note: null,
      day: crashDay,
      localTime: wallTime(),
    }),
  move: async (desk, booking) => {
    const practitionerId = oneOf(options.doctorIds)
    // To another doctor, because a move to where it stands is a unit of work without rows.
    if (booking === undefined || booking.practitioner.id === practitionerId) return
    const { id, version } = booking
    await moveAppointment(desk, {
      id,
      version,
      day: crashDay,
      localTime: wallTime(),
      practitionerId,
    })
  },
  cancel: async (desk, booking) =>
    booking &&
    cancelAppointment(desk, { id: booking.id, version: booking.version, reason: 'Заболел' }),
  step: async (desk, booking) =>
    booking &&
    takeStep(desk, {
      id: booking.id,
      version: booking.version,
      to:
        oneOf(['arrived', 'called', 'in-room', 'to-pay', 'done', 'no-show'] as const) ?? 'arrived',
    }),
  undo: async (desk, booking) =>
    booking && undoLastStep(desk, { id: booking.id, version: booking.version }),
  callNext: (desk) => callNext(desk, { of: 'practitioner', id: oneOf(options.doctorIds) ?? '' }),
  invoice: async (desk, booking) => booking && issueInvoice(desk, { appointmentId: booking.id }),
  pay: async (desk) => {
    const open = await desk.read.selectFrom('unsettledInvoice').select('invoiceId').execute()
    const invoiceId = oneOf(open)?.invoiceId
    if (invoiceId === undefined) return
    const amountMinor = oneOf([100_000, 250_000]) ?? 250_000
    const cash = { method: 'cash' as const, amountMinor, tenderedMinor: 500_000 }
    await takePayment(desk, { invoiceId, payments: [cash] })
  },
  refund: async (desk) => {
    const payments = await desk.read.selectFrom('payment').select(['id', 'amountMinor']).execute()
    const payment = oneOf(payments)
    if (payment === undefined) return
    const { id: paymentId, amountMinor } = payment
    await refund(desk, { paymentId, amountMinor, method: 'cash', reason: 'Отмена' })
  },
}

/** Bookings and steps are what a desk does most. */
const likely = ['book', 'book', 'step', 'step', 'step', 'step', 'pay', 'invoice']
const names = [...Object.keys(operations), ...likely]

function say(line: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()))
}

for (let number = 0; ; number += 1) {
  const key = `crash-${options.run}-${number}`
  const name = oneOf(names) ?? 'book'
  const desk = createDesk(deskParts, actor, { key, content: name })
  const { appointments } = await dayBoard(desk, crashDay)
  await say(`begin ${key} ${name}`)
  try {
    await operations[name]?.(desk, oneOf(appointments))
    const isWritten = raw.prepare('SELECT 1 FROM idempotency_key WHERE key = ?').get(key)
    await say(`${isWritten === undefined ? 'nothing' : 'done'} ${key}`)
  } catch (error) {
    // The desk refuses much of what chance asks for; anything else is a bug and ends the process.
    if (!(error instanceof ClinicError)) throw error
    await say(`refused ${key}`)
  }
}
