/** No shared table stays behind: a row of each, and a change of each, is the same on every desk and at the hub. */
import { expect, test } from 'vitest'
import { type SharedTable, sharedTables } from '../../../main/db/tables.ts'
import { factsOf, entityOrder } from '../../../main/sync/entities.ts'
import { canonical } from '../../../main/sync/merge.rules.ts'
import { addRow, changeRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { openSyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

const tables = entityOrder

/** The clinic itself is one row, which is there; the doctor has to be before all others. */
const standing = new Set<SharedTable>(['organization', 'practitioner'])

/** The rows of all tables at two desks, the second of which has them from the first by way of the hub. */
async function twoDesks() {
  const clinic = await openSyncedClinic()
  const { first } = clinic
  const other = await clinic.open('b')
  await first.desk.write('test', async (unit) => addRow(unit, 'practitioner'))
  const doctor = first.as(everyRole)
  for (const table of tables) {
    if (standing.has(table)) continue
    await doctor.write('test', async (unit) => addRow(unit, table))
  }
  await clinic.settle(first, other)
  return { clinic, first, other, doctor }
}

const organizationIdOf = ({ raw }: SyncedDesk) =>
  String(raw.prepare('SELECT id FROM organization').pluck().get())

const idsAt = (desk: SyncedDesk) => desk.rows().map((row) => row.split(' ')[0])

test('every table has a row here, and its facts say how it is written', () => {
  expect(Object.keys(everyRow).toSorted()).toEqual(Object.keys(sharedTables).toSorted())
  expect(tables.toSorted()).toEqual(Object.keys(sharedTables).toSorted())
})

test('every table stands behind those that its rows stand on', () => {
  for (const table of tables) {
    for (const parent of Object.values(factsOf(table).parents)) {
      expect([table, tables.indexOf(parent ?? table) <= tables.indexOf(table)]).toEqual([
        table,
        true,
      ])
    }
  }
})

test('a new row of every table reaches the other desk as it is', async () => {
  const { first, other } = await twoDesks()
  expect(other.rows()).toEqual(first.rows())
  expect([...new Set(idsAt(other))].toSorted()).toEqual([...tables].toSorted())
  expect(first.client.status()).toMatchObject({ state: 'in-sync', unsent: 0, toDecide: 0 })
})

test('a change of every table that changes reaches the other desk, and the hub holds the same', async () => {
  const { clinic, first, other, doctor } = await twoDesks()
  for (const table of tables) {
    const isFact = factsOf(table).kind === 'fact'
    let changed = false
    if (!isFact) {
      await doctor.write('test', async (unit) => {
        const id = table === 'organization' ? organizationIdOf(first) : rowIdOf(table)
        changed = changeRow(unit, table, id)
      })
    }
    expect([table, changed]).toEqual([table, !isFact])
  }
  await clinic.settle(first, other)
  expect(first.client.status().toDecide).toBe(0)
  expect(other.rows()).toEqual(first.rows())
  const keys = tables.map((table) => ({
    entity: table,
    rowId: table === 'organization' ? organizationIdOf(first) : rowIdOf(table),
  }))
  const atHub = await clinic.hub.store.write((tx) => tx.rows(keys))
  const told = atHub.map(({ entity, row }) => `${entity} ${canonical(row)}`)
  expect(first.rows()).toEqual(expect.arrayContaining(told))
  expect(told).toHaveLength(tables.length)
})
