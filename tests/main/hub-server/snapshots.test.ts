/** A snapshot while it is made and fetched: others go on, it says how far it is, and nobody else can read it. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHubLog } from '../../../main/hub/log.service.ts'
import { startHub } from '../../../main/hub/server.ts'
import { type HubStore, openStore } from '../../../main/hub/store.ts'
import { makeCertificate } from '../../../main/sync/certificates.ts'
import { createHubRequests } from '../../../main/sync/hub-requests.ts'
import { joinHub } from '../../../main/sync/link.ts'
import { fetchSnapshot } from '../../../main/sync/snapshot.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'
import { startHubProcess } from '../../helpers/hub-process.ts'
import { postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { startTestHub } from '../../helpers/test-hub.ts'
import {
  bytesOf,
  deviceRecord,
  join as joinHubStore,
  now,
  textOf,
  Writer,
} from '../hub/hub-clinic.ts'

const options = { key: new Uint8Array(32).fill(7), now: () => now, newId: v7 }

/** A storage whose reading of all rows stands still in the middle until it is let go on. */
function held(store: HubStore): { store: HubStore; reached: Promise<void>; goOn: () => void } {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const read: HubStore['read'] = (work) =>
    store.read((tx) =>
      work({
        state: () => tx.state(),
        countRows: () => tx.countRows(),
        page: (table, after, limit) => tx.page(table, after, limit),
        async rows(entity, after, limit) {
          const rows = await tx.rows(entity, after, limit)
          if (entity !== 'patient') return rows
          reached.resolve()
          await released.promise
          return rows
        },
      }),
    )
  const slow = new Proxy(store, {
    get(target, name) {
      if (name === 'read') return read
      const value: unknown = Reflect.get(target, name)
      // Its fields are private to it, so that its calls have to stay its own.
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { store: slow, reached: reached.promise, goOn: () => released.resolve() }
}

async function openedFile(): Promise<HubStore> {
  const store = await openStore(join(temporaryFolder(), 'hub.db'), options)
  onTestFinished(() => store.close())
  return store
}

async function openedPostgres(): Promise<HubStore> {
  const cluster = await startPostgres()
  onTestFinished(() => cluster.stop())
  const store = await openStore(await cluster.newDatabase(), options)
  onTestFinished(() => store.close())
  return store
}

describe.each([
  ['a file', openedFile, null],
  ['PostgreSQL', openedPostgres, postgresProblem],
])('a snapshot of a hub over %s', (_name, open, problem) => {
  it.skipIf(problem !== null)('is written while pushes of others are answered', async () => {
    const slow = held(await open())
    const log = createHubLog(slow.store, { now: () => now, newId: v7 })
    onTestFinished(() => log.close())
    const a = deviceRecord('a', { joinedAt: '2026-11-21T09:00:01.000Z' })
    await joinHubStore(slow.store, a)
    const { epoch } = await slow.store.state()
    const writer = new Writer('a')
    await log.push(a, { epoch, operations: writer.clinic() })

    const making = log.snapshot(a)
    await slow.reached
    const late = writer.create('patient', 'late', { family: 'Late', given: 'Lea', phones: '[]' })
    const { outcomes } = await log.push(a, { epoch, operations: [late] })
    expect(outcomes).toMatchObject([{ outcome: 'accepted', seq: 10 }])
    expect((await log.pull(a, { epoch, cursor: 9 })).operations).toHaveLength(1)
    // Of nine rows the eight before the patient.
    expect(log.snapshotProgress(a)).toEqual({ done: 8, total: 9 })
    slow.goOn()
    const snapshot = await making
    expect(snapshot.seq).toBe(9)
    const text = await textOf(snapshot)
    expect(text).toContain('"family":"Ray"')
    expect(text).not.toContain('"family":"Late"')
    expect(log.snapshotProgress(a)).toEqual({ done: 9, total: 9 })
  })
})

/** The folders of snapshots that a process has made. */
const foldersOf = (pid: number) =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith(`polyclinic-snapshots-${pid}-`))
    .map((name) => join(tmpdir(), name))

describe('a snapshot', () => {
  it('tells a workstation that understands it how far it is, and comes when it is there', async () => {
    const folder = temporaryFolder()
    const slow = held(await openStore(join(folder, 'hub.db'), options))
    const server = await startHub({ store: slow.store, host: '127.0.0.1', port: 0, now: () => now })
    const { address, fingerprint, code } = await server.invite()
    const hub = { address, fingerprint, ...(await makeCertificate('desk')) }
    await joinHub(hub, { code, name: 'desk', deviceId: null, prefix: null })
    const requests = createHubRequests(hub)
    onTestFinished(async () => {
      requests.close()
      await server.stop()
      await slow.store.close()
    })
    const told: unknown[] = []
    const stamp = await fetchSnapshot(requests, {
      path: join(folder, 'snapshot'),
      key: options.key,
      onProgress(progress) {
        told.push(progress)
        slow.goOn()
      },
    })
    expect(told[0]).toEqual({ phase: 'prepare', done: 0, total: 0 })
    const { bytes } = stamp
    expect(told.at(-1)).toEqual({ phase: 'download', done: bytes, total: bytes })
  })

  it('lies on the hub’s disk under a key that is not written down', async () => {
    const store = await openedFile()
    const log = createHubLog(store, { now: () => now, newId: v7 })
    const a = deviceRecord('a', { joinedAt: '2026-11-21T09:00:01.000Z' })
    await joinHubStore(store, a)
    const writer = new Writer('a')
    const clinic = writer.clinic()
    const noise = randomBytes(100_000).toString('hex')
    const patient = { family: 'Wintergreen', given: 'Eve', phones: '[]', note: noise }
    const operations = [...clinic, writer.create('patient', 'p', patient)]
    const before = new Set(foldersOf(process.pid))
    await log.push(a, { epoch: (await store.state()).epoch, operations })
    const snapshot = await log.snapshot(a)
    expect(await textOf(snapshot)).toContain('Wintergreen')
    const [folder = ''] = foldersOf(process.pid).filter((one) => !before.has(one))
    const onDisk = Buffer.concat(
      readdirSync(folder).map((name) => readFileSync(join(folder, name))),
    )
    expect(onDisk.length).toBeGreaterThan(snapshot.bytes)
    expect(onDisk.includes('Wintergreen')).toBe(false)
    // Neither packed: no stretch of the bytes that a workstation gets is on the disk.
    const whole = await bytesOf(snapshot)
    for (let at = 0; at + 16 <= whole.length; at += 16) {
      expect(onDisk.includes(whole.subarray(at, at + 16))).toBe(false)
    }
    await log.close()
    expect(existsSync(folder)).toBe(false)
  })

  it('of a hub that was killed is removed by the next one, and those of the living stay', async () => {
    const folder = temporaryFolder()
    const wish = { storage: `file:${join(folder, 'hub.db')}`, key: '07'.repeat(32) }
    const killed = await startHubProcess(wish)
    onTestFinished(() => killed.kill())
    const { code } = await killed.invite()
    const hub = {
      address: `https://127.0.0.1:${killed.port}`,
      fingerprint: killed.fingerprint,
      ...(await makeCertificate('desk')),
    }
    await joinHub(hub, { code, name: 'desk', deviceId: null, prefix: null })
    const requests = createHubRequests(hub)
    const path = join(folder, 'snapshot')
    await fetchSnapshot(requests, { path, key: options.key, onProgress: () => {} })
    requests.close()
    expect(foldersOf(killed.pid)).toHaveLength(1)
    await startTestHub()
    expect(foldersOf(killed.pid)).toHaveLength(1)
    await killed.kill()
    // One of a process that had the number that this one has.
    const former = mkdtempSync(join(tmpdir(), `polyclinic-snapshots-${process.pid}-`))
    mkdirSync(join(former, 'inner'))
    const other = mkdtempSync(join(tmpdir(), `polyclinic-snapshots-${process.ppid}-`))
    onTestFinished(() => rmSync(other, { recursive: true, force: true }))
    await startTestHub()
    expect(foldersOf(killed.pid)).toEqual([])
    expect(existsSync(former)).toBe(false)
    expect(existsSync(other)).toBe(true)
  })
})
