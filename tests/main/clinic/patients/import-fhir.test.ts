/** Patients of other programs as FHIR R4: a Bundle, a Patient, one on each line; what is wrong costs its row alone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  importPatients,
  previewImport,
} from '../../../../main/clinic/patients/patient-import.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const bytes = (content: unknown) =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content))

const quiet = { onProgress: () => {}, signal: new AbortController().signal }
const take = (content: unknown) => importPatients(clinic.desk.with({}), bytes(content), quiet)

const anna = {
  resourceType: 'Patient',
  name: [
    { use: 'maiden', family: 'Blanc' },
    { use: 'official', family: 'Shaw', given: ['Anna', 'Mary'] },
  ],
  gender: 'female',
  birthDate: '1980-12-31',
  telecom: [
    { system: 'phone', value: '+44 7700 900123' },
    { system: 'phone', value: '+44 1904 490123' },
    { system: 'email', value: 'anna@example.org' },
  ],
  address: [{ line: ['4 Mill Lane'], city: 'York', postalCode: 'YO1 7HU', country: 'GB' }],
  identifier: [
    { type: { coding: [{ code: 'MR' }] }, value: '77' },
    { type: { coding: [{ system: 'x', code: 'PPN' }] }, value: '533380006' },
  ],
  communication: [{ language: { coding: [{ code: 'en' }] } }],
}
const annaRead = {
  family: 'Shaw',
  given: 'Anna',
  patronymic: 'Mary',
  sex: 'female',
  born_on: '1980-12-31',
  phone: '+44 7700 900123 | +44 1904 490123',
  email: 'anna@example.org',
  address: '4 Mill Lane, York, YO1 7HU, GB',
  document_kind: 'passport',
  document_number: '533380006',
  language: 'en',
}

describe('reading', () => {
  test('a patient alone, with the official of several names', () => {
    const { format, rows, columns, separator } = previewImport(bytes(anna))
    expect({ format, separator }).toEqual({ format: 'fhir', separator: null })
    expect(rows.map(({ values }) => values)).toEqual([annaRead])
    expect(columns).toEqual(Object.keys(annaRead))
  })

  test('a bundle: the patients by their entries, and what else was in it', () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [{ resource: { resourceType: 'Observation' } }, { resource: anna }, { fullUrl: 'x' }],
    }
    const { rows, ignoredColumns, count } = previewImport(bytes(bundle))
    expect(rows.map(({ line, values }) => [line, values.family])).toEqual([[2, 'Shaw']])
    expect(ignoredColumns).toEqual(['Observation', '?'])
    expect(count).toBe(1)
  })

  test('a patient on each line, as bulk data is given', () => {
    const lines = `${JSON.stringify(anna)}\n\n${JSON.stringify({ ...anna, gender: 'male' })}\r\n`
    const { rows } = previewImport(bytes(lines))
    expect(rows.map(({ line, values }) => [line, values.sex])).toEqual([
      [1, 'female'],
      [3, 'male'],
    ])
  })

  test('a name that is known as a whole only, and fields that are not what FHIR says', () => {
    const odd = { ...anna, name: [{ text: 'Анна Шоу' }], gender: 7, telecom: 'none', address: [{}] }
    expect(previewImport(bytes(odd)).rows[0]?.values).toEqual({
      family: 'Шоу',
      given: 'Анна',
      born_on: '1980-12-31',
      document_kind: 'passport',
      document_number: '533380006',
      language: 'en',
    })
  })

  test.each(['{"a":1}', '{', '{"resourceType":"Patient"}\nnot json'])(
    'JSON that is no FHIR is refused: %s',
    (content) => {
      expect(() => previewImport(bytes(content))).toThrow(
        expect.objectContaining({ code: 'file-unreadable', data: { reason: 'no-fhir' } }),
      )
    },
  )
})

describe('taking', () => {
  test('registers the patients; the same file again adds nobody', async () => {
    const bundle = { resourceType: 'Bundle', entry: [{ resource: anna }] }
    expect(await take(bundle)).toMatchObject({ taken: 1, refused: 0 })
    expect(await take(bundle)).toMatchObject({ taken: 0, alreadyThere: 1 })
    expect(clinic.raw.prepare('SELECT family, given, sex, born_on FROM patient').all()).toEqual([
      { family: 'Shaw', given: 'Anna', sex: 'female', born_on: '1980-12-31' },
    ])
  })

  test('a patient who cannot be registered is named by the entry, and the others are taken', async () => {
    const nameless = { ...anna, name: [] }
    const unborn = { ...anna, birthDate: '3000-01-01' }
    const entry = [nameless, anna, unborn].map((resource) => ({ resource }))
    const result = await take({ resourceType: 'Bundle', entry })
    expect(result).toMatchObject({ taken: 1, refused: 2 })
    expect(
      new Set(result.problems.filter(({ kind }) => kind === 'refused').map(({ line }) => line)),
    ).toEqual(new Set([1, 3]))
  })
})
