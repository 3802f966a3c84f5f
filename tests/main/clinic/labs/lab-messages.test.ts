/** Results that laboratories send: filed where identity agrees, kept for a person where it does not, and never twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Hl7Error } from '../../../../main/clinic/labs/hl7.rules.ts'
import {
  matchByHand,
  readMessageReport,
  readUnmatched,
  takeInFile,
  takeInMessage,
  undoMatch,
} from '../../../../main/clinic/labs/lab-messages.service.ts'
import { revokeLabOrder } from '../../../../main/clinic/labs/lab-orders.service.ts'
import {
  readLabInbox,
  readReport,
  readResultsOfPatient,
} from '../../../../main/clinic/labs/lab-results.service.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { oru, type OruWish, potassium, sodium, utf8 } from '../../../helpers/oru.ts'

let clinic: LabClinic
let who: { family: string; given: string; born: string; card: string }
beforeEach(async () => {
  clinic = await openLabClinic()
  await clinic.desk.with({}).write('test.born', async (unit) => {
    unit.patch('patient', clinic.patientId, { bornOn: '1980-02-29', family: 'Ёлкина' })
  })
  who = { family: 'Ёлкина', given: 'Мария', born: '19800229', card: clinic.cardNumber }
})
afterEach(() => clinic.close())

const nurse = () => clinic.nurse.with({})

const take = (wish: OruWish) => takeInMessage(nurse(), { bytes: utf8(oru(wish)), source: 'file' })

const results = async () =>
  (await readResultsOfPatient(clinic.doctor, clinic.patientId)).map(
    ({ code, value, interpretation }) => `${code} ${value} ${interpretation ?? ''}`.trim(),
  )

const reasons = async () => (await readUnmatched(clinic.nurse)).map(({ reason }) => reason)

describe('whose results are', () => {
  test('is told by the number of the order, where something of the identity agrees', async () => {
    const { number, id } = await clinic.order()
    expect(await take({ placer: number, family: 'Ёлкина' })).toEqual({
      outcome: 'taken',
      matched: 1,
      unmatched: 0,
    })
    const [report] = await readLabInbox(clinic.doctor, 'mine')
    expect(report).toMatchObject({ orderId: id, status: 'final', performer: 'NORTH' })
    expect(await results()).toEqual(['K 4.2 N'])
  })

  test('is told by the label of the tube as well', async () => {
    await clinic.order()
    await take({ placer: 'A-S00001', born: '19800229' })
    expect(await results()).toEqual(['K 4.2 N'])
  })

  test('is told by card number, family name and birth day together', async () => {
    await take({ ...who, family: 'ЕЛКИНА' })
    expect(await results()).toEqual(['K 4.2 N'])
    expect(await readLabInbox(clinic.otherDoctor, 'mine')).toHaveLength(1)
  })

  test('is told by a family name in Latin letters too', async () => {
    await take({ ...who, family: 'Elkina' })
    expect(await reasons()).toEqual([])
  })

  test.each<[string, (number: string) => OruWish, string]>([
    ['a blank identity', () => ({}), 'blank-identity'],
    ['a blank identity with a number of an order', (placer) => ({ placer }), 'blank-identity'],
    ['a card alone', () => ({ card: 'A-00007' }), 'doubtful-identity'],
    ['a name alone', () => ({ family: 'Ёлкина', born: '19800229' }), 'unknown-patient'],
    [
      'a card of somebody with another name',
      () => ({ card: 'A-00007', family: 'Иванова', born: '19800229' }),
      'doubtful-identity',
    ],
    [
      'a card of somebody born on another day',
      () => ({ card: 'A-00007', family: 'Ёлкина', born: '19810229' }),
      'doubtful-identity',
    ],
    [
      'a card that nobody has',
      () => ({ card: 'Z-1', family: 'Ёлкина', born: '19800229' }),
      'unknown-patient',
    ],
    [
      'the number of another’s order',
      (placer) => ({ placer, family: 'Иванова' }),
      'order-of-another',
    ],
    [
      'the number of an order of somebody born on another day',
      (placer) => ({ placer, family: 'Ёлкина', born: '19800301' }),
      'order-of-another',
    ],
    [
      'the number of an order and a card that nobody has',
      (placer) => ({ placer, card: 'Z-1' }),
      'doubtful-identity',
    ],
  ])('is not told by %s', async (_, wish, reason) => {
    const { number } = await clinic.order()
    expect(await take(wish(number))).toEqual({ outcome: 'taken', matched: 0, unmatched: 1 })
    expect(await reasons()).toEqual([reason])
    expect(await results()).toEqual([])
  })

  test('is not told by an order that was taken back', async () => {
    const { id, number } = await clinic.order()
    await revokeLabOrder(clinic.doctor.with({}), { id, version: 1, reason: 'Отказ' })
    await take({ placer: number, ...who })
    expect(await reasons()).toEqual(['order-revoked'])
  })

  test('is told by the card of a record that became part of another', async () => {
    const survivorId = await clinic.desk.with({}).write('test.merge', async (unit) => {
      const row = await unit.db
        .selectFrom('patient')
        .selectAll()
        .where('id', '=', clinic.patientId)
        .executeTakeFirstOrThrow()
      const { id: _id, version: _v, createdAt: _c, updatedAt: _u, ...person } = row
      const id = unit.insert('patient', person)
      unit.patch('patient', clinic.patientId, { mergedIntoId: id, archivedAt: unit.now })
      return id
    })
    await take(who)
    expect(await readResultsOfPatient(clinic.doctor, survivorId)).toHaveLength(1)
  })
})

describe('results that wait for a person', () => {
  test('are shown as the laboratory told them, and filed by hand', async () => {
    const { id, number } = await clinic.order()
    await take({ placer: number, family: 'Иванова', results: [potassium('6.5')] })
    const [waiting] = await readUnmatched(clinic.nurse)
    const messageReportId = waiting?.id ?? ''
    expect(await readMessageReport(clinic.nurse, messageReportId)).toMatchObject({
      family: 'Иванова',
      placerNumber: number,
      results: [{ name: 'Potassium', value: '6.5' }],
    })
    const wish = { messageReportId, patientId: clinic.patientId, orderId: id }
    await matchByHand(nurse(), wish)
    expect(await results()).toEqual(['K 6.5 HH'])
    expect(await readUnmatched(clinic.nurse)).toEqual([])
    await expect(matchByHand(nurse(), wish)).rejects.toMatchObject({ code: 'already-matched' })
  })

  test('count no more when the match is undone, and can be matched again', async () => {
    await take(who)
    const [report] = await readLabInbox(clinic.doctor, 'all')
    const matchId = report?.matchId ?? ''
    await undoMatch(nurse(), { matchId, reason: 'Не та пациентка' })
    expect(await results()).toEqual([])
    expect(await readLabInbox(clinic.doctor, 'all')).toEqual([])
    await expect(readReport(clinic.doctor, report?.id ?? '')).rejects.toMatchObject({
      code: 'not-found',
    })
    const again = undoMatch(nurse(), { matchId, reason: 'x' })
    await expect(again).rejects.toMatchObject({ code: 'already-undone' })
    const [waiting] = await readUnmatched(clinic.nurse)
    await matchByHand(nurse(), {
      messageReportId: waiting?.id ?? '',
      patientId: clinic.patientId,
      orderId: null,
    })
    expect(await results()).toEqual(['K 4.2 N'])
  })

  test('give back what they had corrected when the match is undone', async () => {
    const { number } = await clinic.order()
    await take({ ...who, placer: number })
    const wish = { controlId: '2', placer: number, results: [potassium('9', { status: 'C' })] }
    await take({ ...who, ...wish, status: 'C' })
    expect(await results()).toEqual(['K 9 HH'])
    const corrected = (await readLabInbox(clinic.doctor, 'all')).find(
      ({ status }) => status === 'corrected',
    )
    await undoMatch(nurse(), { matchId: corrected?.matchId ?? '', reason: 'Чужой' })
    expect(await results()).toEqual(['K 4.2 N'])
  })
})

describe('a message', () => {
  const rowCounts = () =>
    ['lab_message', 'lab_match', 'diagnostic_report', 'observation', 'outbox_operation'].map(
      (table) => clinic.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )

  test('that comes again changes nothing', async () => {
    await take(who)
    const before = rowCounts()
    expect(await take(who)).toEqual({ outcome: 'replayed', matched: 0, unmatched: 0 })
    expect(rowCounts()).toEqual(before)
  })

  test('with the same control id from another sender, or with other content, is another message', async () => {
    await take(who)
    expect(await take({ ...who, sender: 'LAB|SOUTH' })).toMatchObject({ outcome: 'taken' })
    expect(await take({ ...who, results: [potassium('4.3')] })).toMatchObject({ outcome: 'taken' })
  })

  test('that tells again what is known adds no result, and what is new alone', async () => {
    const { number } = await clinic.order()
    const partial = { ...who, placer: number, status: 'P' }
    await take({ ...partial, controlId: '1' })
    await take({ ...partial, controlId: '2' })
    expect(await readLabInbox(clinic.doctor, 'mine')).toHaveLength(1)
    const whole = [potassium('4.2'), sodium('150')]
    await take({ ...partial, controlId: '3', status: 'F', results: whole })
    expect(await results()).toEqual(['NA 150 H', 'K 4.2 N'])
    const told = (await readLabInbox(clinic.doctor, 'mine')).map(({ status, observations }) => [
      status,
      observations.map(({ code }) => code),
    ])
    expect(told).toEqual([
      ['partial', ['K']],
      ['final', ['NA']],
    ])
  })

  test('takes the laboratory’s norm and the clinic’s critical limits, and of two flags the graver', async () => {
    const result = 'OBX|1|NM|K||6.5|ммоль/л|3.0-7.0|N|||F'
    await take({ ...who, results: [result] })
    const [report] = await readLabInbox(clinic.doctor, 'all')
    expect(report?.observations).toMatchObject([
      { low: '3.0', high: '7.0', criticalHigh: '6.2', interpretation: 'HH' },
    ])
  })

  test('in another unit is judged by what the laboratory says alone', async () => {
    const result = 'OBX|1|NM|K||16.5|mg/dL||H|||F'
    await take({ ...who, results: [result] })
    const [report] = await readLabInbox(clinic.doctor, 'all')
    expect(report?.observations).toMatchObject([
      { unit: 'mg/dL', low: null, criticalHigh: null, interpretation: 'H' },
    ])
  })

  test('keeps what the catalogue does not know', async () => {
    await take({ ...who, results: ['OBX|1|ST|ZZZ^Новое||есть||||||F'] })
    expect(await results()).toEqual(['ZZZ есть'])
  })

  test('that is no report of results is refused and leaves nothing', async () => {
    const before = rowCounts()
    await expect(take({ type: 'ORM^O01' })).rejects.toEqual(new Hl7Error('not-oru'))
    expect(rowCounts()).toEqual(before)
  })
})

describe('a file', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => oru({ ...who, controlId: `m${at}` }))

  test('is taken in message by message: what cannot be read holds up nothing', async () => {
    const broken = oru({ type: 'ORM^O01', controlId: 'x' })
    const [one = '', two = ''] = many(2)
    const file = utf8([one, broken, two].join('\r'))
    expect(await takeInFile(nurse(), file)).toEqual({
      taken: 2,
      replayed: 0,
      matched: 2,
      unmatched: 0,
      refused: [{ position: 2, problem: 'not-oru' }],
      stray: false,
    })
    expect(await takeInFile(nurse(), file)).toMatchObject({ taken: 0, replayed: 2 })
  })

  test('without a message is refused', async () => {
    await expect(takeInFile(nurse(), utf8('hello'))).rejects.toMatchObject({
      code: 'file-unreadable',
    })
  })

  test('that broke off in the middle loses none and doubles none when it is taken in again', async () => {
    const file = utf8(many(6).join('\r'))
    let left = 3
    const desk = nurse()
    const breaking = {
      ...desk,
      get read() {
        return desk.read
      },
      write: ((command, story) =>
        desk.write(command, async (unit) => {
          const told = await story(unit)
          left -= 1
          // The power goes when the work of a message is done and not yet committed.
          if (left < 0) throw new Error('power cut')
          return told
        })) as typeof desk.write,
    }
    await expect(takeInFile(breaking, file)).rejects.toThrow('power cut')
    const kept = () => clinic.raw.prepare('SELECT count(*) FROM lab_message').pluck().get()
    expect(kept()).toBe(3)
    expect(await takeInFile(nurse(), file)).toMatchObject({ taken: 3, replayed: 3 })
    expect(kept()).toBe(6)
  })
})
