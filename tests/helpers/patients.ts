/** Invented patients as the registration form sends them. */
import type { Person, RegisterPatient } from '../../main/clinic/patients/patients.input.ts'
import { registerPatient } from '../../main/clinic/patients/patients.service.ts'
import type { Desk } from '../../main/db/desk.ts'

/** Everything known, with what the test is about changed. */
export function personOf(changes: Partial<Person> = {}): Person {
  return {
    family: 'Иванов',
    given: 'Пётр',
    patronymic: 'Сергеевич',
    sex: 'male',
    bornOn: '1978-04-12',
    phones: [{ use: 'mobile', value: '8 912 345-67-89' }],
    email: 'ivanov@mail.example',
    address: 'Москва, Липовая ул., 12',
    document: null,
    language: 'ru',
    note: null,
    contactChannel: 'phone',
    doNotDisturb: false,
    ...changes,
  }
}

/** What a patient's row says of one who was just registered. */
export const justRegistered = {
  archivedAt: null,
  mergedIntoId: null,
  contactChannel: 'phone',
  doNotDisturb: 0,
  photoSha256: null,
} as const

/** The whole form. */
export function registrationOf(changes: Partial<RegisterPatient> = {}): RegisterPatient {
  return {
    ...personOf(),
    consent: { textVersion: '2026-01', givenOn: '2026-11-16', method: 'paper' },
    withCard: false,
    ...changes,
  }
}

/** A medical card's columns with nothing written and nothing decided. */
export const emptyCard = {
  bloodType: null,
  allergies: null,
  chronicConditions: null,
  medicines: null,
  emergencyContact: null,
  note: null,
  submittedAt: null,
  submittedBy: null,
  decidedAt: null,
  decidedBy: null,
  returnReason: null,
}

/** Registers a person with the consent given today, and answers the id. */
export async function register(
  desk: Desk,
  changes: Partial<RegisterPatient> = {},
): Promise<string> {
  return (await registerPatient(desk.with({ actor: desk.actor }), registrationOf(changes))).id
}
