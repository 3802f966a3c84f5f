/** The day's board, one booking's panel and one patient's list. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
  takeStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  appointmentDetails,
  dayBoard,
  patientAppointments,
} from '../../../../main/clinic/appointments/board.service.ts'
import { canCancel } from '../../../../main/clinic/appointments/appointments.rules.ts'
import { listInvoices } from '../../../../main/clinic/billing/billing.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import {
  addDoctor,
  addInvoice,
  addPatient,
  addRoom,
  addService,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { emptyCard } from '../../../helpers/patients.ts'

const day = '2026-11-16'

let clinic: TestClinic
let serviceId: string
let doctor: string
let patient: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic, { name: 'Приём терапевта' })
  const locationId = await addRoom(clinic, 'Кабинет 3')
  doctor = await addDoctor(clinic, {
    serviceIds: [serviceId],
    family: 'Вербицкая',
    hours: [
      ['09:00', '13:00'],
      ['14:00', '17:00'],
    ],
    locationId,
  })
  patient = await addPatient(clinic, { family: 'Орлов' })
})
afterEach(() => clinic.close())

const book = (localTime: string, changes: { day?: string; practitionerId?: string } = {}) =>
  bookAppointment(clinic.desk.with({}), {
    patientId: patient,
    practitionerId: doctor,
    serviceId,
    as: 'confirmed',
    note: 'С собой снимки',
    day,
    localTime,
    ...changes,
  })

async function addCard(allergies: string | null): Promise<void> {
  await clinic.desk.with({}).write('test.addCard', async (unit) =>
    unit.insert('medicalCard', {
      patientId: patient,
      number: 'A-00001',
      status: 'approved',
      ...emptyCard,
      bloodType: 'O+',
      allergies,
    }),
  )
}

test('the board has every doctor with hours and load, and every booking by time', async () => {
  const away = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Яковлева' })
  await addLeave(clinic.desk.with({}), {
    practitionerId: away,
    fromDay: day,
    toDay: day,
    reason: 'Учёба',
  })
  const late = await book('15:00')
  const early = await book('10:00')
  await cancelAppointment(clinic.desk.with({}), { id: late.id, version: 1, reason: 'Заболел' })
  const board = await dayBoard(clinic.desk, day)
  expect(board).toMatchObject({
    day,
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    now: clinic.desk.now(),
  })
  expect(board.practitioners).toMatchObject([
    {
      id: doctor,
      family: 'Вербицкая',
      specialty: 'Терапевт',
      leave: null,
      spans: [{ startsAt: `${day}T06:00:00.000Z` }, { endsAt: `${day}T14:00:00.000Z` }],
      breaks: [{ startsAt: `${day}T10:00:00.000Z`, endsAt: `${day}T11:00:00.000Z` }],
      load: { bookings: 1, bookedMinutes: 30, capacityMinutes: 420 },
    },
    { id: away, leave: 'Учёба', load: { bookings: 0, bookedMinutes: 0, capacityMinutes: 0 } },
  ])
  expect(board.appointments).toMatchObject([
    {
      id: early.id,
      version: 1,
      status: 'confirmed',
      note: 'С собой снимки',
      patient: { family: 'Орлов', bornOn: '1984-02-29', phone: '+79150000000' },
      practitioner: { id: doctor },
      service: { id: serviceId, name: 'Приём терапевта' },
      location: { name: 'Кабинет 3' },
      priceMinor: 250_000,
      money: 'not-billed',
      arrivedAt: null,
      hasAllergies: false,
    },
    { id: late.id, status: 'cancelled', cancelReason: 'Заболел' },
  ])
})

test('the board tells since when a patient waits, through call and requeue', async () => {
  const { id } = await book('10:00')
  const step = (version: number, to: 'arrived' | 'called', now: string) => {
    clinic.setNow(now)
    return takeStep(clinic.desk.with({}), { id, version, to })
  }
  await step(1, 'arrived', '2026-11-16T06:45:00.000Z')
  await step(2, 'called', '2026-11-16T07:00:00.000Z')
  await step(3, 'arrived', '2026-11-16T07:05:00.000Z')
  expect((await dayBoard(clinic.desk, day)).appointments).toMatchObject([
    {
      status: 'arrived',
      arrivedAt: '2026-11-16T06:45:00.000Z',
      statusAt: '2026-11-16T07:05:00.000Z',
    },
  ])
})

test('the board keeps a column for who left and still has bookings', async () => {
  const leaver = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Абрамов' })
  await book('10:00', { practitionerId: leaver })
  await clinic.desk
    .with({})
    .write('test.leave', async (unit) =>
      unit.patch('practitioner', leaver, { archivedAt: unit.now }),
    )
  const columns = async (on: string) =>
    (await dayBoard(clinic.desk, on)).practitioners.map((one) => one.id)
  expect(await columns(day)).toEqual([doctor, leaver])
  expect(await columns('2026-11-17')).toEqual([doctor])
})

test('the board says who is billed, who has paid, and who has allergies', async () => {
  await addCard('Пенициллин')
  const open = await book('10:00')
  const paid = await book('11:00')
  await book('12:00')
  const bill = { patientId: patient, totalMinor: 250_000, refundedMinor: 0 }
  await addInvoice(clinic, { ...bill, appointmentId: open.id, paidMinor: 100_000 })
  await addInvoice(clinic, { ...bill, appointmentId: paid.id, paidMinor: 250_000 })
  const seen = async (role: 'receptionist' | 'cashier') =>
    (await dayBoard(clinic.deskOf([role]), day)).appointments.map((one) => [
      one.money,
      one.isPaid,
      one.hasAllergies,
    ])
  expect(await seen('receptionist')).toEqual([
    ['open', true, true],
    ['paid', true, true],
    ['not-billed', false, true],
  ])
  expect((await seen('cashier')).map(([, , hasAllergies]) => hasAllergies)).toEqual([
    false,
    false,
    false,
  ])
})

test.each([
  ['all went back after the visit', 'done', 250_000, 250_000, 'open', 250_000],
  ['a part went back after the visit', 'done', 250_000, 50_000, 'open', 50_000],
  ['all went back after it was cancelled', 'cancelled', 250_000, 250_000, 'nothing-due', 0],
  ['it was cancelled and the money is still here', 'cancelled', 250_000, 0, 'paid', 0],
  ['it was cancelled before anything was paid', 'cancelled', 0, 0, 'nothing-due', 0],
] as const)(
  'board, panel and till agree on what is due when %s',
  async (_case, status, paidMinor, refundedMinor, money, dueMinor) => {
    const { id } = await book('10:00')
    const sums = { totalMinor: 250_000, paidMinor, refundedMinor }
    await addInvoice(clinic, { appointmentId: id, patientId: patient, ...sums })
    await clinic.desk
      .with({})
      .write('test.status', async (unit) => unit.patch('appointment', id, { status }))
    const [onBoard] = (await dayBoard(clinic.desk, day)).appointments
    expect(onBoard?.money).toBe(money)
    expect((await appointmentDetails(clinic.desk, id)).invoice?.dueMinor).toBe(dueMinor)
    const invoices = await listInvoices(clinic.desk, patient)
    expect(invoices.map((invoice) => invoice.dueMinor)).toEqual([dueMinor])
  },
)

test('a visit that is partly paid can be cancelled from the board, as the service allows', async () => {
  const { id } = await book('10:00')
  const bill = { appointmentId: id, patientId: patient, totalMinor: 250_000, refundedMinor: 0 }
  await addInvoice(clinic, { ...bill, paidMinor: 100_000 })
  await clinic.desk
    .with({})
    .write('test.status', async (unit) => unit.patch('appointment', id, { status: 'to-pay' }))
  const [onBoard] = (await dayBoard(clinic.desk, day)).appointments
  if (onBoard === undefined) throw new Error('The booking is not on the board')
  expect(onBoard).toMatchObject({ money: 'open', isPaid: true })
  expect(canCancel(onBoard.status, onBoard)).toBe(true)
  const { version } = onBoard
  const told = await cancelAppointment(clinic.desk.with({}), { id, version, reason: 'Отмена' })
  expect(told.refundDueMinor).toBe(100_000)
})

test('a day with nothing on it is an empty board', async () => {
  expect(await dayBoard(clinic.desk, '2030-01-01')).toMatchObject({ appointments: [] })
})

test('the panel shows patient, card, bill and each step with its time and who took it', async () => {
  await addCard('Пенициллин')
  const { id } = await book('10:00')
  const invoiceId = await addInvoice(clinic, {
    appointmentId: id,
    patientId: patient,
    totalMinor: 250_000,
    paidMinor: 200_000,
    refundedMinor: 0,
  })
  clinic.setNow('2026-11-16T06:50:00.000Z')
  await takeStep(clinic.desk.with({}), { id, version: 1, to: 'arrived' })
  const details = await appointmentDetails(clinic.desk, id)
  expect(details).toMatchObject({
    id,
    status: 'arrived',
    timeZone: 'Europe/Moscow',
    patient: { family: 'Орлов', email: 'patient@example.test', sex: 'male' },
    card: { number: 'A-00001', allergies: 'Пенициллин', bloodType: 'O+' },
    invoice: { id: invoiceId, totalMinor: 250_000, paidMinor: 200_000, dueMinor: 50_000 },
    encounter: null,
    undoTo: 'confirmed',
    steps: [
      { fromStatus: null, toStatus: 'confirmed', at: '2026-11-16T06:00:00.000Z' },
      {
        fromStatus: 'confirmed',
        toStatus: 'arrived',
        at: '2026-11-16T06:50:00.000Z',
        by: { id: clinic.administratorId, family: 'Смирнова' },
      },
    ],
  })
})

test('the panel withholds card and bill from who may not read them', async () => {
  await addCard('Пенициллин')
  const { id } = await book('10:00')
  await addInvoice(clinic, {
    appointmentId: id,
    patientId: patient,
    totalMinor: 250_000,
    paidMinor: 0,
    refundedMinor: 0,
  })
  expect(await appointmentDetails(clinic.deskOf(['cashier']), id)).toMatchObject({
    card: null,
    invoice: { dueMinor: 250_000 },
  })
  expect(await appointmentDetails(clinic.deskOf(['nurse']), id)).toMatchObject({
    card: { number: 'A-00001' },
    invoice: null,
  })
})

test('a panel of nothing is refused', async () => {
  const id = clinic.newId()
  await expect(appointmentDetails(clinic.desk, id)).rejects.toMatchObject({
    code: 'not-found',
    data: { entity: 'appointment', id },
  })
})

test('a patient’s list has what is to come, the next first, and nothing that is over', async () => {
  for (const [on, localTime] of [
    ['2026-11-18', '10:00'],
    ['2026-11-10', '10:00'],
    ['2026-11-17', '10:00'],
    ['2026-11-12', '10:00'],
    [day, '09:00'],
  ] as const) {
    await book(localTime, { day: on })
  }
  const { upcoming } = await patientAppointments(clinic.desk, patient)
  expect(upcoming.map((one) => one.day)).toEqual([day, '2026-11-17', '2026-11-18'])
  expect(await patientAppointments(clinic.desk, clinic.newId())).toEqual({ upcoming: [] })
})
