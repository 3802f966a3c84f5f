/** The second signature: asked for by who is supervised, given or refused with a remark, and kept for good. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setSupervisor } from '../../../../main/clinic/staff/staff.service.ts'
import { cosignState } from '../../../../main/clinic/visits/cosignature.rules.ts'
import { decideCosign, readCosignList } from '../../../../main/clinic/visits/cosignature.service.ts'
import { addAddendum, readVisit } from '../../../../main/clinic/visits/visits.service.ts'
import { openVisitDay, signedVisit, type VisitDay } from '../../../helpers/visit-day.ts'

describe('cosignState', () => {
  const returned = { decision: 'returned' as const, decidedAt: '2' }
  const cosigned = { decision: 'cosigned' as const, decidedAt: '4' }
  test.each([
    [null, [], null, 'not-needed'],
    ['s', [], null, 'awaiting'],
    ['s', [], '1', 'awaiting'],
    ['s', [returned], null, 'returned'],
    ['s', [returned], '1', 'returned'],
    ['s', [returned], '3', 'awaiting'],
    ['s', [returned, cosigned], '3', 'cosigned'],
    ['s', [cosigned], '9', 'cosigned'],
  ])(
    'asked of %s, decided %j, last addendum %s: %s',
    (cosignerId, decisions, lastAddendumAt, state) => {
      expect(cosignState({ cosignerId, decisions, lastAddendumAt })).toBe(state)
    },
  )
})

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

async function superviseDoctor(): Promise<void> {
  const version = Number(
    day.raw
      .prepare('SELECT version FROM practitioner WHERE id = ?')
      .pluck()
      .get(day.practitionerId),
  )
  await setSupervisor(day.deskOf(['administrator'], day.practitionerId), {
    id: day.practitionerId,
    version,
    supervisorId: day.otherDoctor.actor.id,
  })
}

const stateOf = async (encounterId: string) =>
  (await readVisit(day.doctor, { encounterId })).encounter?.cosigning.state

test('nobody is asked where nobody supervises', async () => {
  const { encounterId } = await signedVisit(day)
  expect(await stateOf(encounterId)).toBe('not-needed')
  expect(await readCosignList(day.otherDoctor)).toEqual([])
})

test('a visit waits for the supervisor, who returns it, and signs it once it was answered', async () => {
  await superviseDoctor()
  const { encounterId } = await signedVisit(day)
  expect(await readCosignList(day.otherDoctor)).toMatchObject([
    { id: encounterId, state: 'awaiting', practitioner: { family: 'Петров' } },
  ])
  expect(await readCosignList(day.doctor)).toEqual([])
  day.setNow('2026-11-16T07:00:00.000Z')
  await decideCosign(day.otherDoctor, {
    encounterId,
    decision: 'returned',
    remark: 'Уточнить диагноз',
  })
  expect(await readCosignList(day.otherDoctor)).toEqual([])
  expect(await readCosignList(day.doctor)).toMatchObject([
    { state: 'returned', remark: 'Уточнить диагноз' },
  ])
  day.setNow('2026-11-16T08:00:00.000Z')
  await addAddendum(day.doctor.with({}), { encounterId, text: 'Диагноз подтверждён ЭКГ' })
  expect(await stateOf(encounterId)).toBe('awaiting')
  day.setNow('2026-11-16T09:00:00.000Z')
  await decideCosign(day.otherDoctor.with({}), { encounterId, decision: 'cosigned', remark: null })
  expect(await stateOf(encounterId)).toBe('cosigned')
  expect(await readCosignList(day.otherDoctor)).toEqual([])
  const { encounter } = await readVisit(day.nurse, { encounterId })
  expect(encounter?.isSound).toBe(true)
  expect(encounter?.cosigning.decisions).toMatchObject([
    { decision: 'returned', remark: 'Уточнить диагноз', by: { family: 'Зимина' } },
    { decision: 'cosigned', remark: null },
  ])
})

test('nobody else decides, and nobody twice', async () => {
  await superviseDoctor()
  const { encounterId } = await signedVisit(day)
  const cosign = { encounterId, decision: 'cosigned' as const, remark: null }
  await expect(decideCosign(day.doctor.with({}), cosign)).rejects.toMatchObject({
    code: 'not-the-author',
  })
  await decideCosign(day.otherDoctor.with({}), cosign)
  await expect(decideCosign(day.otherDoctor.with({}), cosign)).rejects.toMatchObject({
    code: 'not-awaiting',
  })
  await expect(
    decideCosign(day.otherDoctor.with({}), { ...cosign, encounterId: day.newId() }),
  ).rejects.toMatchObject({ code: 'not-found' })
})

test('what is not what was signed is not signed a second time', async () => {
  await superviseDoctor()
  const { encounterId } = await signedVisit(day)
  day.raw.exec('DROP TRIGGER vital_sign_refuses_update')
  day.raw.exec(`UPDATE vital_sign SET value = 111 WHERE code = 'systolic'`)
  await expect(
    decideCosign(day.otherDoctor, { encounterId, decision: 'cosigned', remark: null }),
  ).rejects.toMatchObject({ code: 'signature-broken' })
})

test('a supervisor who is not there is refused, and nobody supervises any more when it is taken away', async () => {
  await superviseDoctor()
  const admin = day.deskOf(['administrator'], day.practitionerId)
  const row = { id: day.practitionerId, version: 2 }
  await expect(setSupervisor(admin, { ...row, supervisorId: day.newId() })).rejects.toMatchObject({
    code: 'not-found',
  })
  await setSupervisor(admin.with({}), { ...row, supervisorId: null })
  const { encounterId } = await signedVisit(day)
  expect(await stateOf(encounterId)).toBe('not-needed')
})
