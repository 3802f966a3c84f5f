/** The work around the laboratory: what waits for whom, specimens that cannot be used, results that are nobody's here. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCandidates } from '../../../../main/clinic/labs/lab-candidates.service.ts'
import {
  bringBack,
  matchByHand,
  putAway,
  readPutAway,
  readUnmatched,
  takeInMessage,
  undoMatch,
} from '../../../../main/clinic/labs/lab-messages.service.ts'
import {
  collectSpecimens,
  gatherLabels,
  readAwaited,
  readCollectionList,
  readOrdersOfPatient,
  rejectSpecimen,
  revokeLabOrder,
  sendSpecimens,
} from '../../../../main/clinic/labs/lab-orders.service.ts'
import {
  enterResults,
  readLabInbox,
  readReport,
  readResultsOfPatient,
  reviewReport,
} from '../../../../main/clinic/labs/lab-results.service.ts'
import { isReviewOverdue } from '../../../../main/clinic/labs/labs.rules.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { oru, type OruWish, utf8 } from '../../../helpers/oru.ts'

let clinic: LabClinic
beforeEach(async () => {
  clinic = await openLabClinic()
  await clinic.desk.with({}).write('test.born', async (unit) => {
    unit.patch('patient', clinic.patientId, { bornOn: '1980-02-29', family: 'Ёлкина' })
  })
})
afterEach(() => clinic.close())

const nurse = () => clinic.nurse.with({})

const enter = (orderId: string, values: Record<string, string>) =>
  enterResults(nurse(), {
    orderId,
    results: Object.entries(values).map(([definitionId, value]) => ({
      definitionId,
      value,
      note: null,
    })),
  })

const waiting = async () => (await readCollectionList(clinic.nurse)).map(({ label }) => label)
const awaited = async () =>
  (await readAwaited(clinic.nurse)).map(({ number, isPartial }) => [number, isPartial])
const stateNow = async () => (await readOrdersOfPatient(clinic.doctor, clinic.patientId))[0]?.state

describe('a specimen that cannot be used', () => {
  test('is taken once more in its stead, with a label of its own and the same analytes', async () => {
    const { specimenIds } = await clinic.order()
    const [specimenId = ''] = specimenIds
    await collectSpecimens(nurse(), { specimenIds })
    await sendSpecimens(nurse(), { specimenIds, sentTo: 'Север' })
    expect(await stateNow()).toBe('sent')
    expect(await rejectSpecimen(nurse(), { specimenId, reason: 'Гемолиз' })).toEqual({
      label: 'A-S00002',
    })
    const [again] = await readCollectionList(clinic.nurse)
    expect(again).toMatchObject({
      label: 'A-S00002',
      replacesId: specimenId,
      analytes: ['Калий', 'Натрий'],
    })
    expect(await stateNow()).toBe('ordered')
    const [label] = await gatherLabels(clinic.nurse, [again?.id ?? ''])
    expect(label).toMatchObject({ label: 'A-S00002', codes: ['K', 'NA'] })
  })

  test('gives its results the time at which the usable one was taken', async () => {
    const { K } = clinic.analytes
    const { id, specimenIds } = await clinic.order()
    const [specimenId = ''] = specimenIds
    await collectSpecimens(nurse(), { specimenIds })
    await rejectSpecimen(nurse(), { specimenId, reason: 'Мало крови' })
    const [again] = await readCollectionList(clinic.nurse)
    clinic.setNow('2026-11-24T15:00:00.000Z')
    await collectSpecimens(nurse(), { specimenIds: [again?.id ?? ''] })
    await enter(id, { [K]: '4.0' })
    const [result] = await readResultsOfPatient(clinic.doctor, clinic.patientId)
    expect(result?.effectiveAt).toBe('2026-11-24T15:00:00.000Z')
  })

  test('can be rejected a second time, and the third stands for the first as well', async () => {
    const { specimenIds } = await clinic.order()
    const [first = ''] = specimenIds
    await collectSpecimens(nurse(), { specimenIds })
    await rejectSpecimen(nurse(), { specimenId: first, reason: 'Гемолиз' })
    const second = (await readCollectionList(clinic.nurse))[0]?.id ?? ''
    await collectSpecimens(nurse(), { specimenIds: [second] })
    await rejectSpecimen(nurse(), { specimenId: second, reason: 'Сгусток' })
    const [third] = await readCollectionList(clinic.nurse)
    expect(third).toMatchObject({ replacesId: first, analytes: ['Калий', 'Натрий'] })
  })

  test('is refused before it was taken, twice, of an order taken back, and once all results are there', async () => {
    const { K, NA } = clinic.analytes
    const { id, specimenIds } = await clinic.order()
    const [specimenId = ''] = specimenIds
    const reject = () => rejectSpecimen(nurse(), { specimenId, reason: 'Гемолиз' })
    await expect(reject()).rejects.toMatchObject({ code: 'not-collected' })
    await collectSpecimens(nurse(), { specimenIds })
    await enter(id, { [K]: '4', [NA]: '140' })
    await expect(reject()).rejects.toMatchObject({ code: 'lab-order-resulted' })

    const other = await clinic.order()
    const [otherId = ''] = other.specimenIds
    await collectSpecimens(nurse(), other)
    await rejectSpecimen(nurse(), { specimenId: otherId, reason: 'Гемолиз' })
    const again = rejectSpecimen(nurse(), { specimenId: otherId, reason: 'Гемолиз' })
    await expect(again).rejects.toMatchObject({ code: 'specimen-rejected' })
    await expect(
      sendSpecimens(nurse(), { specimenIds: [otherId], sentTo: null }),
    ).rejects.toMatchObject({ code: 'specimen-rejected' })
  })
})

describe('what waits', () => {
  test('a tube waits no more once all its results are there, though nobody sent it', async () => {
    const { K, NA } = clinic.analytes
    const { id, specimenIds } = await clinic.order()
    await collectSpecimens(nurse(), { specimenIds })
    await enter(id, { [K]: '4' })
    expect(await waiting()).toEqual(['A-S00001'])
    await enter(id, { [NA]: '140' })
    expect(await waiting()).toEqual([])
  })

  test('an order is awaited from its first tube to its last result', async () => {
    const { K, NA } = clinic.analytes
    const { id, number, specimenIds } = await clinic.order()
    expect(await awaited()).toEqual([])
    await collectSpecimens(nurse(), { specimenIds })
    expect(await awaited()).toEqual([[number, false]])
    await enter(id, { [K]: '4' })
    expect(await awaited()).toEqual([[number, true]])
    await enter(id, { [NA]: '140' })
    expect(await awaited()).toEqual([])
  })

  test('what was taken back or is older than two months is not awaited; the urgent stand first', async () => {
    const calm = await clinic.order()
    await collectSpecimens(nurse(), calm)
    const urgent = await clinic.order({ priority: 'stat' })
    await collectSpecimens(nurse(), urgent)
    const taken = await clinic.order()
    await collectSpecimens(nurse(), taken)
    await revokeLabOrder(clinic.doctor.with({}), { id: taken.id, version: 1, reason: 'Передумали' })
    expect(await awaited()).toEqual([
      [urgent.number, false],
      [calm.number, false],
    ])
    clinic.setNow('2027-03-01T08:00:00.000Z')
    expect(await awaited()).toEqual([])
  })

  test('a match that is undone lets the tube and the order wait again', async () => {
    const { number, specimenIds } = await clinic.order({
      panelIds: [],
      definitionIds: [clinic.analytes.K],
    })
    await collectSpecimens(nurse(), { specimenIds })
    await take({ placer: number, family: 'Ёлкина' })
    expect(await waiting()).toEqual([])
    const [report] = await readLabInbox(clinic.doctor, 'mine')
    await undoMatch(nurse(), { matchId: report?.matchId ?? '', reason: 'Не та пациентка' })
    expect(await waiting()).toEqual(['A-S00001'])
    expect(await awaited()).toEqual([[number, false]])
  })
})

describe('a result that nobody acknowledges', () => {
  test.each([
    [true, '2026-11-16T08:00:00.000Z', '2026-11-17T07:59:59.999Z', false],
    [true, '2026-11-16T08:00:00.000Z', '2026-11-17T08:00:00.000Z', true],
    [false, '2026-11-16T08:00:00.000Z', '2026-11-23T07:59:59.999Z', false],
    [false, '2026-11-16T08:00:00.000Z', '2026-11-23T08:00:00.000Z', true],
  ])('critical %s, come %s, is at %s overdue: %s', (isCritical, issuedAt, now, expected) => {
    expect(isReviewOverdue({ isCritical, issuedAt }, now)).toBe(expected)
  })

  test('is overdue after seven days and stands right after the critical ones, a critical one after a day', async () => {
    const { K } = clinic.analytes
    const forgotten = await clinic.order()
    await enter(forgotten.id, { [K]: '4' })
    clinic.setNow('2026-11-24T16:00:00.000Z')
    const urgent = await clinic.order({ priority: 'stat' })
    await enter(urgent.id, { [K]: '4' })
    const critical = await clinic.order()
    await enter(critical.id, { [K]: '7.1' })
    const inbox = async () =>
      (await readLabInbox(clinic.doctor, 'mine')).map(({ orderNumber, isOverdue }) => [
        orderNumber,
        isOverdue,
      ])
    expect(await inbox()).toEqual([
      [critical.number, false],
      [forgotten.number, true],
      [urgent.number, false],
    ])
    clinic.setNow('2026-11-25T16:00:00.000Z')
    const second = await clinic.order()
    await enter(second.id, { [K]: '7.2' })
    expect(await inbox()).toEqual([
      [critical.number, true],
      [second.number, false],
      [forgotten.number, true],
      [urgent.number, false],
    ])
  })

  test('is not overdue any more once a doctor has seen it', async () => {
    const { id } = await clinic.order()
    const { reportId } = await enter(id, { [clinic.analytes.K]: '4' })
    clinic.setNow('2026-12-24T16:00:00.000Z')
    expect(await readReport(clinic.doctor, reportId)).toMatchObject({ isOverdue: true })
    await reviewReport(clinic.doctor.with({}), { reportId, note: null })
    expect(await readReport(clinic.doctor, reportId)).toMatchObject({ isOverdue: false })
  })
})

const take = (wish: OruWish) => takeInMessage(nurse(), { bytes: utf8(oru(wish)), source: 'file' })

const unmatched = async () => (await readUnmatched(clinic.nurse)).map(({ id }) => id)

describe('results that are nobody’s here', () => {
  test('are put away with a reason, kept, and brought back', async () => {
    await take({ family: 'Чужая' })
    const [messageReportId = ''] = await unmatched()
    await putAway(nurse(), { messageReportId, reason: 'Пациентка другой клиники' })
    expect(await unmatched()).toEqual([])
    const [kept] = await readPutAway(clinic.nurse)
    expect(kept).toMatchObject({
      messageReportId,
      reason: 'Пациентка другой клиники',
      family: 'Чужая',
    })
    expect(kept?.by).not.toBeNull()
    await bringBack(nurse(), { id: kept?.id ?? '', version: kept?.version ?? 0 })
    expect(await unmatched()).toEqual([messageReportId])
    expect(await readPutAway(clinic.nurse)).toEqual([])
    await putAway(nurse(), { messageReportId, reason: 'И всё-таки чужая' })
    expect(await readPutAway(clinic.nurse)).toHaveLength(1)
  })

  test('cannot be put away twice nor matched from there', async () => {
    await take({ family: 'Чужая' })
    const [messageReportId = ''] = await unmatched()
    await putAway(nurse(), { messageReportId, reason: 'Чужая' })
    const refused = { code: 'already-matched' }
    const again = putAway(nurse(), { messageReportId, reason: 'Чужая' })
    await expect(again).rejects.toMatchObject(refused)
    const { patientId } = clinic
    const match = matchByHand(nurse(), { messageReportId, patientId, orderId: null })
    await expect(match).rejects.toMatchObject(refused)
  })
})

describe('who it could be', () => {
  test('is told with what agrees and what does not, the likeliest first', async () => {
    const { number, id } = await clinic.order()
    await take({ placer: number, family: 'Иванова', card: clinic.cardNumber, born: '19800229' })
    const [messageReportId = ''] = await unmatched()
    expect(await readCandidates(clinic.nurse, messageReportId)).toEqual([
      expect.objectContaining({
        id: clinic.patientId,
        orderId: id,
        agreement: { card: true, family: false, born: true, order: true },
      }),
    ])
  })

  test('is nobody where nothing agrees', async () => {
    await take({ family: 'Незнакомцева', born: '19990101' })
    const [messageReportId = ''] = await unmatched()
    expect(await readCandidates(clinic.nurse, messageReportId)).toEqual([])
  })
})
