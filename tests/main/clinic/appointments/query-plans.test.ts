/** Each question that the screens ask of bookings, schedule and catalog finds its rows by an index. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
  confirmAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  appointmentDetails,
  dayBoard,
  patientAppointments,
} from '../../../../main/clinic/appointments/board.service.ts'
import {
  listOffering,
  listOffers,
  listServices,
  setOffers,
} from '../../../../main/clinic/catalog/catalog.service.ts'
import {
  addLeave,
  freeTimes,
  freeTimesOf,
  listHours,
  readDay,
} from '../../../../main/clinic/schedule/schedule.service.ts'
import { addDoctor, addPatient, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

/** Tables of tens of rows, which are read whole on purpose. */
const small = new Set([
  'organization',
  'practitioner',
  'healthcare_service',
  'service_category',
  'service',
])

let clinic: TestClinic
let serviceId: string
let practitionerId: string
let patientId: string
/** What was asked since the recording began. */
let asked: Set<string>
let prepare: TestClinic['raw']['prepare']

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  practitionerId = await addDoctor(clinic, { serviceIds: [serviceId] })
  patientId = await addPatient(clinic)
  asked = new Set()
  prepare = clinic.raw.prepare.bind(clinic.raw)
  Object.assign(clinic.raw, {
    prepare(sql: string) {
      asked.add(sql)
      return prepare(sql)
    },
  })
})
afterEach(() => clinic.close())

/** The steps of a plan that read a large table from end to end. */
function scansOf(sql: string): string[] {
  const places = sql.match(/\?/g)?.length ?? 0
  return prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(Array(places).fill(null))
    .map((row) => row.detail)
    .filter((detail) => /^SCAN (?!CONSTANT)/.test(detail))
    .filter((detail) => !small.has(detail.split(' ')[1] ?? ''))
}

function expectNoScans(): void {
  const reads = [...asked].filter((sql) => /^select/i.test(sql))
  expect(reads.length).toBeGreaterThan(0)
  expect(reads.flatMap((sql) => scansOf(sql).map((scan) => `${scan} in ${sql}`))).toEqual([])
}

const desk = () => clinic.desk.with({})
const book = (localTime: string) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    as: 'requested',
    note: null,
    day: '2026-11-16',
    localTime,
  })

test('the test itself sees a scan', () => {
  expect(scansOf('select * from appointment where note = ?')).toEqual(['SCAN appointment'])
  expect(scansOf('select * from appointment where id = ?')).toEqual([])
})

test('what a booking is checked against, from booking to cancelling', async () => {
  const { id } = await book('12:00')
  await confirmAppointment(desk(), { id, version: 1 })
  await moveAppointment(desk(), {
    id,
    version: 2,
    practitionerId,
    day: '2026-11-16',
    localTime: '13:00',
  })
  await takeStep(desk(), { id, version: 3, to: 'no-show' })
  await undoLastStep(desk(), { id, version: 4 })
  await cancelAppointment(desk(), { id, version: 5, reason: 'x' })
  await expect(book('16:45')).rejects.toMatchObject({ code: 'outside-hours' })
  expectNoScans()
})

test('board, panel and a patient’s list', async () => {
  const { id } = await book('12:00')
  asked.clear()
  await dayBoard(clinic.desk, '2026-11-16')
  await appointmentDetails(clinic.desk, id)
  await patientAppointments(clinic.desk, patientId)
  expectNoScans()
})

test('free times, the schedule and leave', async () => {
  await freeTimes(clinic.desk, { practitionerId, serviceId, day: '2026-11-16' })
  await freeTimesOf(clinic.desk, { serviceId, fromDay: '2026-11-16', days: 14 })
  await readDay(clinic.desk, '2026-11-16')
  await listHours(clinic.desk, practitionerId)
  await addLeave(desk(), {
    practitionerId,
    fromDay: '2026-12-01',
    toDay: '2026-12-14',
    reason: 'Отпуск',
  })
  expectNoScans()
})

test('the catalog and who offers what', async () => {
  await listServices(clinic.desk, {})
  await listOffers(clinic.desk, practitionerId)
  await listOffering(clinic.desk, serviceId)
  await setOffers(desk(), { practitionerId, serviceIds: [serviceId] })
  expectNoScans()
})

test('the number of questions does not grow with the day', async () => {
  let questions = 0
  const count = async () => {
    const before = questions
    await dayBoard(clinic.desk, '2026-11-16')
    await freeTimesOf(clinic.desk, { serviceId, fromDay: '2026-11-16', days: 14 })
    return questions - before
  }
  // Prepared statements are kept, so executions are counted where every one passes.
  Object.assign(clinic.raw, {
    prepare(sql: string) {
      const statement = prepare(sql)
      const all = statement.all.bind(statement)
      return Object.assign(statement, {
        all(...values: unknown[]) {
          questions += 1
          return all(...values)
        },
      })
    },
  })
  await book('09:00')
  const few = await count()
  for (const family of ['A', 'B', 'C']) {
    await addDoctor(clinic, { serviceIds: [serviceId], family })
  }
  for (const localTime of ['10:00', '11:00', '12:00', '13:00']) await book(localTime)
  expect(await count()).toBe(few)
  expect(few).toBeGreaterThan(5)
  expect(few).toBeLessThanOrEqual(10)
})
