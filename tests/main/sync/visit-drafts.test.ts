/** Two desks in one visit, over a hub: each sees who else writes there, and neither loses what was typed. */
import { expect, test } from 'vitest'
import { readShared, saveDraft } from '../../../main/clinic/visits/draft.service.ts'
import { mergeVisits } from '../../../main/clinic/visits/visit-merge.rules.ts'
import { emptyContent, type VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import { readVisit, signVisit } from '../../../main/clinic/visits/visits.service.ts'
import type { Desk } from '../../../main/db/desk.ts'
import type { SharedTable } from '../../../main/db/tables.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { openSyncedClinic } from '../../helpers/synced-desk.ts'

/** What a visit stands on. */
const ground: SharedTable[] = [
  'practitioner',
  'serviceCategory',
  'healthcareService',
  'location',
  'patient',
  'appointment',
  'encounter',
]

const encounterId = rowIdOf('encounter')

async function twoInOneVisit() {
  const clinic = await openSyncedClinic()
  const a = clinic.first
  const b = await clinic.open('b')
  const nurseId = await a.desk.write('test.ground', async (unit) => {
    for (const table of ground) addRow(unit, table)
    unit.insert('encounterDraft', {
      encounterId,
      body: JSON.stringify(emptyContent),
      lineage: '[]',
      savedAt: unit.now,
      savedBy: everyRole.id,
    })
    return unit.insert('practitioner', {
      ...everyRow.practitioner,
      family: 'Весна',
      roles: '["nurse"]',
    })
  })
  await clinic.settle(a, b)
  return {
    clinic,
    a,
    b,
    doctor: a.as({ id: everyRole.id, roles: ['doctor'] }),
    nurse: b.as({ id: nurseId, roles: ['nurse'] }),
  }
}

async function write(desk: Desk, change: Partial<VisitContent>) {
  const base = await readShared(desk.read, encounterId)
  if (base === null) throw new Error('nothing is shared')
  const content = { ...base.content, ...change }
  return saveDraft(desk.with({}), { encounterId, content, base, isShared: true })
}

test('what one measures at another desk is there at this one, with who wrote it', async () => {
  const { clinic, a, b, doctor, nurse } = await twoInOneVisit()
  await write(nurse, { vitals: { systolic: '130' } })
  await clinic.settle(b, a)
  const { encounter } = await readVisit(doctor, { encounterId })
  expect(encounter?.shared?.savedBy.name.family).toBe('Весна')
  expect(encounter?.content.vitals).toEqual({ systolic: '130' })
})

test('two who wrote while they were apart both keep their text, and neither signs over the other', async () => {
  const { clinic, a, b, doctor, nurse } = await twoInOneVisit()
  const own = await write(doctor, { complaint: 'Боль в груди' })
  await write(nurse, { complaint: 'Со слов жены: кашель' })
  await clinic.settle(a, b)
  expect(b.rows()).toEqual(a.rows())
  const { encounter } = await readVisit(doctor, { encounterId })
  const { shared, own: typed } = encounter ?? {}
  if (shared == null || typed == null) throw new Error('a text is lost')
  expect([typed.content.complaint, shared.content.complaint]).toEqual([
    'Боль в груди',
    'Со слов жены: кашель',
  ])
  // The nurse's did not grow out of the doctor's, so it is no answer to it but another text.
  expect(shared.lineage).not.toContain(own.mark)
  expect(mergeVisits(null, typed.content, shared.content).clashes).toEqual(['complaint'])
  const blind = { encounterId, content: typed.content, base: own.mark }
  await expect(signVisit(doctor.with({}), blind)).rejects.toMatchObject({
    code: 'written-meanwhile',
  })
  await signVisit(doctor.with({}), { ...blind, base: shared.mark })
  await clinic.settle(a, b)
  const signed = await readVisit(nurse, { encounterId })
  expect(signed.encounter?.content.complaint).toBe('Боль в груди')
  expect(signed.encounter?.isSound).toBe(true)
})
