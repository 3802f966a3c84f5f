/** No table names a patient without a word on what a merge of patients does with it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patientReferences } from '../../main/clinic/patients/merge.rules.ts'
import { camelCase } from '../../main/db/rows.ts'
import { entityOrder, factsOf } from '../../main/sync/entities.ts'
import { openTestClinic, type TestClinic } from '../helpers/clinic.ts'

let clinic: TestClinic
beforeAll(async () => {
  clinic = await openTestClinic()
})
afterAll(() => clinic.close())

/** What is worked out from the patients anew and is not a record of its own. */
const derived = ['patientIndex.patientId', 'patientKey.patientId']

const howTo =
  'A table names a patient, and a merge of two patients does not know of it: add it to ' +
  'patientReferences in main/clinic/patients/merge.rules.ts and to merge.queries.ts.'

test('every foreign key to a patient has its handling', () => {
  const keys = clinic.raw
    .prepare<[], { source: string; column: string }>(
      `SELECT m.name AS source, f."from" AS "column"
       FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
       WHERE m.type = 'table' AND f."table" = 'patient'`,
    )
    .all()
    .map(({ source, column }) => `${camelCase(source)}.${camelCase(column)}`)
    .filter((key) => !derived.includes(key))
  expect(keys.length).toBeGreaterThan(10)
  expect(keys.toSorted(), howTo).toEqual(Object.keys(patientReferences).toSorted())
})

test('every field that says whose a shared row is has its handling', () => {
  const fields = entityOrder.flatMap((entity) =>
    Object.entries(factsOf(entity).parents)
      .filter(([, parent]) => parent === 'patient')
      .map(([field]) => `${entity}.${field}`),
  )
  expect(fields.toSorted(), howTo).toEqual(Object.keys(patientReferences).toSorted())
})

test('a fact or a signed row that moves says so where it is written and where the hub decides', () => {
  const moving = Object.entries(patientReferences).filter(([, what]) => what !== 'stays')
  for (const [reference] of moving) {
    const [entity = '', field = ''] = reference.split('.')
    const known = entityOrder.find((one) => one === entity)
    if (known === undefined || factsOf(known).kind !== 'fact') continue
    expect([reference, factsOf(known).movable]).toEqual([reference, [field]])
  }
})
