/** The registry: registering with consent, duplicates that warn, changes, the medical card. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  approveCard,
  createCard,
  listWaitingCards,
  readCardOf,
  returnCard,
  saveCard,
  submitCard,
} from '../../../../main/clinic/patients/medical-card.service.ts'
import {
  findDuplicates,
  getPatient,
  recordConsent,
  registerPatient,
  updatePatient,
} from '../../../../main/clinic/patients/patients.service.ts'
import type { Person } from '../../../../main/clinic/patients/patients.input.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { justRegistered, personOf, register, registrationOf } from '../../../helpers/patients.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const count = (table: string) =>
  clinic.raw.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n

describe('registering', () => {
  test('keeps the person, the consent as a record of its own and a draft card', async () => {
    const told = await registerPatient(clinic.desk, registrationOf({ withCard: true }))
    expect(told.cardNumber).toBe('A-00001')
    const patient = await getPatient(clinic.desk, told.id)
    expect(patient).toMatchObject({
      family: 'Иванов',
      given: 'Пётр',
      patronymic: 'Сергеевич',
      bornOn: '1978-04-12',
      phones: [{ use: 'mobile', value: '+7 912 345-67-89' }],
      cardNumber: 'A-00001',
      card: { id: told.cardId, status: 'draft' },
      upcomingAppointments: 0,
      version: 1,
    })
    expect(patient.consents).toMatchObject([
      {
        textVersion: '2026-01',
        givenOn: '2026-11-16',
        method: 'paper',
        recordedBy: clinic.administratorId,
        recordedByName: { family: 'Смирнова', given: 'Елена', patronymic: 'Олеговна' },
      },
    ])
    const unit = clinic.committed.at(-1)
    expect(unit?.rows.map((row) => row.entity)).toEqual(['patient', 'consent', 'medicalCard'])
  })

  test('writes a document as its country writes it', async () => {
    const id = await register(clinic.desk, { document: { kind: 'snils', number: '11223344595' } })
    expect((await getPatient(clinic.desk, id)).document).toEqual({
      kind: 'snils',
      number: '112-233-445 95',
    })
  })

  test('keeps SQL and HTML in a name as text', async () => {
    const family = "O'Neil'); DROP TABLE patient;--"
    const given = '<script>alert(1)</script>'
    const id = await register(clinic.desk, { family, given })
    expect(await getPatient(clinic.desk, id)).toMatchObject({ family, given })
  })

  test.each([
    ['bornOn', { bornOn: '2026-11-17' }],
    [
      'consent.givenOn',
      { consent: { textVersion: '1', givenOn: '2026-11-17', method: 'paper' as const } },
    ],
  ])('refuses a day in the future at %s and keeps nothing', async (path, changes) => {
    const story = registerPatient(clinic.desk, registrationOf(changes))
    await expect(story).rejects.toMatchObject({
      code: 'invalid-input',
      data: { fields: [{ path, code: 'day-in-future' }] },
    })
    expect([count('patient'), count('consent')]).toEqual([0, 0])
  })

  test('today is the clinic’s own day', async () => {
    // Half past one in Moscow, still the evening before in UTC.
    clinic.setNow('2026-11-16T22:30:00.000Z')
    await register(clinic.desk, { bornOn: '2026-11-17' })
    expect(count('patient')).toBe(1)
  })

  test('the same call twice is one patient with one card', async () => {
    const request = { key: 'k', content: null }
    const wish = registrationOf({ withCard: true })
    const first = await registerPatient(clinic.desk.with({ request }), wish)
    expect(await registerPatient(clinic.desk.with({ request }), wish)).toEqual(first)
    expect([count('patient'), count('consent'), count('medical_card')]).toEqual([1, 1, 1])
  })
})

describe('likely duplicates', () => {
  const ask = async (changes: Partial<Person> = {}, exceptId: string | null = null) => {
    const { family, given, patronymic, bornOn, phones, document } = personOf({
      phones: [],
      ...changes,
    })
    const found = await findDuplicates(clinic.desk, {
      family,
      given,
      patronymic,
      bornOn,
      phones,
      document,
      exceptId,
    })
    return found.map(({ id, reasons }) => ({ id, reasons }))
  }

  test.each<[string, Partial<Person>, string[]]>([
    [
      'the same phone, dialled otherwise',
      {
        family: 'Кузнецов',
        given: 'Олег',
        bornOn: '1990-01-01',
        phones: [{ use: 'home', value: '+7 (912) 3456789' }],
      },
      ['same-phone'],
    ],
    [
      'in Latin letters',
      { family: 'Ivanov', given: 'Petr', patronymic: null },
      ['similar-name', 'same-birth-day'],
    ],
    ['a slip in the name', { family: 'Ивонов' }, ['similar-name', 'same-birth-day']],
    ['day and month exchanged', { bornOn: '1978-12-04' }, ['similar-name', 'swapped-day-month']],
  ])('%s', async (_, changes, reasons) => {
    const id = await register(clinic.desk)
    expect(await ask(changes)).toEqual([{ id, reasons }])
  })

  test('the same document under another name', async () => {
    const id = await register(clinic.desk, { document: { kind: 'snils', number: '11223344595' } })
    const document = { kind: 'snils', number: '112 233 445-95' } as const
    expect(await ask({ family: 'Сидоров', given: 'Олег', bornOn: null, document })).toEqual([
      { id, reasons: ['same-document'] },
    ])
  })

  test('nobody else, not oneself, and nothing while little is typed', async () => {
    const id = await register(clinic.desk)
    expect(await ask({ family: 'Сидоров', given: 'Олег' })).toEqual([])
    expect(await ask({}, id)).toEqual([])
    expect(
      await findDuplicates(clinic.desk, {
        family: 'И',
        given: null,
        patronymic: null,
        bornOn: null,
        phones: [{ use: 'mobile', value: null }],
        document: null,
        exceptId: null,
      }),
    ).toEqual([])
  })

  test('follow a changed phone', async () => {
    const id = await register(clinic.desk)
    const phones = [{ use: 'mobile', value: '+7 999 000-11-22' }] as const
    await updatePatient(clinic.desk, { id, version: 1, ...personOf({ phones: [...phones] }) })
    const other = { family: 'Кузнецов', given: 'Олег', bornOn: null }
    expect(await ask({ ...other, phones: [...phones] })).toEqual([{ id, reasons: ['same-phone'] }])
    expect(await ask({ ...other, phones: personOf().phones })).toEqual([])
  })
})

describe('changing', () => {
  test('keeps the new data and refuses a version that is no longer the row’s', async () => {
    const id = await register(clinic.desk)
    await updatePatient(clinic.desk, { id, version: 1, ...personOf({ family: 'Петров' }) })
    expect(await getPatient(clinic.desk, id)).toMatchObject({ family: 'Петров', version: 2 })
    const late = updatePatient(clinic.desk, { id, version: 1, ...personOf({ given: 'Олег' }) })
    await expect(late).rejects.toMatchObject({ code: 'version-conflict' })
    await expect(
      updatePatient(clinic.desk, { id: clinic.newId(), version: 1, ...personOf() }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a later consent stands beside the first', async () => {
    const patientId = await register(clinic.desk)
    await recordConsent(clinic.desk, {
      purpose: 'data-processing',
      patientId,
      textVersion: '2026-02',
      givenOn: '2026-11-16',
      method: 'electronic',
    })
    const { consents } = await getPatient(clinic.desk, patientId)
    expect(consents.map((consent) => consent.textVersion)).toEqual(['2026-02', '2026-01'])
    expect(() => clinic.raw.prepare('DELETE FROM consent').run()).toThrow('append-only')
  })

  test('nobody is found under an id that is not there', async () => {
    await expect(getPatient(clinic.desk, clinic.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('the medical card', () => {
  const text = {
    bloodType: 'A+' as const,
    allergies: 'Пенициллин',
    chronicConditions: null,
    medicines: null,
    emergencyContact: null,
    note: null,
  }

  async function openedCard() {
    const patientId = await register(clinic.desk)
    const { id, number } = await createCard(clinic.desk, patientId)
    return { patientId, id, number }
  }

  test('goes from draft to approved, and the patient is told', async () => {
    const { id, patientId, number } = await openedCard()
    const { version } = await saveCard(clinic.desk, { id, version: 1, ...text })
    expect(version).toBe(2)
    await submitCard(clinic.desk, { id, version })
    expect(await listWaitingCards(clinic.desk)).toMatchObject([
      { id, number, patientId, family: 'Иванов', submittedByName: { family: 'Смирнова' } },
    ])
    clinic.woken.length = 0
    await approveCard(clinic.desk, { id, version: 3 })
    expect(await readCardOf(clinic.desk, patientId)).toMatchObject({
      status: 'approved',
      allergies: 'Пенициллин',
      decidedBy: clinic.administratorId,
    })
    expect(await listWaitingCards(clinic.desk)).toEqual([])
    expect(clinic.woken).toEqual(['mail'])
    const mail = clinic.raw
      .prepare<[], { template: string; content: string }>('SELECT template, content FROM message')
      .all()
    expect(mail).toMatchObject([{ template: 'card-approved' }])
    // Nothing of what the card says may travel by mail.
    expect(mail[0]?.content).not.toContain('Пенициллин')
  })

  test('comes back with a reason, is put right and submitted again', async () => {
    const { id, patientId } = await openedCard()
    await submitCard(clinic.desk, { id, version: 1 })
    await returnCard(clinic.desk, { id, version: 2, reason: 'Не указаны аллергии' })
    expect(await readCardOf(clinic.desk, patientId)).toMatchObject({
      status: 'returned',
      returnReason: 'Не указаны аллергии',
    })
    const { version } = await saveCard(clinic.desk, { id, version: 3, ...text })
    await submitCard(clinic.desk, { id, version })
    expect(await readCardOf(clinic.desk, patientId)).toMatchObject({
      status: 'submitted',
      returnReason: null,
    })
    await returnCard(clinic.desk, { id, version: version + 1, reason: 'Ещё раз' })
    expect(count('message')).toBe(2)
  })

  test('is one a patient', async () => {
    const { patientId, number } = await openedCard()
    await expect(createCard(clinic.desk, patientId)).rejects.toMatchObject({
      code: 'card-exists',
      data: { number },
    })
    await expect(createCard(clinic.desk, clinic.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('takes no step out of turn, and no change while others decide', async () => {
    const { id } = await openedCard()
    await expect(approveCard(clinic.desk, { id, version: 1 })).rejects.toMatchObject({
      code: 'card-status-not-allowed',
    })
    await submitCard(clinic.desk, { id, version: 1 })
    await expect(saveCard(clinic.desk, { id, version: 2, ...text })).rejects.toMatchObject({
      code: 'card-status-not-allowed',
    })
    await expect(submitCard(clinic.desk, { id, version: 2 })).rejects.toMatchObject({
      code: 'card-status-not-allowed',
    })
    await expect(approveCard(clinic.desk, { id, version: 1 })).rejects.toMatchObject({
      code: 'version-conflict',
    })
    await expect(returnCard(clinic.desk, { id, version: 2, reason: ' ' })).rejects.toMatchObject({
      code: 'reason-required',
    })
    expect(count('message')).toBe(0)
  })

  test('waits for the consent', async () => {
    const patientId = await clinic.desk.write('test.patient', async (unit) =>
      unit.insert('patient', {
        ...justRegistered,
        family: 'Без',
        given: 'Согласия',
        patronymic: null,
        sex: 'unknown',
        bornOn: null,
        phones: '[]',
        email: null,
        address: null,
        documentKind: null,
        documentNumber: null,
        language: 'ru',
        note: null,
      }),
    )
    const { id } = await createCard(clinic.desk, patientId)
    await expect(submitCard(clinic.desk, { id, version: 1 })).rejects.toMatchObject({
      code: 'consent-missing',
    })
    expect(await readCardOf(clinic.desk, patientId)).toMatchObject({ status: 'draft' })
  })

  test('is shown to those who may read cards; its number to everyone', async () => {
    const { patientId, number } = await openedCard()
    const cashier = await getPatient(clinic.deskOf(['cashier']), patientId)
    expect([cashier.card, cashier.cardNumber]).toEqual([null, number])
    const doctor = await getPatient(clinic.deskOf(['doctor']), patientId)
    expect(doctor.card).toMatchObject({ number })
  })
})
