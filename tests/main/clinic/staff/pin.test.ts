/** Taking turns with a PIN: only where and while the passphrase was given, and not for guessers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isEasyPin } from '../../../../main/clinic/staff/pin.rules.ts'
import {
  listPinPeople,
  readOwnPin,
  setPin,
  signInWithPin,
} from '../../../../main/clinic/staff/pin.service.ts'
import {
  archiveStaffMember,
  changeOwnPassphrase,
  createStaffMember,
  listSignIns,
  signIn,
} from '../../../../main/clinic/staff/staff.service.ts'
import { setPinInput } from '../../../../main/clinic/staff/staff.input.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { colleague, everyPassphrase } from '../../../helpers/procedures.ts'

let clinic: TestClinic
let receptionistId: string

const pin = '4071'

beforeEach(async () => {
  clinic = await openTestClinic()
  const wish = colleague('desk', ['receptionist'])
  receptionistId = (await createStaffMember(clinic.desk.with({}), wish)).id
})
afterEach(() => clinic.close())

const own = () => clinic.deskOf(['receptionist'], receptionistId).with({})
const nobody = () => clinic.deskOf([], 'nobody').with({})
const withPassphrase = () => signIn(nobody(), { login: 'desk', passphrase: everyPassphrase })
const choosePin = (next: string | null) => setPin(own(), { current: everyPassphrase, pin: next })
const tryPin = (text: string) =>
  signInWithPin(nobody(), { practitionerId: receptionistId, pin: text })
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )
const at = (instant: string) => clinic.setNow(instant)

describe('a PIN', () => {
  test('is set with the passphrase and then signs in', async () => {
    await choosePin(pin)
    expect(await tryPin(pin)).toMatchObject({
      practitionerId: receptionistId,
      roles: ['receptionist'],
    })
    expect(await readOwnPin(own())).toEqual({ isSet: true, isUsable: true })
  })

  test('is not set without the passphrase', async () => {
    await expect(setPin(own(), { current: 'wrong', pin })).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
  })

  test('is taken away again', async () => {
    await choosePin(pin)
    await choosePin(null)
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
    expect(await listPinPeople(nobody())).toEqual([])
  })

  test.each(['0000', '1234', '4321', '12', '12345', 'abcd'])('is not %s', (easy) => {
    expect(setPinInput.safeParse({ current: 'x', pin: easy }).success).toBe(false)
  })

  test('may be any other four digits', () => {
    expect(isEasyPin('4071')).toBe(false)
    expect(isEasyPin('1235')).toBe(false)
    expect(setPinInput.safeParse({ current: 'x', pin: '4071' }).success).toBe(true)
  })
})

describe('where and while', () => {
  test('it works until the passphrase was given too long ago, and then again', async () => {
    await choosePin(pin)
    at('2026-11-16T17:59:00.000Z')
    expect(await codeOf(tryPin(pin))).toBe('accepted')
    // A PIN does not prolong itself: the passphrase of 06:00 counts.
    at('2026-11-16T18:00:00.000Z')
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
    await withPassphrase()
    expect(await codeOf(tryPin(pin))).toBe('accepted')
  })

  test('it is known to this workstation alone: nothing of it is sent or audited', async () => {
    await choosePin(pin)
    await tryPin(pin)
    for (const table of ['audit_event', 'outbox_operation']) {
      const rows = clinic.raw.prepare(`SELECT entity FROM ${table}`).pluck().all()
      expect(rows).not.toContain('workstation_pin')
      expect(JSON.stringify(clinic.raw.prepare(`SELECT * FROM ${table}`).all())).not.toContain(pin)
    }
    const hash = clinic.raw.prepare('SELECT pin_hash FROM workstation_pin').pluck().get()
    expect(hash).toMatch(/^\$argon2id\$/)
  })

  test('someone who never gave their passphrase here is not there', async () => {
    await choosePin(pin)
    const people = await listPinPeople(nobody())
    expect(people.map(({ id }) => id)).toEqual([receptionistId])
    const stranger = { practitionerId: clinic.administratorId, pin }
    expect(await codeOf(signInWithPin(nobody(), stranger))).toBe('pin-off')
  })

  test('a new passphrase ends it', async () => {
    await choosePin(pin)
    at('2026-11-16T06:10:00.000Z')
    const next = 'another long passphrase'
    await changeOwnPassphrase(own(), { current: everyPassphrase, next })
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
    await signIn(nobody(), { login: 'desk', passphrase: next })
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
  })

  test('an archived account has none', async () => {
    await choosePin(pin)
    const archived = { id: receptionistId, version: 1, archived: true }
    await archiveStaffMember(clinic.desk.with({}), archived)
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
    expect(await listPinPeople(nobody())).toEqual([])
  })
})

describe('wrong tries', () => {
  test('are counted down, and after the last one only the passphrase helps', async () => {
    await choosePin(pin)
    for (const left of [4, 3, 2, 1]) {
      await expect(tryPin('9999')).rejects.toMatchObject({ code: 'wrong-pin', data: { left } })
    }
    expect(await codeOf(tryPin('9999'))).toBe('pin-off')
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
    await withPassphrase()
    expect(await codeOf(tryPin(pin))).toBe('accepted')
  })

  test('made at once are all counted, so that a hundred guesses at once are five', async () => {
    await choosePin(pin)
    const tried = Array.from({ length: 20 }, () => codeOf(tryPin('9999')))
    const codes = await Promise.all(tried)
    expect(codes.filter((code) => code === 'wrong-pin')).toHaveLength(4)
    expect(await codeOf(tryPin(pin))).toBe('pin-off')
  })

  test('are forgotten by the right one', async () => {
    await choosePin(pin)
    await codeOf(tryPin('9999'))
    await codeOf(tryPin('9998'))
    await tryPin(pin)
    await expect(tryPin('9999')).rejects.toMatchObject({ code: 'wrong-pin', data: { left: 4 } })
  })

  test('and right ones are facts that an administrator sees', async () => {
    await choosePin(pin)
    at('2026-11-16T06:01:00.000Z')
    await codeOf(tryPin('9999'))
    at('2026-11-16T06:02:00.000Z')
    await tryPin(pin)
    const [latest, before] = await listSignIns(clinic.desk)
    expect(latest).toMatchObject({ outcome: 'accepted', method: 'pin', deviceId: 'device-a' })
    expect(before).toMatchObject({ outcome: 'refused', method: 'pin' })
  })
})
