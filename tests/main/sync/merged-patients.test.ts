/** Merging over a hub: one pair at two desks at once, and a consent that goes along with its patient. */
import { beforeEach, expect, test } from 'vitest'
import type { MergePatients } from '../../../main/clinic/patients/merge.input.ts'
import {
  mergePatients,
  previewMerge,
  undoMerge,
} from '../../../main/clinic/patients/merge.service.ts'
import { searchPatients } from '../../../main/clinic/patients/patient-search.service.ts'
import { getPatient } from '../../../main/clinic/patients/patients.service.ts'
import { register } from '../../helpers/patients.ts'
import { openSyncedClinic, type SyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

let clinic: SyncedClinic
let here: SyncedDesk
let there: SyncedDesk
let anna: string
let hanna: string

beforeEach(async () => {
  clinic = await openSyncedClinic()
  here = clinic.first
  anna = await register(here.desk.with({}), { family: 'Иванова', given: 'Анна' })
  hanna = await register(here.desk.with({}), { family: 'Иванова', given: 'Ханна' })
  there = await clinic.open('b')
  await clinic.settle(here, there)
})

async function merge({ desk }: SyncedDesk, survivorId: string, mergedId: string): Promise<void> {
  const { survivor, merged } = await previewMerge(desk, { survivorId, mergedId })
  const wish: MergePatients = {
    survivorId,
    survivorVersion: survivor.version,
    mergedId,
    mergedVersion: merged.version,
    person: {},
    card: {},
  }
  await mergePatients(desk.with({}), wish)
}

const toDecide = (...desks: SyncedDesk[]) => desks.map(({ client }) => client.status().toDecide)

const refusedAt = ({ raw }: SyncedDesk) =>
  raw.prepare('SELECT code FROM sync_refusal').pluck().all()

/** Whose each consent is, in the order in which they were given. */
const owners = ({ raw }: SyncedDesk) =>
  raw.prepare('SELECT patient_id FROM consent ORDER BY id').pluck().all()

const givenAsRegistered = () => [anna, hanna]

async function found({ desk }: SyncedDesk): Promise<string[]> {
  return (await searchPatients(desk, 'Иванова', 10)).map(({ id }) => id)
}

test('a consent that was moved is moved at every desk, and back when the merge is undone there', async () => {
  await merge(here, anna, hanna)
  await clinic.settle(here, there)
  expect(owners(there)).toEqual([anna, anna])
  expect(await found(there)).toEqual([anna])
  await undoMerge(there.desk.with({}), { mergedId: hanna })
  await clinic.settle(here, there)
  for (const desk of [here, there]) {
    expect(owners(desk)).toEqual(givenAsRegistered())
    expect((await found(desk)).toSorted()).toEqual([anna, hanna].toSorted())
  }
  expect(here.rows()).toEqual(there.rows())
})

test('two desks merge the same pair at once: it is one merge, and undone whole', async () => {
  await merge(here, anna, hanna)
  await merge(there, anna, hanna)
  await clinic.settle(here, there)
  // The second one is kept, and nobody is asked about it.
  expect(refusedAt(there)).toContain('duplicate')
  expect(toDecide(here, there)).toEqual([0, 0])
  expect(here.rows()).toEqual(there.rows())
  for (const desk of [here, there]) {
    expect(desk.raw.prepare('SELECT count(*) FROM patient_merge').pluck().get()).toBe(1)
    expect(await found(desk)).toEqual([anna])
  }
  await undoMerge(there.desk.with({}), { mergedId: hanna })
  await clinic.settle(here, there)
  expect(here.rows()).toEqual(there.rows())
  expect(owners(here)).toEqual(givenAsRegistered())
  expect(await getPatient(here.desk, hanna)).toMatchObject({ mergedInto: null, archivedAt: null })
})

test('two desks merge one patient into two others at once: the first counts, the other is for a person to decide', async () => {
  const joan = await register(here.desk.with({}), { family: 'Иванова', given: 'Жанна' })
  await clinic.settle(here, there)
  await merge(here, anna, hanna)
  await merge(there, joan, hanna)
  await clinic.settle(here, there)
  expect(here.rows()).toEqual(there.rows())
  expect((await found(there)).toSorted()).toEqual([anna, joan].toSorted())
  expect(toDecide(here, there)).toEqual([0, 1])
})

test('two desks merge the same pair in opposite directions at once: both are found, and either merge can be undone', async () => {
  await merge(here, anna, hanna)
  await merge(there, hanna, anna)
  await clinic.settle(here, there)
  expect(here.rows()).toEqual(there.rows())
  for (const desk of [here, there]) {
    expect((await found(desk)).toSorted()).toEqual([anna, hanna].toSorted())
  }

  await undoMerge(there.desk.with({}), { mergedId: anna })
  await clinic.settle(here, there)
  expect(here.rows()).toEqual(there.rows())
  for (const desk of [here, there]) {
    expect(await found(desk)).toEqual([anna])
    expect(owners(desk)).toEqual([anna, anna])
  }

  await undoMerge(here.desk.with({}), { mergedId: hanna })
  await clinic.settle(here, there)
  expect(here.rows()).toEqual(there.rows())
  expect((await found(there)).toSorted()).toEqual([anna, hanna].toSorted())
  expect(owners(there)).toEqual(givenAsRegistered())
})
