import { describe, expect, test } from 'vitest'
import { balancesOf, timelineOf } from '../../../renderer/pages/patients/timeline.ts'
import type {
  Booking,
  InvoiceSummary,
  VisitSummary,
} from '../../../renderer/pages/patients/types.ts'

const name = { family: 'Орлов', given: 'Пётр', patronymic: null }

function booking(id: string, day: string): Booking {
  return {
    id,
    version: 1,
    day,
    startsAt: `${day}T08:00:00.000Z`,
    endsAt: `${day}T08:30:00.000Z`,
    status: 'done',
    ticket: null,
    statusAt: `${day}T08:30:00.000Z`,
    priceMinor: 180_000,
    currency: 'RUB',
    note: null,
    cancelReason: null,
    isOverbooked: false,
    seriesId: null,
    isProvisional: false,
    patient: { id: 'p', ...name, bornOn: null, phone: null },
    practitioner: { id: 'd', ...name, specialty: null },
    service: { id: 's', code: 'A1', name: 'Приём' },
    resources: [],
    location: null,
    money: 'not-billed',
    isPaid: false,
  }
}

function invoice(appointmentId: string, fields: Partial<InvoiceSummary> = {}): InvoiceSummary {
  return {
    id: `i-${appointmentId}`,
    number: 'A-1',
    currency: 'RUB',
    issuedAt: '2026-11-20T08:00:00.000Z',
    appointmentId,
    appointmentStatus: 'done',
    patientId: 'p',
    patient: name,
    totalMinor: 180_000,
    paidMinor: 0,
    refundedMinor: 0,
    heldMinor: 0,
    dueMinor: 180_000,
    overpaidMinor: 0,
    state: 'unpaid',
    ...fields,
  }
}

function visit(appointmentId: string): VisitSummary {
  return {
    encounterId: `e-${appointmentId}`,
    appointmentId,
    startedAt: '2026-11-20T08:00:00.000Z',
    signedAt: null,
    practitionerId: 'd',
    practitioner: { ...name, specialty: null },
    serviceName: 'Приём',
    diagnosis: 'J06.9',
    diagnosisCode: null,
  }
}

describe('the timeline of a patient', () => {
  test('joins each booking with its visit and its bill, by year', () => {
    const { upcoming, years } = timelineOf({
      upcoming: [booking('next', '2026-12-01')],
      past: [booking('b', '2026-11-20'), booking('c', '2026-01-02'), booking('d', '2025-12-31')],
      visits: [visit('c')],
      invoices: [invoice('b'), invoice('c')],
    })
    expect(upcoming.map((entry) => entry.booking.id)).toEqual(['next'])
    expect(
      years.map(({ year, entries }) => [
        year,
        entries.map((entry) => [entry.booking.id, entry.visit?.encounterId, entry.invoice?.id]),
      ]),
    ).toEqual([
      [
        '2026',
        [
          ['b', undefined, 'i-b'],
          ['c', 'e-c', 'i-c'],
        ],
      ],
      ['2025', [['d', undefined, undefined]]],
    ])
  })
})

describe('the balance', () => {
  test('adds what is open by currency and leaves out what is settled', () => {
    expect(
      balancesOf([
        invoice('a'),
        invoice('b', { dueMinor: 20_000 }),
        invoice('c', { dueMinor: 0, overpaidMinor: 5_000 }),
        invoice('d', { currency: 'EUR', dueMinor: 0 }),
      ]),
    ).toEqual([{ currency: 'RUB', dueMinor: 200_000, overpaidMinor: 5_000 }])
    expect(balancesOf([])).toEqual([])
  })
})
