/** Taking turns at one workstation: a short PIN for those whose passphrase was given here lately. */
import { hash, verify } from '@node-rs/argon2'
import type { Desk } from '../../db/desk.ts'
import { readWorkstationSettings } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { keepPin, keepPinFailures, listPins } from './pin.queries.ts'
import { isPinUsable, pinTries } from './pin.rules.ts'
import type { PinSignIn, SetPin } from './staff.input.ts'
import {
  type Account,
  addSignIn,
  confirmPassphrase,
  parseRoles,
  passwordCost,
} from './staff.service.ts'

type KeptPin = Awaited<ReturnType<typeof listPins>>[number]

/** Everyone who gave their passphrase here, with whether their PIN would be taken now. */
async function readPins(desk: Desk): Promise<(KeptPin & { isUsable: boolean })[]> {
  const { pinHours } = await readWorkstationSettings(desk)
  const now = desk.now()
  return (await listPins(desk.read)).map((kept) => {
    const { archivedAt, credentialChangedAt: passwordChangedAt } = kept
    return {
      ...kept,
      isUsable: isPinUsable(kept, { archivedAt, passwordChangedAt }, now, pinHours),
    }
  })
}

/** Who may take this workstation over with a PIN now, by name. */
export async function listPinPeople(desk: Desk) {
  const pins = await readPins(desk)
  return pins
    .filter(({ isUsable }) => isUsable)
    .map(({ id, family, given, patronymic, roles }) => ({
      id,
      family,
      given,
      patronymic,
      roles: parseRoles(roles),
    }))
}

/** Whether the person at work has a PIN here, and whether it would be taken now. */
export async function readOwnPin(desk: Desk): Promise<{ isSet: boolean; isUsable: boolean }> {
  const own = (await readPins(desk)).find(({ practitionerId }) => practitionerId === desk.actor.id)
  return { isSet: (own?.pinHash ?? null) !== null, isUsable: own?.isUsable ?? false }
}

/**
 * Sets one's own PIN at this workstation, or with null takes it away, after the passphrase was given
 * again. Refused as a sign-in is: `wrong-credentials`, `locked-out`.
 */
export async function setPin(desk: Desk, wish: SetPin): Promise<void> {
  await confirmPassphrase(desk.with({}), desk.actor.id, wish.current)
  const pinHash = wish.pin === null ? null : await hash(wish.pin, passwordCost)
  await desk.write('staff.setPin', (unit) => keepPin(unit.db, desk.actor.id, pinHash))
}

/**
 * Checks a PIN. Refused with `pin-off` when there is none that works now, and `wrong-pin` with how
 * many tries are left; after the last one only the passphrase helps. What came of it is a fact.
 */
export async function signInWithPin(desk: Desk, attempt: PinSignIn): Promise<Account> {
  const { practitionerId, pin } = attempt
  const known = await takeTry(desk, practitionerId)
  const fits = await verify(known.pinHash, pin)
  const left = pinTries - known.failures - 1
  await desk.write(fits ? 'staff.signIn' : 'staff.signInFailed', async (unit) => {
    if (fits) await keepPinFailures(unit.db, practitionerId, 0)
    const outcome = fits ? 'accepted' : left > 0 ? 'refused' : 'locked'
    addSignIn(desk, unit, practitionerId, outcome, 'pin')
  })
  if (!fits && left === 0) throw new ClinicError('pin-off', {})
  if (!fits) throw new ClinicError('wrong-pin', { left })
  const { roles, credentialChangedAt: passwordChangedAt } = known
  return { practitionerId, roles: parseRoles(roles), passwordChangedAt }
}

/** Counted before the PIN is looked at, or tries made at once would count as one. */
async function takeTry(desk: Desk, practitionerId: string): Promise<KeptPin & { pinHash: string }> {
  const { pinHours } = await readWorkstationSettings(desk)
  return desk.with({}).write('staff.tryPin', async (unit) => {
    const kept = (await listPins(unit.db)).find((one) => one.practitionerId === practitionerId)
    if (kept === undefined) throw new ClinicError('pin-off', {})
    const { archivedAt, credentialChangedAt: passwordChangedAt, pinHash } = kept
    if (
      pinHash === null ||
      !isPinUsable(kept, { archivedAt, passwordChangedAt }, unit.now, pinHours)
    )
      throw new ClinicError('pin-off', {})
    await keepPinFailures(unit.db, practitionerId, kept.failures + 1)
    return { ...kept, pinHash }
  })
}
