/** Whom one can be in the demo clinic with one click. */
import type { Desk } from '../db/desk.ts'
import { listStaff } from '../clinic/staff/staff.service.ts'
import { readClinic } from '../clinic/settings/settings.service.ts'
import { demoCountries } from './countries.ts'
import { demoDoctors, demoOffice, demoPassphrase } from './staff.ts'

/** The other doctors sign in with their login; one is like the other, and the page has to fit. */
const doctorsShown = 2

/** Reception first, two doctors, then the others, with what signs them in. */
export async function listDemoAccounts(desk: Desk) {
  const { country } = await readClinic(desk)
  const made = demoCountries.find((one) => one === country) ?? 'GB'
  const [administrator, receptionist, ...office] = demoOffice(made)
  const shown = [
    receptionist,
    ...demoDoctors(made).slice(0, doctorsShown),
    ...office,
    administrator,
  ].flatMap((member) => (member === undefined ? [] : [member.login]))
  const staff = new Map((await listStaff(desk)).map((one) => [one.login, one]))
  return shown.flatMap((login) => {
    const one = staff.get(login)
    if (one === undefined || one.archivedAt !== null) return []
    const { family, given, patronymic, roles, specialty } = one
    return [{ login, passphrase: demoPassphrase, family, given, patronymic, roles, specialty }]
  })
}
