/**
 * The program as it is, in a process of its own beside a test in which it is older: a hub with a clinic,
 * and desks that write a row of every table and a column that nobody else has. Does what each line asks for.
 */
import { copyFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import * as z from 'zod'
import { startHub } from '../../main/hub/server.ts'
import { openStore } from '../../main/hub/store.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import { ExtraFields } from '../../main/sync/extra.ts'
import { listRefusals, retryRefusal } from '../../main/sync/refusals.ts'
import { addRow, changeRow, everyRole, rowIdOf } from '../helpers/every-table.ts'
import { Desk } from './desk.ts'
import { found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { exchangeUntilThere, hubOf, lineTo } from './line.ts'
import { differences, rowsOf } from './rows.ts'

const asked = z.object({
  what: z.enum(['write', 'change', 'compare', 'update', 'copy-hub', 'serve', 'write-again']),
  /** Where another hub answers, or where its file lies. */
  port: z.number().optional(),
  fingerprint: z.string().optional(),
  path: z.string().optional(),
})
type Asked = z.infer<typeof asked>

const now = () => foundedAt
const founded = await found(null)

async function serve(storage: string) {
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  const server = await startHub({ store, host: '127.0.0.1', port: 0, now })
  return { store, port: Number(new URL(server.address).port), fingerprint: server.fingerprint }
}

const storage = await founded.copyHub()
let hub = await serve(storage)

/** A field that no released program has. */
function addColumn(raw: RawDatabase): void {
  const known = raw.prepare(`SELECT 1 FROM pragma_table_info('location') WHERE name = 'floor'`)
  if (known.get() === undefined) raw.exec('ALTER TABLE location ADD COLUMN floor INTEGER')
}

const desk = new Desk(1, founded.copyDesk(1), now)
addColumn(desk.station.raw)

const exchange = ({ port = hub.port, fingerprint = hub.fingerprint }: Partial<Asked> = {}) =>
  exchangeUntilThere(desk, lineTo(desk, port, { fingerprint }))

/** A row of each table, each in a unit of its own; the clinic itself is there already. */
async function writeRows(): Promise<void> {
  const { house } = founded
  const administrator = desk.station.desk(['administrator'], house.administratorId)
  await administrator.write('test.staff', async (unit) => addRow(unit, 'practitioner'))
  for (const table of entityOrder) {
    if (table === 'organization' || table === 'practitioner') continue
    const everyone = desk.station.desk(everyRole.roles, everyRole.id)
    await everyone.write('test.row', async (unit) => addRow(unit, table))
  }
  await administrator.with({}).write('test.floor', async (unit) => {
    unit.patch('location', rowIdOf('location'), { floor: 3 } as never)
  })
}

function refusals() {
  return listRefusals(desk.station.raw).flatMap(({ operations }) =>
    operations.map(({ entity, code }) => ({ entity, code })),
  )
}

async function compare() {
  await exchange()
  const found = differences('newer', rowsOf(desk.station.raw), await hubRows(hub.store))
  const floor = desk.station.raw.prepare('SELECT floor FROM location WHERE id = ?').pluck()
  const { raw } = desk.station
  const name = raw.prepare('SELECT name FROM location WHERE id = ?').pluck()
  const id = rowIdOf('location')
  return { differences: found, floor: floor.get(id), name: name.get(id) }
}

const answers: Record<Asked['what'], (line: Asked) => Promise<unknown>> = {
  async write(line) {
    await writeRows()
    await exchange(line)
    return { refusals: refusals(), entities: [...entityOrder] }
  },
  async change(line) {
    for (const table of entityOrder) {
      if (table === 'organization') continue
      const everyone = desk.station.desk(everyRole.roles, everyRole.id)
      await everyone.write('test.change', async (unit) => {
        changeRow(unit, table, rowIdOf(table))
      })
    }
    await exchange(line)
    return { refusals: refusals() }
  },
  compare,
  /** The older workstation's file, opened by the program as it is. */
  async update({ path = '' }) {
    const raw = openDatabase({ path, key: testKey, mayCreate: false })
    await migrate(raw, null)
    addColumn(raw)
    raw.close()
    const file = { path, key: testKey, deviceId: 'desk-c' }
    const updated = new Desk(5, file, now)
    const { handles } = updated.station
    await handles.transact(() => new ExtraFields(updated.station.raw).fill())
    await exchangeUntilThere(updated, lineTo(updated, hub.port, hub))
    const found = differences('updated', rowsOf(updated.station.raw), await hubRows(hub.store))
    const kept = updated.station.raw.prepare('SELECT count(*) FROM sync_extra').pluck().get()
    await updated.hangUp()
    updated.station.raw.close()
    return { differences: found, kept }
  },
  async 'copy-hub'({ path = '' }) {
    copyFileSync((await founded.copyHub()).replace('file:', ''), path)
    return {}
  },
  async serve({ path = '' }) {
    hub = await serve(path)
    return {}
  },
  async 'write-again'() {
    for (const { unitId } of listRefusals(desk.station.raw).toReversed()) {
      const everyone = desk.station.desk(everyRole.roles, everyRole.id)
      await retryRefusal(desk.station.raw, everyone, unitId)
    }
    return compare()
  },
}

const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`)
const { address: _address, ...own } = hubOf(new Desk(2, founded.copyDesk(2), now), hub.port, hub)
say({ ...own, port: hub.port, locationId: rowIdOf('location'), ...founded.house })
for await (const line of createInterface({ input: process.stdin })) {
  const given = asked.parse(JSON.parse(line))
  say(await answers[given.what](given))
}
await founded.close()
process.exit(0)
