/** Price lists with days, who pays by which, packages, and that what is booked or billed stays as it was. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  bookPackage,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { issueInvoice, readInvoice } from '../../../../main/clinic/billing/billing.service.ts'
import {
  archiveService,
  createCategory,
  listCategories,
  setOfferPlace,
  updateCategory,
} from '../../../../main/clinic/catalog/catalog.service.ts'
import { sharesOf } from '../../../../main/clinic/catalog/prices.rules.ts'
import {
  addCoverage,
  listPackages,
  quote,
  savePackage,
  savePriceList,
  setPrice,
} from '../../../../main/clinic/catalog/prices.service.ts'
import { listServiceNeeds, setNeeds } from '../../../../main/clinic/catalog/resources.service.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import {
  addDoctor,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

const day = '2026-11-23'

let clinic: TestClinic
let patientId: string
let talk: string
let scan: string
let doctor: string
const desk = () => clinic.desk.with({})

beforeEach(async () => {
  clinic = await openTestClinic()
  patientId = await addPatient(clinic)
  talk = await addService(clinic, { priceMinor: 200_000 })
  scan = await addService(clinic, { priceMinor: 100_000 })
  doctor = await addDoctor(clinic, { serviceIds: [talk, scan] })
})
afterEach(() => clinic.close())

const listOf = (name: string, audience: 'everyone' | 'covered', validFrom = '2026-01-01') =>
  savePriceList(desk(), { id: null, version: null, name, audience, validFrom, validTo: null })

const book = (localTime: string) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId: doctor,
    serviceId: talk,
    as: 'confirmed',
    note: null,
    day,
    localTime,
  })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ClinicError ? error.code : String(error)),
  )

test('whoever is not registered yet is quoted the price for everyone', async () => {
  const ask = () => quote(clinic.desk, { patientId: null, serviceId: talk, day })
  const insurer = await listOf('Страховая', 'covered')
  await setPrice(desk(), { priceListId: insurer.id, serviceId: talk, priceMinor: 1 })
  expect(await ask()).toEqual({ priceMinor: 200_000, priceListName: null })
  const year = await listOf('Цены 2026', 'everyone')
  await setPrice(desk(), { priceListId: year.id, serviceId: talk, priceMinor: 220_000 })
  expect(await ask()).toMatchObject({ priceMinor: 220_000, priceListName: 'Цены 2026' })
})

describe('price lists', () => {
  test('one that holds on the day goes before the catalog, an insurer’s before it for the covered alone', async () => {
    const ask = () => quote(clinic.desk, { patientId, serviceId: talk, day })
    expect(await ask()).toEqual({ priceMinor: 200_000, priceListName: null })
    const standard = await listOf('2026', 'everyone')
    await setPrice(desk(), { priceListId: standard.id, serviceId: talk, priceMinor: 210_000 })
    const later = await listOf('2027', 'everyone', '2027-01-01')
    await setPrice(desk(), { priceListId: later.id, serviceId: talk, priceMinor: 250_000 })
    expect(await ask()).toMatchObject({ priceMinor: 210_000, priceListName: '2026' })
    const insurer = await listOf('Insurer', 'covered')
    await setPrice(desk(), { priceListId: insurer.id, serviceId: talk, priceMinor: 150_000 })
    expect(await ask()).toMatchObject({ priceMinor: 210_000 })
    const covered = { patientId, priceListId: insurer.id, policyNumber: null }
    await addCoverage(desk(), { ...covered, validFrom: '2026-11-20', validTo: '2026-12-31' })
    expect(await ask()).toMatchObject({ priceMinor: 150_000, priceListName: 'Insurer' })
    const nextYear = await quote(clinic.desk, { patientId, serviceId: talk, day: '2027-01-11' })
    expect(nextYear).toMatchObject({ priceMinor: 250_000, priceListName: '2027' })
    await setPrice(desk(), { priceListId: insurer.id, serviceId: talk, priceMinor: null })
    expect(await ask()).toMatchObject({ priceMinor: 210_000 })
  })

  test('the price is frozen on the booking, and an old invoice stays as it was', async () => {
    const { id: priceListId } = await listOf('2026', 'everyone')
    await setPrice(desk(), { priceListId, serviceId: talk, priceMinor: 210_000 })
    const first = await book('10:00')
    const { invoiceId } = await issueInvoice(desk(), { appointmentId: first.id })
    const before = await readInvoice(clinic.desk, invoiceId)
    const second = await book('11:00')
    await setPrice(desk(), { priceListId, serviceId: talk, priceMinor: 300_000 })
    await archiveService(desk(), { id: talk, version: 1, archived: true })
    expect(await readInvoice(clinic.desk, invoiceId)).toEqual(before)
    expect(before.totalMinor).toBe(210_000)
    const billed = await issueInvoice(desk(), { appointmentId: second.id })
    expect(billed.totalMinor).toBe(210_000)
  })
})

describe('packages', () => {
  const save = (priceMinor = 250_001) =>
    savePackage(desk(), {
      id: null,
      version: null,
      code: 'P-1',
      name: 'Heart check',
      priceMinor,
      validFrom: '2026-01-01',
      validTo: null,
      parts: [
        { serviceId: talk, quantity: 1 },
        { serviceId: scan, quantity: 2 },
      ],
    })
  const part = (serviceId: string, startsAt: string) => ({
    serviceId,
    practitionerId: doctor,
    startsAt,
  })

  test('are booked whole: a booking each, whose prices make exactly the package’s', async () => {
    const { id: packageId } = await save()
    const parts = [
      part(talk, '2026-11-23T07:00:00.000Z'),
      part(scan, '2026-11-23T07:30:00.000Z'),
      part(scan, '2026-11-24T07:00:00.000Z'),
    ]
    const wish = { packageId, patientId, as: 'confirmed' as const, note: null }
    const { appointments } = await bookPackage(desk(), { ...wish, parts })
    expect(appointments).toHaveLength(3)
    const prices = allBookings(clinic).map((row) => row.price_minor)
    expect(prices.reduce((sum, one) => sum + one, 0)).toBe(250_001)
  })

  test('are booked all or not at all, and with all their parts', async () => {
    const { id: packageId } = await save()
    const wish = { packageId, patientId, as: 'confirmed' as const, note: null }
    const clashing = [
      part(talk, '2026-11-23T07:00:00.000Z'),
      part(scan, '2026-11-23T07:30:00.000Z'),
      part(scan, '2026-11-23T07:30:00.000Z'),
    ]
    expect(await codeOf(bookPackage(desk(), { ...wish, parts: clashing }))).toBe('overlap')
    expect(await codeOf(bookPackage(desk(), { ...wish, parts: clashing.slice(0, 2) }))).toBe(
      'invalid-input',
    )
    expect(allBookings(clinic)).toEqual([])
  })

  test('stand on an invoice as their services; parts that left one are not booked any more', async () => {
    const { id: packageId } = await save()
    const { id: appointmentId } = await book('10:00')
    const { invoiceId, totalMinor } = await issueInvoice(desk(), {
      appointmentId,
      packageIds: [packageId],
    })
    expect(totalMinor).toBe(200_000 + 250_001)
    const { lines } = await readInvoice(clinic.desk, invoiceId)
    expect(lines).toHaveLength(4)
    const changed = { id: packageId, version: 1, code: 'P-1', name: 'Heart check' }
    const days = { validFrom: '2026-01-01', validTo: null }
    const parts = [{ serviceId: scan, quantity: 1 }]
    await savePackage(desk(), { ...changed, ...days, priceMinor: 90_000, parts })
    const { packages } = await listPackages(clinic.desk)
    expect(packages[0]).toMatchObject({ priceMinor: 90_000, separatelyMinor: 100_000 })
    expect(packages[0]?.parts.map(({ serviceId }) => serviceId)).toEqual([scan])
    expect((await readInvoice(clinic.desk, invoiceId)).lines).toEqual(lines)
  })

  test('any sum is shared out without a rest, nobody gets more than a unit too much', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 }),
        (total, weights) => {
          const shares = sharesOf(total, weights)
          expect(shares.reduce((sum, one) => sum + one, 0)).toBe(total)
          const sum = weights.reduce((all, one) => all + one, 0)
          for (const [index, share] of shares.entries()) {
            const exact = sum === 0 ? total / weights.length : (total * (weights[index] ?? 0)) / sum
            expect(Math.abs(share - exact)).toBeLessThanOrEqual(1)
          }
        },
      ),
      { numRuns: 200, seed: 20261123 },
    )
  })
})

describe('the catalog’s order and what services need', () => {
  test('a subcategory stands in a category, and has no parts itself', async () => {
    const heart = await createCategory(desk(), { name: 'Cardiology' })
    const part = await createCategory(desk(), { name: 'ECG', parentId: heart.id })
    const found = (await listCategories(clinic.desk)).find(({ id }) => id === part.id)
    expect(found?.parentId).toBe(heart.id)
    const deeper = createCategory(desk(), { name: 'Holter', parentId: part.id })
    expect(await codeOf(deeper)).toBe('category-too-deep')
    const turned = { id: heart.id, version: 1, name: 'Cardiology', position: 1, parentId: part.id }
    expect(await codeOf(updateCategory(desk(), turned))).toBe('category-too-deep')
  })

  test('the needs of a service are set as a whole, with what would meet them', async () => {
    const room = await addRoom(clinic, 'Room 5', 'ultrasound')
    const other = await addRoom(clinic, 'Room 6')
    const target = 'room' as const
    const needs = [{ target, kind: 'ultrasound', resourceIds: [] }]
    await setNeeds(desk(), { serviceId: scan, needs })
    expect(await listServiceNeeds(clinic.desk, scan)).toMatchObject([{ able: [{ id: room }] }])
    await setNeeds(desk(), {
      serviceId: scan,
      needs: [{ target, kind: null, resourceIds: [room, other] }],
    })
    const [need, ...rest] = await listServiceNeeds(clinic.desk, scan)
    expect(rest).toEqual([])
    expect(need?.able.map(({ id }) => id)).toEqual([room, other])
  })

  test('a service that is offered in one room alone is free only while the doctor works there', async () => {
    const room = await addRoom(clinic, 'Room 5')
    const question = { practitionerId: doctor, serviceId: scan, day }
    expect((await freeTimes(clinic.desk, question)).times).not.toEqual([])
    const place = { practitionerId: doctor, serviceId: scan, locationId: room }
    await setOfferPlace(desk(), place)
    expect((await freeTimes(clinic.desk, question)).times).toEqual([])
    const wish = { patientId, practitionerId: doctor, serviceId: scan, note: null, day }
    const refused = bookAppointment(desk(), { ...wish, as: 'confirmed', localTime: '10:00' })
    expect(await codeOf(refused)).toBe('outside-hours')
    await setOfferPlace(desk(), { ...place, locationId: null })
    expect((await freeTimes(clinic.desk, question)).times).not.toEqual([])
  })
})
