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
import { listRebookTasks } from '../../../../main/clinic/appointments/rebook.service.ts'
import {
  freeTimes,
  freeTimesOf,
  readDay,
} from '../../../../main/clinic/schedule/schedule.service.ts'
import { addLeave, listHours } from '../../../../main/clinic/schedule/planning.service.ts'
import { addDoctor, addPatient, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { type AskedQueries, listenToQueries } from '../../../helpers/query-plans.ts'

let clinic: TestClinic
let serviceId: string
let practitionerId: string
let patientId: string
let queries: AskedQueries

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  practitionerId = await addDoctor(clinic, { serviceIds: [serviceId] })
  patientId = await addPatient(clinic)
  queries = listenToQueries(clinic)
})
afterEach(() => clinic.close())

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
  expect(queries.scansOf('select * from appointment where note = ?')).toEqual(['SCAN appointment'])
  expect(queries.scansOf('select * from appointment where id = ?')).toEqual([])
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
  queries.expectNoScans()
})

test('board, panel and a patient’s list', async () => {
  const { id } = await book('12:00')
  queries.forget()
  await dayBoard(clinic.desk, '2026-11-16')
  await appointmentDetails(clinic.desk, id)
  await patientAppointments(clinic.desk, patientId)
  await listRebookTasks(clinic.desk)
  queries.expectNoScans()
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
  queries.expectNoScans()
})

test('the catalog and who offers what', async () => {
  await listServices(clinic.desk, {})
  await listOffers(clinic.desk, practitionerId)
  await listOffering(clinic.desk, serviceId)
  await setOffers(desk(), { practitionerId, serviceIds: [serviceId] })
  queries.expectNoScans()
})

test('the number of questions does not grow with the day', async () => {
  let questions = 0
  const count = async () => {
    const before = questions
    await dayBoard(clinic.desk, '2026-11-16')
    await freeTimesOf(clinic.desk, { serviceId, fromDay: '2026-11-16', days: 14 })
    return questions - before
  }
  const prepare = clinic.raw.prepare.bind(clinic.raw)
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
  expect(few).toBeLessThanOrEqual(19)
})
