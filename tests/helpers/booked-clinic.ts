/** A clinic with one doctor, one service and one patient in it, and appointments as bare rows. */
import type { AppointmentRow, PatientRow, PractitionerRow } from '../../main/db/tables.ts'
import { openTestClinic, type TestClinic, type TestDatabase } from './clinic.ts'
import { justRegistered } from './patients.ts'

export interface BookedClinic extends TestClinic {
  patientId: string
  practitionerId: string
  serviceId: string
  /** Adds an appointment of that patient, written as a row: nobody is told. */
  addAppointment(fields?: Partial<AppointmentRow>): Promise<string>
}

/** `patient` and `practitioner` change what stands in their rows. */
export async function openBookedClinic(
  fields: { patient?: Partial<PatientRow>; practitioner?: Partial<PractitionerRow> } = {},
  database?: TestDatabase,
): Promise<BookedClinic> {
  const clinic = await openTestClinic(undefined, database)
  const ids = await clinic.desk.write('test.people', async (unit) => {
    const categoryId = unit.insert('serviceCategory', {
      name: 'Кардиология',
      position: 1,
      archivedAt: null,
    })
    return {
      serviceId: unit.insert('healthcareService', {
        categoryId,
        code: 'K-01',
        name: 'Приём кардиолога',
        durationMinutes: 30,
        priceMinor: 250_000,
        preparation: 'Возьмите прежние ЭКГ.',
        archivedAt: null,
      }),
      practitionerId: unit.insert('practitioner', {
        family: 'Петров',
        given: 'Пётр',
        patronymic: 'Ильич',
        roles: '["doctor"]',
        specialty: 'Кардиолог',
        email: 'petrov@clinic.example',
        phone: null,
        language: 'ru',
        archivedAt: null,
        ...fields.practitioner,
      }),
      patientId: unit.insert('patient', {
        ...justRegistered,
        family: 'Иванова',
        given: 'Анна',
        patronymic: 'Сергеевна',
        sex: 'female',
        bornOn: '1984-02-29',
        phones: '[]',
        email: 'anna@mail.example',
        address: null,
        documentKind: null,
        documentNumber: null,
        language: 'fr',
        note: null,
        ...fields.patient,
      }),
    }
  })
  return {
    ...clinic,
    ...ids,
    addAppointment: (changes = {}) =>
      clinic.desk.write('test.appointment', async (unit) =>
        unit.insert('appointment', {
          patientId: ids.patientId,
          practitionerId: ids.practitionerId,
          serviceId: ids.serviceId,
          locationId: null,
          day: '2026-11-21',
          startsAt: '2026-11-21T07:30:00.000Z',
          endsAt: '2026-11-21T08:00:00.000Z',
          timeZone: 'Europe/Moscow',
          status: 'requested',
          statusAt: unit.now,
          priceMinor: 250_000,
          currency: 'RUB',
          note: null,
          cancelReason: null,
          overbooked: 0,
          resourceIds: '[]',
          seriesId: null,
          ...changes,
        }),
      ),
  }
}
