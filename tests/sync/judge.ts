/** What must hold once it is quiet, whatever happened before; answers what does not, in words. */
import type { Ordered } from '../../main/sync/wire.ts'
import { canonical } from '../../main/sync/merge.rules.ts'
import { differences, doubleBookings, parseRows, rowsOf } from './rows.ts'
import type { Desk } from './desk.ts'
import type { World } from './world.ts'

export async function judge(world: World): Promise<string[]> {
  const rows = await world.hub.rows()
  const operations = await world.hub.operations()
  return [
    ...world.wrong,
    ...world.desks.flatMap((desk) => differences(desk.deviceId, rowsOf(desk.station.raw), rows)),
    ...doubleBookings(parseRows(rows, 'appointment')),
    ...outcomesOf(operations),
    ...lost(world, operations),
    ...world.desks.flatMap((desk) => keptRefusals(desk, operations)),
    ...world.desks.flatMap(soundFile),
    ...tasksOf(operations, rows),
  ]
}

/** Each desk's numbers follow on, each has one place in the order. */
function outcomesOf(operations: readonly Ordered[]): string[] {
  const found: string[] = []
  const last = new Map<string, number>()
  for (const [index, { deviceId, deviceSeq, seq }] of operations.entries()) {
    const before = last.get(deviceId) ?? 0
    if (deviceSeq !== before + 1) found.push(`${deviceId}:${deviceSeq} comes after ${before}`)
    if (seq !== index + 1) found.push(`the log has ${seq} in place ${index + 1}`)
    last.set(deviceId, deviceSeq)
  }
  return found
}

/** What a desk was told to be with the hub is with the hub, with the same content. */
function lost({ acknowledged }: World, operations: readonly Ordered[]): string[] {
  const there = new Map(operations.map((one) => [`${one.deviceId}:${one.deviceSeq}`, one]))
  return [...acknowledged].flatMap(([key, { rowId, changes, kind }]) => {
    const one = there.get(key)
    if (one === undefined) return [`${key} was acknowledged and is lost`]
    const isSame = one.rowId === rowId && one.kind === kind
    const isWhole = one.outcome === 'merged' || canonical(one.changes) === canonical(changes)
    return isSame && isWhole ? [] : [`${key} was acknowledged with another content`]
  })
}

/** What was refused waits at its own desk for somebody's decision. */
function keptRefusals(desk: Desk, operations: readonly Ordered[]): string[] {
  const kept = new Set(
    desk.station.raw.prepare('SELECT device_seq FROM sync_refusal').pluck().all().map(Number),
  )
  return operations
    .filter((one) => one.deviceId === desk.deviceId && one.outcome === 'refused')
    .filter((one) => !kept.has(one.deviceSeq))
    .map((one) => `${one.deviceId}:${one.deviceSeq} was refused (${one.code}) and nobody was told`)
}

/** No row without its parent, and what is derived from rows is what they say. */
function soundFile({ deviceId, station }: Desk): string[] {
  const broken = station.raw.prepare('PRAGMA foreign_key_check').all()
  const unindexed = station.raw
    .prepare('SELECT id FROM patient WHERE id NOT IN (SELECT patient_id FROM patient_index)')
    .all()
  const orphans = station.raw
    .prepare(
      'SELECT patient_id FROM patient_index WHERE patient_id NOT IN (SELECT id FROM patient)',
    )
    .all()
  return [...broken, ...unindexed, ...orphans].map((row) => `${deviceId}: ${JSON.stringify(row)}`)
}

/** Every booking that lost its time left a task, or was led back to a time by someone. */
function tasksOf(operations: readonly Ordered[], rows: Map<string, string>): string[] {
  const tasks = new Set(parseRows(rows, 'rebookTask').map((task) => task['appointmentId']))
  return operations
    .filter(({ code, rowId }) => code === 'time-taken' && !tasks.has(rowId))
    .map(({ rowId }) => `${rowId} lost its time and has no task`)
}
