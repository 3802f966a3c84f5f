/** Whom a visitor of the demo clinic can be: one account a role, and the passphrase they all share. */
import { listStaff } from '../clinic/staff/staff.service.ts'
import { roles } from '../clinic/shared/permissions.ts'
import type { Desk } from '../db/desk.ts'

/** No secret: the demo clinic's people are invented and its key lies beside it. */
export const demoPassphrase = 'demo clinic'

/** The first account of each role, by login. */
export async function listDemoAccounts(desk: Desk) {
  const staff = await listStaff(desk)
  return roles.flatMap((role) => {
    const person = staff.find(
      (one) => one.archivedAt === null && one.login !== null && one.roles[0] === role,
    )
    if (person === undefined || person.login === null) return []
    const { login, family, given, patronymic, specialty } = person
    return [
      {
        login,
        passphrase: demoPassphrase,
        roles: person.roles,
        family,
        given,
        patronymic,
        specialty,
      },
    ]
  })
}
