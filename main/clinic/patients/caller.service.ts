/** Someone of whom a name and a phone are known: enough to book and to come in; the rest is asked for later. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { type Clinic, readClinic } from '../settings/settings.service.ts'
import type { AddCaller } from './caller.input.ts'
import { newInRegistry, patientColumns } from './patients.service.ts'

/**
 * Puts them into the registry inside a unit that is open already, without a consent and without a card:
 * nobody has signed anything yet. Answers the patient's id.
 */
export function addCallerInUnit(
  unit: Unit,
  { country, language }: Pick<Clinic, 'country' | 'language'>,
  { family, given, patronymic, phone }: AddCaller,
): string {
  const person = {
    family,
    given,
    patronymic,
    sex: 'unknown' as const,
    bornOn: null,
    phones: [{ use: 'mobile' as const, value: phone }],
    email: null,
    address: null,
    document: null,
    language,
    note: null,
    contactChannel: 'phone' as const,
    doNotDisturb: false,
  }
  return unit.insert('patient', { ...patientColumns(person, country), ...newInRegistry })
}

/** The same as a use case of its own: somebody is on the phone. */
export async function addCaller(desk: Desk, wish: AddCaller): Promise<{ id: string }> {
  const clinic = await readClinic(desk)
  return desk.write('patients.addCaller', async (unit) => ({
    id: addCallerInUnit(unit, clinic, wish),
  }))
}
