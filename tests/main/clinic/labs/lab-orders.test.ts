/** From the order to the review: labels, collection, sending, results by hand, the doctor's inbox, the trend. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  collectSpecimens,
  gatherLabels,
  readCollectionList,
  readOrdersOfPatient,
  readOrdersOfVisit,
  revokeLabOrder,
  sendSpecimens,
} from '../../../../main/clinic/labs/lab-orders.service.ts'
import {
  countLabInbox,
  enterResults,
  readLabInbox,
  readReport,
  readResultSheet,
  readResultsOfPatient,
  readTrend,
  reviewReport,
} from '../../../../main/clinic/labs/lab-results.service.ts'
import {
  archiveDefinition,
  archivePanel,
  archiveRange,
  readLabCatalog,
  saveDefinition,
  savePanel,
  saveRange,
} from '../../../../main/clinic/labs/labs-catalog.service.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { openVisit } from '../../../helpers/visit-day.ts'

let clinic: LabClinic
beforeEach(async () => {
  clinic = await openLabClinic()
})
afterEach(() => clinic.close())

const nurse = () => clinic.nurse.with({})
const doctor = () => clinic.doctor.with({})

const stateNow = async () =>
  (await readOrdersOfPatient(clinic.doctor, clinic.patientId)).map(({ state }) => state)

const enter = (orderId: string, values: Record<string, string>) =>
  enterResults(nurse(), {
    orderId,
    results: Object.entries(values).map(([definitionId, value]) => ({
      definitionId,
      value,
      note: null,
    })),
  })

describe('an order', () => {
  test('goes from the doctor over the tube to the review', async () => {
    const { K, NA } = clinic.analytes
    const { id, number, specimenIds } = await clinic.order()
    expect(number).toBe('A-2026-L0001')
    expect(await stateNow()).toEqual(['ordered'])
    expect(await readCollectionList(clinic.nurse)).toMatchObject([
      { number, label: 'A-S00001', kind: 'serum', analytes: ['Калий', 'Натрий'] },
    ])
    await collectSpecimens(nurse(), { specimenIds })
    expect(await stateNow()).toEqual(['collected'])
    await sendSpecimens(nurse(), { specimenIds, sentTo: 'Север' })
    expect(await stateNow()).toEqual(['sent'])
    expect(await readCollectionList(clinic.nurse)).toEqual([])
    await enter(id, { [K]: '4,2' })
    expect(await stateNow()).toEqual(['partial'])
    await enter(id, { [NA]: '140' })
    expect(await stateNow()).toEqual(['resulted'])
    const inbox = await readLabInbox(clinic.doctor, 'mine')
    expect(inbox.map(({ status }) => status)).toEqual(['partial', 'final'])
    for (const report of inbox) await reviewReport(doctor(), { reportId: report.id, note: null })
    expect(await stateNow()).toEqual(['reviewed'])
    expect(await readLabInbox(clinic.doctor, 'all')).toEqual([])
  })

  test('has a tube for each kind of specimen, and each analyte once', async () => {
    const { panels, analytes } = clinic
    const wish = { panelIds: [panels.salts, panels.blood], definitionIds: [analytes.NIT] }
    await clinic.order(wish)
    const [order] = await readOrdersOfPatient(clinic.doctor, clinic.patientId)
    expect(order?.specimens.map(({ kind, label }) => `${label} ${kind}`)).toEqual([
      'A-S00001 serum',
      'A-S00002 blood',
      'A-S00003 urine',
    ])
    expect(order?.items.map(({ code, panelName }) => `${code} ${panelName ?? ''}`)).toEqual([
      'K SALTS',
      'NA SALTS',
      'HB BLOOD',
      'NIT ',
    ])
  })

  test('stands at its visit', async () => {
    const { encounterId } = await openVisit(clinic)
    await clinic.order({ encounterId })
    expect(await readOrdersOfVisit(clinic.doctor, encounterId)).toHaveLength(1)
  })

  test('of nothing, of nobody, or of another’s visit is refused', async () => {
    const { encounterId } = await openVisit(clinic)
    const nobody = '01900000-0000-7000-8000-00000000dead'
    await expect(clinic.order({ panelIds: [] })).rejects.toMatchObject({ code: 'nothing-ordered' })
    await expect(clinic.order({ panelIds: [nobody] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(clinic.order({ patientId: nobody })).rejects.toMatchObject({ code: 'not-found' })
    const other = await clinic.desk.with({}).write('test.other', async (unit) => {
      const row = await unit.db
        .selectFrom('patient')
        .selectAll()
        .where('id', '=', clinic.patientId)
        .executeTakeFirstOrThrow()
      const { id: _id, version: _v, createdAt: _c, updatedAt: _u, ...person } = row
      return unit.insert('patient', person)
    })
    const wish = clinic.order({ patientId: other, encounterId })
    await expect(wish).rejects.toMatchObject({ code: 'not-found', data: { entity: 'encounter' } })
  })

  test('is taken back before there are results, and never after', async () => {
    const first = await clinic.order()
    await revokeLabOrder(doctor(), { id: first.id, version: 1, reason: 'Отказ' })
    expect(await stateNow()).toEqual(['revoked'])
    expect(await readCollectionList(clinic.nurse)).toEqual([])
    await expect(
      collectSpecimens(nurse(), { specimenIds: first.specimenIds }),
    ).rejects.toMatchObject({ code: 'lab-order-revoked', data: { number: first.number } })
    await expect(enter(first.id, { [clinic.analytes.K]: '4' })).rejects.toMatchObject({
      code: 'lab-order-revoked',
    })
    const second = await clinic.order()
    await enter(second.id, { [clinic.analytes.K]: '4' })
    const late = revokeLabOrder(doctor(), { id: second.id, version: 1, reason: 'Отказ' })
    await expect(late).rejects.toMatchObject({ code: 'lab-order-resulted' })
  })

  test('is not sent before it was collected, and what was collected keeps its time', async () => {
    const { specimenIds } = await clinic.order()
    const early = sendSpecimens(nurse(), { specimenIds, sentTo: null })
    await expect(early).rejects.toMatchObject({ code: 'not-collected' })
    await collectSpecimens(nurse(), { specimenIds })
    clinic.setNow('2026-11-16T07:00:00.000Z')
    await collectSpecimens(nurse(), { specimenIds })
    const [waiting] = await readCollectionList(clinic.nurse)
    expect(waiting?.collectedAt).toBe('2026-11-16T06:00:00.000Z')
  })

  test('waits behind the more urgent ones', async () => {
    await clinic.order()
    await clinic.order({ priority: 'stat' })
    await clinic.order({ priority: 'urgent' })
    const list = await readCollectionList(clinic.nurse)
    expect(list.map(({ priority }) => priority)).toEqual(['stat', 'urgent', 'routine'])
  })

  test('has on its labels whose it is and what is to be measured', async () => {
    const { specimenIds, number } = await clinic.order({ priority: 'urgent' })
    expect(await gatherLabels(clinic.nurse, specimenIds)).toMatchObject([
      {
        label: 'A-S00001',
        orderNumber: number,
        specimenKind: 'serum',
        isUrgent: true,
        day: '2026-11-16',
        codes: ['K', 'NA'],
      },
    ])
  })
})

describe('results by hand', () => {
  test('are flagged by the limits that hold for the patient on the day of the specimen', async () => {
    const { id } = await clinic.order({ panelIds: [clinic.panels.blood] })
    const sheet = await readResultSheet(clinic.nurse, id)
    const { K, HB } = clinic.analytes
    expect(sheet.items.map(({ code, range }) => [code, range?.low])).toEqual([
      ['HB', sheet.items[0]?.range?.low],
      ['K', '3.5'],
    ])
    const { reportId } = await enter(id, { [K]: '6,21', [HB]: '<100' })
    const { observations, isCritical } = await readReport(clinic.doctor, reportId)
    expect(observations).toMatchObject([
      { code: 'K', value: '6.21', comparator: null, interpretation: 'HH', criticalHigh: '6.2' },
      { code: 'HB', value: '100', comparator: '<', interpretation: 'L' },
    ])
    expect(isCritical).toBe(true)
  })

  test('in words are compared with the words that are normal', async () => {
    const { NIT } = clinic.analytes
    const { id } = await clinic.order({ panelIds: [], definitionIds: [NIT] })
    const { reportId } = await enter(id, { [NIT]: 'положительно' })
    const { observations } = await readReport(clinic.doctor, reportId)
    expect(observations).toMatchObject([{ value: 'положительно', interpretation: 'A' }])
  })

  test('that are no numbers, were not ordered, or are known are refused', async () => {
    const { K, HB } = clinic.analytes
    const { id } = await clinic.order()
    await expect(enter(id, { [K]: 'много' })).rejects.toMatchObject({
      code: 'not-a-number',
      data: { name: 'Калий' },
    })
    await expect(enter(id, { [HB]: '120' })).rejects.toMatchObject({ code: 'not-found' })
    await enter(id, { [K]: '4.2' })
    await expect(enter(id, { [K]: '4.2' })).rejects.toMatchObject({ code: 'nothing-new' })
  })

  test('are corrected by another result, and the first stays as it was', async () => {
    const { K, NA } = clinic.analytes
    const { id } = await clinic.order()
    await enter(id, { [K]: '7.0', [NA]: '140' })
    const { reportId } = await enter(id, { [K]: '4.0' })
    expect(await readReport(clinic.doctor, reportId)).toMatchObject({ status: 'corrected' })
    const results = await readResultsOfPatient(clinic.doctor, clinic.patientId)
    expect(results.map(({ code, value }) => `${code} ${value}`).toSorted()).toEqual([
      'K 4.0',
      'NA 140',
    ])
    const kept = clinic.raw.prepare('SELECT value FROM observation ORDER BY id').pluck().all()
    expect(kept).toEqual(['7.0', '140', '4.0'])
  })

  test('of an analyte make its trend', async () => {
    const { K } = clinic.analytes
    for (const [at, value] of ['4.1', '4.9', '5.4'].entries()) {
      clinic.setNow(`2026-11-1${at + 6}T06:00:00.000Z`)
      const { id } = await clinic.order()
      await enter(id, { [K]: value })
    }
    const question = { patientId: clinic.patientId, definitionId: K }
    expect(await readTrend(clinic.doctor, question)).toMatchObject([
      {
        value: 4.1,
        low: 3.5,
        high: 5.1,
        interpretation: 'N',
        effectiveAt: '2026-11-16T06:00:00.000Z',
      },
      { value: 4.9, interpretation: 'N' },
      { value: 5.4, interpretation: 'H' },
    ])
  })
})

describe('the inbox', () => {
  test('has critical reports first, then urgent ones, then the one that waits longest', async () => {
    const { K } = clinic.analytes
    const plain = await clinic.order()
    const urgent = await clinic.order({ priority: 'urgent' })
    const critical = await clinic.order()
    for (const [order, value] of [
      [plain, '4'],
      [urgent, '4'],
      [critical, '2.5'],
    ] as const) {
      await enter(order.id, { [K]: value })
    }
    const inbox = await readLabInbox(clinic.doctor, 'mine')
    expect(inbox.map(({ orderId }) => orderId)).toEqual([critical.id, urgent.id, plain.id])
    expect(await countLabInbox(clinic.doctor)).toEqual({ waiting: 3, critical: 1 })
  })

  test('of a doctor holds their own orders, and everyone’s on request', async () => {
    const { id } = await clinic.order()
    await enter(id, { [clinic.analytes.K]: '4' })
    expect(await readLabInbox(clinic.otherDoctor, 'mine')).toEqual([])
    expect(await readLabInbox(clinic.otherDoctor, 'all')).toHaveLength(1)
  })

  test('is told once: who acknowledged first is who answers for it', async () => {
    const { id } = await clinic.order()
    const { reportId } = await enter(id, { [clinic.analytes.K]: '4' })
    await reviewReport(doctor(), { reportId, note: 'Позвонить' })
    await reviewReport(clinic.otherDoctor.with({}), { reportId, note: null })
    const { review } = await readReport(clinic.doctor, reportId)
    expect(review).toMatchObject({ note: 'Позвонить', reviewedBy: clinic.practitionerId })
    const nowhere = { reportId: '01900000-0000-7000-8000-00000000dead', note: null }
    await expect(reviewReport(doctor(), nowhere)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the catalogue', () => {
  const administrator = () => clinic.desk.with({})

  test('refuses a code that is taken and ranges that claim the same people', async () => {
    const analyte = { id: null, version: null, name: 'x', unit: null, decimals: 0, loinc: null }
    const kind = { valueKind: 'quantity' as const, specimenKind: 'serum' as const }
    const again = saveDefinition(administrator(), { ...analyte, ...kind, code: 'K' })
    await expect(again).rejects.toMatchObject({ code: 'code-taken' })
    const panel = { id: null, version: null, code: 'SALTS', name: 'x' }
    const samePanel = savePanel(administrator(), { ...panel, definitionIds: [clinic.analytes.K] })
    await expect(samePanel).rejects.toMatchObject({ code: 'code-taken' })
    const { definitions } = await readLabCatalog(clinic.desk)
    const [known] = definitions.find(({ code }) => code === 'K')?.ranges ?? []
    if (known === undefined) throw new Error('no range')
    const { archivedAt: _a, createdAt: _c, updatedAt: _u, ...range } = known
    const twice = saveRange(administrator(), { ...range, id: null, version: null })
    await expect(twice).rejects.toMatchObject({ code: 'ranges-overlap' })
    await saveRange(administrator(), { ...range, high: '5.2' })
    await archiveRange(administrator(), { id: range.id, version: 2 })
    await saveRange(administrator(), { ...range, id: null, version: null })
  })

  test('changes a panel, and an archived analyte is ordered no more', async () => {
    const { K, NA } = clinic.analytes
    const id = clinic.panels.salts
    const panel = { id, version: 1, code: 'SALTS', name: 'Соли' }
    await savePanel(administrator(), { ...panel, definitionIds: [NA] })
    await savePanel(administrator(), { ...panel, version: 2, definitionIds: [NA, K] })
    const { panels } = await readLabCatalog(clinic.desk)
    expect(panels.find((one) => one.id === id)).toMatchObject({ definitionIds: [NA, K] })
    await archiveDefinition(administrator(), { id: K, version: 1, archived: true })
    const { id: orderId } = await clinic.order()
    expect((await readResultSheet(clinic.nurse, orderId)).items.map(({ code }) => code)).toEqual([
      'NA',
    ])
    await expect(clinic.order({ definitionIds: [K] })).resolves.toMatchObject({})
    await expect(clinic.order({ panelIds: [], definitionIds: [K] })).rejects.toMatchObject({
      code: 'archived',
    })
    await archivePanel(administrator(), { id, version: 2, archived: true })
    await expect(clinic.order()).rejects.toMatchObject({ code: 'archived' })
  })
})
