/** A booked clinic with the people of its day at their desks: doctor, receptionist, cashier, nurse. */
import { issueInvoice } from '../../main/clinic/billing/billing.service.ts'
import { signVisit, startVisit } from '../../main/clinic/visits/visits.service.ts'
import type { VisitContent } from '../../main/clinic/visits/visits.rules.ts'
import type { Desk } from '../../main/db/desk.ts'
import { type BookedClinic, openBookedClinic } from './booked-clinic.ts'
import type { TestDatabase } from './clinic.ts'

export interface VisitDay extends BookedClinic {
  doctor: Desk
  otherDoctor: Desk
  nurse: Desk
  reception: Desk
  cashier: Desk
  /** Another service of the catalogue, with its price. */
  extraServiceId: string
}

export const extraPriceMinor = 90_000

/** What a doctor wrote, as typed. */
export const written: VisitContent = {
  reason: 'Боль в груди',
  complaint: 'Боль в груди\n  <b>после</b> нагрузки; «x» OR 1=1 --\n',
  history: 'Курит двадцать лет',
  findings: 'ЧСС 92',
  plan: 'ЭКГ\n\nПовторно через неделю',
  vitals: { systolic: '142', diastolic: '88', 'heart-rate': '92', 'body-temperature': '36,8' },
  diagnoses: [
    { text: 'Стенокардия?', code: 'I20.9', verification: 'provisional', isChronic: false },
    { text: 'Гипертония', code: 'I10', verification: 'confirmed', isChronic: true },
  ],
  sections: [{ title: 'Факторы риска', text: 'Курение' }],
  templateId: null,
}

/** What a referral to somebody outside of the clinic leaves open. */
export const elsewhere = { serviceId: null, performerId: null, performerEmail: null, dueOn: null }

export async function openVisitDay(database?: TestDatabase): Promise<VisitDay> {
  const patient = { phones: '[{"use":"mobile","value":"+79125550148"}]', language: 'ru' }
  const clinic = await openBookedClinic({ patient }, database)
  const person = { email: null, phone: null, language: 'ru', archivedAt: null, patronymic: null }
  const ids = await clinic.desk.write('test.staff', async (unit) => {
    const add = (family: string, role: string) =>
      unit.insert('practitioner', {
        ...person,
        family,
        given: 'Ирина',
        roles: JSON.stringify([role]),
        specialty: role === 'doctor' ? 'Терапевт' : null,
      })
    const service = await unit.db
      .selectFrom('healthcareService')
      .select('categoryId')
      .executeTakeFirstOrThrow()
    return {
      otherDoctor: add('Зимина', 'doctor'),
      nurse: add('Весна', 'nurse'),
      reception: add('Летова', 'receptionist'),
      cashier: add('Осенева', 'cashier'),
      extraServiceId: unit.insert('healthcareService', {
        categoryId: service.categoryId,
        code: 'K-02',
        name: 'ЭКГ с расшифровкой',
        durationMinutes: 15,
        priceMinor: extraPriceMinor,
        preparation: null,
        archivedAt: null,
      }),
    }
  })
  return {
    ...clinic,
    doctor: clinic.deskOf(['doctor'], clinic.practitionerId),
    otherDoctor: clinic.deskOf(['doctor'], ids.otherDoctor),
    nurse: clinic.deskOf(['nurse'], ids.nurse),
    reception: clinic.deskOf(['receptionist'], ids.reception),
    cashier: clinic.deskOf(['cashier'], ids.cashier),
    extraServiceId: ids.extraServiceId,
  }
}

/** A visit that its doctor has opened. */
export async function openVisit(day: VisitDay, priceMinor = 250_000) {
  const appointmentId = await day.addAppointment({ status: 'called', priceMinor })
  const { encounterId } = await startVisit(day.doctor, appointmentId)
  return { appointmentId, encounterId }
}

/** A signed visit whose patient waits to pay. */
export async function signedVisit(day: VisitDay, priceMinor = 250_000) {
  const visit = await openVisit(day, priceMinor)
  return { ...visit, ...(await signVisit(day.doctor, { ...visit, content: written, base: '' })) }
}

/** A signed visit with its invoice. */
export async function billedVisit(day: VisitDay, priceMinor = 250_000) {
  const visit = await signedVisit(day, priceMinor)
  return { ...visit, ...(await issueInvoice(day.reception, visit)) }
}
