/** A booking that moves to another branch takes along whatever stands on it: the hub's index must know every way. */
import { expect, test } from 'vitest'
import { groundFields, groundOf } from '../../../main/hub/store-records.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { entityOrder, factsOf } from '../../../main/sync/entities.ts'
import { everyRow } from '../../helpers/every-table.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const grounded = entityOrder.flatMap((entity) => {
  const { branchBy } = factsOf(entity)
  return branchBy === null || branchBy === 'locationId' ? [] : [{ entity, branchBy }]
})

test.each(grounded)('$entity is found by its $branchBy', ({ entity, branchBy }) => {
  expect(groundFields).toContain(branchBy)
  const folder = mkdtempSync(path.join(tmpdir(), 'grounds-'))
  const raw = openDatabase({ path: path.join(folder, 'a.db'), key: null, mayCreate: true })
  try {
    const row: Record<string, unknown> = { ...everyRow[entity] }
    const found = raw
      .prepare(`SELECT ${groundOf.sqlite} FROM (SELECT ? AS body)`)
      .pluck()
      .get(JSON.stringify(row))
    expect(found).toBe(row[branchBy])
  } finally {
    raw.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
