/** Workstations of one clinic in memory, each with its own database, over a hub without a network. */
import { onTestFinished } from 'vitest'
import { setUpClinic } from '../../main/clinic/settings/settings.service.ts'
import { type Actor, createDesk, type Desk, systemActor } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { camelRow, snakeCase } from '../../main/db/rows.ts'
import { type CommittedUnit, createWriter } from '../../main/db/write.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import { canonical } from '../../main/sync/merge.rules.ts'
import { SyncClient, type SyncParts } from '../../main/sync/sync-client.ts'
import { testNow } from './clinic.ts'
import { type LogHub, openLogHub, type TestDevice } from './log-hub.ts'
import { setUpWish } from './workstation.ts'

export interface SyncedDesk {
  raw: RawDatabase
  desk: Desk
  client: SyncClient
  device: TestDevice
  committed: CommittedUnit[]
  /** Each time that a snapshot was asked for: after which number everything was to be sent again. */
  snapshots: (number | null)[]
  logged: string[]
  as(actor: Actor): Desk
  setNow(instant: string): void
  /** Hangs up, so that the next exchange begins with a hello. */
  reconnect(own?: Partial<SyncParts>): Promise<void>
  /** Every shared row, as text that is the same on every workstation. */
  rows(): string[]
}

export interface SyncedClinic {
  hub: LogHub
  administratorId: string
  /** The desk that brought the clinic. */
  first: SyncedDesk
  open(name: string): Promise<SyncedDesk>
  /** Exchanges until nobody has anything new. */
  settle(...desks: SyncedDesk[]): Promise<void>
}

export async function openSyncedClinic(): Promise<SyncedClinic> {
  const hub = await openLogHub(testNow)
  const first = await openSyncedDesk(hub, 'a', 'A')
  const { databasePassphrase: _passphrase, ...wish } = setUpWish
  const { administratorId } = await setUpClinic(first.as(systemActor), wish)
  const administrator = { id: administratorId, roles: ['administrator'] }
  first.desk = first.as(administrator)
  await first.client.step()
  let opened = 0
  return {
    hub,
    administratorId,
    first,
    async open(name) {
      opened += 1
      const desk = await openSyncedDesk(hub, name, String.fromCharCode(65 + opened))
      await desk.client.step()
      desk.desk = desk.as(administrator)
      return desk
    },
    async settle(...desks) {
      for (let round = 0; round < 3; round += 1) {
        for (const desk of desks) await desk.client.step()
      }
    },
  }
}

async function openSyncedDesk(hub: LogHub, name: string, prefix: string): Promise<SyncedDesk> {
  const raw = openDatabase({ path: ':memory:', key: null, mayCreate: true })
  onTestFinished(() => {
    raw.close()
  })
  await migrate(raw, null)
  const device: TestDevice = { id: `device-${name}`, prefix }
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run(device.id, `Desk ${name}`, prefix, testNow)
  raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq) VALUES (1, '', '', '', '', ?, 0, 0)`,
    )
    .run((await hub.store.state()).epoch)
  await hub.join(device)
  const handles = createHandles(raw)
  let now = testNow
  const parts = { now: () => now, newId: idsOf(name), deviceId: device.id }
  const committed: CommittedUnit[] = []
  const told = (unit: CommittedUnit) => committed.push(unit)
  const writer = createWriter({ ...parts, raw, root: handles.root, committed: told })
  const as = (actor: Actor) =>
    createDesk({ ...parts, read: handles.read, writer, wake: () => {} }, actor, null)
  const logged: string[] = []
  const connect = (own: Partial<SyncParts> = {}) =>
    new SyncClient({
      ...parts,
      raw,
      handles,
      openLink: async () => hub.linkFor(device),
      committed: told,
      needsSnapshot: (sendAgainAfter) => desk.snapshots.push(sendAgainAfter),
      log: (event) => logged.push(event),
      ...own,
    })
  const desk: SyncedDesk = {
    raw,
    desk: as(systemActor),
    client: connect(),
    device,
    committed,
    snapshots: [],
    logged,
    as,
    setNow(instant) {
      now = instant
    },
    async reconnect(own) {
      await desk.client.stop()
      desk.client = connect(own)
    },
    rows: () => everyRow(raw),
  }
  return desk
}

/** Ids of one desk, in the shape of UUIDv7. */
function idsOf(name: string): () => string {
  const tail = Buffer.from(name).toString('hex').padStart(4, '0').slice(-4)
  let last = 0
  return () => {
    last += 1
    return `01900000-0000-7000-${tail}-${last.toString(16).padStart(12, '0')}`
  }
}

function everyRow(raw: RawDatabase): string[] {
  return entityOrder.flatMap((entity) =>
    raw
      .prepare<[], object>(`SELECT * FROM ${snakeCase(entity)} ORDER BY id`)
      .all()
      .map((row) => `${entity} ${canonical(camelRow(row))}`),
  )
}
