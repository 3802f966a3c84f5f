/** Reads and writes of the PINs, which stay on this workstation. */
import type { Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'

/** Everyone who gave their passphrase here, by name, with what decides whether their PIN works. */
export async function listPins(db: Reader) {
  return db
    .selectFrom('workstationPin as kept')
    .innerJoin('practitioner', 'practitioner.id', 'kept.practitionerId')
    .innerJoin('credential', 'credential.practitionerId', 'kept.practitionerId')
    .selectAll('kept')
    .select([
      'practitioner.id',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.roles',
      'practitioner.archivedAt',
      'credential.passwordChangedAt as credentialChangedAt',
    ])
    .orderBy('practitioner.family')
    .orderBy('practitioner.given')
    .orderBy('practitioner.id')
    .execute()
}

/** Notes that the passphrase was given; a PIN from before another passphrase is forgotten. */
export async function keepPassphraseGiven(
  db: Transaction<ClinicTables>,
  given: { practitionerId: string; passwordChangedAt: string; at: string },
): Promise<void> {
  const { practitionerId, passwordChangedAt, at } = given
  await db
    .insertInto('workstationPin')
    .values({ practitionerId, passwordChangedAt, passphraseAt: at, pinHash: null, failures: 0 })
    .onConflict((conflict) =>
      conflict.column('practitionerId').doUpdateSet((eb) => ({
        passphraseAt: at,
        failures: 0,
        pinHash: eb
          .case()
          .when('workstationPin.passwordChangedAt', '=', passwordChangedAt)
          .then(eb.ref('workstationPin.pinHash'))
          .else(null)
          .end(),
        passwordChangedAt,
      })),
    )
    .execute()
}

export async function keepPin(
  db: Transaction<ClinicTables>,
  practitionerId: string,
  pinHash: string | null,
): Promise<void> {
  await db
    .updateTable('workstationPin')
    .set({ pinHash, failures: 0 })
    .where('practitionerId', '=', practitionerId)
    .execute()
}

export async function keepPinFailures(
  db: Transaction<ClinicTables>,
  practitionerId: string,
  failures: number,
): Promise<void> {
  await db
    .updateTable('workstationPin')
    .set({ failures })
    .where('practitionerId', '=', practitionerId)
    .execute()
}
