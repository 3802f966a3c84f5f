/** What stands beside a patient's record: relatives and payers, notes, consents by purpose, the photo, the export. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  addConsentText,
  listConsentTexts,
  withdrawConsent,
} from '../../../../main/clinic/patients/consents.service.ts'
import { exportPatients } from '../../../../main/clinic/patients/patient-export.service.ts'
import { importPatients } from '../../../../main/clinic/patients/patient-import.service.ts'
import { searchPatients } from '../../../../main/clinic/patients/patient-search.service.ts'
import { getPatient, recordConsent } from '../../../../main/clinic/patients/patients.service.ts'
import { readPhoto, removePhoto, setPhoto } from '../../../../main/clinic/patients/photo.service.ts'
import {
  addNote,
  addRelative,
  archiveNote,
  archiveRelative,
  readNotes,
  readRelatives,
  updateRelative,
} from '../../../../main/clinic/patients/relatives.service.ts'
import { createCard, submitCard } from '../../../../main/clinic/patients/medical-card.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { register } from '../../../helpers/patients.ts'

let clinic: TestClinic
beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

const mother = {
  relativeId: null,
  relationship: 'mother' as const,
  name: 'Ольга Иванова',
  phone: '8 903 222-33-44',
  isGuardian: true,
  isPayer: true,
}

describe('a relative', () => {
  test('is a name and a phone, by which the child is found', async () => {
    const child = await register(clinic.desk, { phones: [] })
    const { id } = await addRelative(desk(), { patientId: child, ...mother })
    expect((await readRelatives(clinic.desk, child)).relatives).toMatchObject([
      { id, name: 'Ольга Иванова', phone: '+7 903 222-33-44', isGuardian: true, isPayer: true },
    ])
    expect((await searchPatients(clinic.desk, '903 222-33-44', 5)).map((one) => one.id)).toEqual([
      child,
    ])
    await archiveRelative(desk(), { id, version: 1, archived: true })
    expect(await searchPatients(clinic.desk, '903 222-33-44', 5)).toEqual([])
  })

  test('may be a patient, whose phone finds the child too and who knows of the child', async () => {
    const child = await register(clinic.desk, { phones: [] })
    const parent = await register(clinic.desk, {
      phones: [{ use: 'mobile', value: '+7 903 222-33-44' }],
    })
    const wish = { ...mother, relativeId: parent }
    const { id } = await addRelative(desk(), { patientId: child, ...wish })
    const found = await searchPatients(clinic.desk, '2223344', 5)
    expect(found.map((one) => one.id)).toEqual([parent, child])
    expect((await readRelatives(clinic.desk, parent)).relativeOf).toMatchObject([
      { patientId: child, relationship: 'mother', isPayer: true },
    ])
    await updateRelative(desk(), { id, version: 1, ...wish, isPayer: false })
    expect((await readRelatives(clinic.desk, child)).relatives[0]?.isPayer).toBe(false)
  })

  test('is nobody to themselves', async () => {
    const id = await register(clinic.desk)
    const own = addRelative(desk(), { patientId: id, ...mother, relativeId: id })
    await expect(own).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

test('notes: alerts stand first, a removed one is gone and can be brought back', async () => {
  const patientId = await register(clinic.desk)
  await addNote(desk(), { patientId, text: 'Любит утро', isAlert: false })
  const { id } = await addNote(desk(), { patientId, text: 'Падает в обморок', isAlert: true })
  const texts = async () => (await readNotes(clinic.desk, patientId)).map(({ text }) => text)
  expect(await texts()).toEqual(['Падает в обморок', 'Любит утро'])
  await archiveNote(desk(), { id, version: 1, archived: true })
  expect(await texts()).toEqual(['Любит утро'])
  await archiveNote(desk(), { id, version: 2, archived: false })
  expect(await texts()).toEqual(['Падает в обморок', 'Любит утро'])
})

describe('a consent', () => {
  test('has its purpose and version, and its withdrawal is a record of its own', async () => {
    const patientId = await register(clinic.desk)
    const { id: consentId } = await recordConsent(desk(), {
      patientId,
      purpose: 'messages',
      textVersion: '2026-02',
      givenOn: '2026-11-10',
      method: 'electronic',
    })
    await withdrawConsent(desk(), { consentId, withdrawnOn: '2026-11-16', reason: 'Передумал' })
    const { consents } = await getPatient(clinic.desk, patientId)
    expect(consents.find(({ id }) => id === consentId)).toMatchObject({
      purpose: 'messages',
      textVersion: '2026-02',
      givenOn: '2026-11-10',
      withdrawnOn: '2026-11-16',
      withdrawalReason: 'Передумал',
    })
    const again = withdrawConsent(desk(), { consentId, withdrawnOn: '2026-11-16', reason: null })
    await expect(again).rejects.toMatchObject({ code: 'consent-withdrawn' })
  })

  test.each([
    ['2026-11-17', 'day-in-future'],
    ['2026-11-15', 'before-consent'],
  ])('is not withdrawn on %s: %s', async (withdrawnOn, code) => {
    const patientId = await register(clinic.desk)
    const { consents } = await getPatient(clinic.desk, patientId)
    const wish = { consentId: consents[0]?.id ?? '', withdrawnOn, reason: null }
    await expect(withdrawConsent(desk(), wish)).rejects.toMatchObject({
      data: { fields: [{ path: 'withdrawnOn', code }] },
    })
  })

  test('that was withdrawn no longer lets a card be submitted', async () => {
    const patientId = await register(clinic.desk)
    const [consent] = (await getPatient(clinic.desk, patientId)).consents
    const wish = { consentId: consent?.id ?? '', withdrawnOn: '2026-11-16', reason: null }
    await withdrawConsent(desk(), wish)
    const { id } = await createCard(desk(), patientId)
    const submit = submitCard(desk(), { id, version: 1 })
    await expect(submit).rejects.toMatchObject({ code: 'consent-missing' })
  })

  test('has texts in versions, each name once a purpose', async () => {
    const wish = { purpose: 'messages', textVersion: '1', text: 'Согласен.' } as const
    await addConsentText(desk(), wish)
    await expect(addConsentText(desk(), wish)).rejects.toMatchObject({ code: 'text-version-taken' })
    await addConsentText(desk(), { ...wish, purpose: 'photo' })
    expect((await listConsentTexts(clinic.desk)).length).toBe(2)
  })
})

test('a photo is kept under its hash, shown in the search, and taken away again', async () => {
  const id = await register(clinic.desk)
  const picture = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
  await setPhoto(desk(), { id, version: 1, picture })
  expect(await readPhoto(clinic.desk, id)).toEqual({
    state: 'here',
    mediaType: 'image/jpeg',
    bytes: picture,
  })
  const [found] = await searchPatients(clinic.desk, 'Иванов', 5)
  expect(found?.photoSha256).toMatch(/^[0-9a-f]{64}$/)
  await removePhoto(desk(), { id, version: 2 })
  expect(await readPhoto(clinic.desk, id)).toBeNull()
})

test('a photo whose picture is on another workstation is said to be not here yet', async () => {
  const id = await register(clinic.desk)
  const picture = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
  await setPhoto(desk(), { id, version: 1, picture })
  const kept = clinic.raw.prepare('SELECT * FROM stored_file').get()
  clinic.raw.prepare('DELETE FROM stored_file').run()
  const answers = [...(['alone', 'not-yet'] as const)]
  for (const answer of answers) {
    const cutOff = { ...clinic.desk, fetchFile: async () => answer }
    expect(await readPhoto(cutOff, id)).toEqual({ state: 'not-here-yet' })
  }
  const fetchFile = async () => {
    clinic.raw
      .prepare(
        'INSERT INTO stored_file (sha256, media_type, size_bytes, bytes, stored_at) VALUES (@sha256, @media_type, @size_bytes, @bytes, @stored_at)',
      )
      .run(kept)
    return 'here' as const
  }
  expect(await readPhoto({ ...clinic.desk, fetchFile }, id)).toMatchObject({ state: 'here' })
})

test('what is no picture is no photo', async () => {
  const id = await register(clinic.desk)
  const script = new TextEncoder().encode('<svg onload="alert(1)"/>')
  const set = setPhoto(desk(), { id, version: 1, picture: script })
  await expect(set).rejects.toMatchObject({ code: 'file-unreadable' })
})

describe('the export', () => {
  const read = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

  test('begins with a byte order mark and runs no formula', async () => {
    await register(clinic.desk, {
      family: '=HYPERLINK("http://bad.example")',
      given: '@SUM(1)',
      address: 'Тверь; "Садовая", 4',
    })
    const { bytes, count } = await exportPatients(desk(), { query: '', separator: ';' })
    const [head = '', line = ''] = read(bytes).split('\r\n')
    expect(count).toBe(1)
    expect(head.startsWith('\ufefffamily;given;')).toBe(true)
    expect(line).toContain(`"'=HYPERLINK(""http://bad.example"")";'@SUM(1);`)
    expect(line).toContain(`;'+7 912 345-67-89;`)
    expect(line).toContain(`;"Тверь; ""Садовая"", 4";`)
  })

  test('of those who are found holds them alone, and every export stands in the audit trail', async () => {
    await register(clinic.desk, { family: 'Петров' })
    await register(clinic.desk, { family: 'Сидоров', phones: [] })
    const { bytes, count } = await exportPatients(desk(), { query: 'сидоров', separator: ',' })
    expect(count).toBe(1)
    expect(read(bytes)).not.toContain('Петров')
    const entry = clinic.raw
      .prepare(`SELECT actor_id, changes FROM audit_event WHERE command = 'patients.export'`)
      .get()
    expect(entry).toEqual({
      actor_id: clinic.administratorId,
      changes: '{"count":1,"which":"found"}',
    })
  })

  test('is read by the import as the same people', async () => {
    await register(clinic.desk, { family: '-Дефисов', address: '=Тверь' })
    const { bytes } = await exportPatients(desk(), { query: '', separator: ',' })
    const told = await importPatients(desk(), bytes, {
      onProgress: () => {},
      signal: new AbortController().signal,
    })
    expect(told).toMatchObject({ taken: 0, alreadyThere: 1, refused: 0 })
  })
})
