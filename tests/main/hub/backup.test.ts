/** A backup under a passphrase: opens by it alone, whole or not at all, from either storage into either. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { v7 } from 'uuid'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHubLog } from '../../../main/hub/log.service.ts'
import { type HubStore, openStore } from '../../../main/hub/store.ts'
import { pieceBytes } from '../../../main/sync/sealed.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'
import { postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { deviceRecord, join, now, Writer } from './hub-clinic.ts'

const options = { key: new Uint8Array(32).fill(7), now: () => now, newId: v7 }
const passphrase = 'correct horse battery staple'

async function fileStore(): Promise<HubStore> {
  const store = await openStore(path.join(temporaryFolder(), 'hub.db'), options)
  onTestFinished(() => store.close())
  return store
}

async function postgresStore(): Promise<HubStore> {
  const cluster = await startPostgres()
  onTestFinished(() => cluster.stop())
  const store = await openStore(await cluster.newDatabase(), options)
  onTestFinished(() => store.close())
  return store
}

const stores = { 'a file': fileStore, PostgreSQL: postgresStore }

const logOf = (store: HubStore) => createHubLog(store, { now: () => now, newId: v7 })

/** A clinic in a storage, and the backup of it. */
async function backedUp(store: HubStore, by: string | null = passphrase): Promise<string> {
  const log = logOf(store)
  const a = deviceRecord('a', { joinedAt: '2026-11-21T09:00:01.000Z' })
  await join(store, a)
  await store.saveIdentity({ certificate: 'c', privateKey: 'k' })
  const writer = new Writer('a')
  const clinic = writer.clinic()
  // Hashes of operations do not compress: enough of them make several pieces.
  const patients = Array.from({ length: 900 }, (_, at) =>
    writer.create('patient', `p-${at}`, {
      family: `Wintergreen ${v7()}`,
      given: 'A',
      phones: '[]',
    }),
  )
  const { epoch } = await store.state()
  await log.push(a, { epoch, operations: [...clinic, ...patients] })
  const file = path.join(temporaryFolder(), 'hub.backup')
  expect(await log.backup(file, by)).toEqual({ seq: 909 })
  return file
}

/** What a restore says, and that it left the storage as empty as it was. */
async function refusal(file: string, by: string | null): Promise<string> {
  const store = await fileStore()
  const said = await logOf(store)
    .restore(file, by)
    .then(
      () => 'restored',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  expect(await store.state()).toMatchObject({ head: 0, clinicId: null })
  expect(await store.devices.list()).toEqual([])
  return said
}

describe('a backup under a passphrase', () => {
  test.for([
    ['a file', 'a file'],
    ['a file', 'PostgreSQL'],
    ['PostgreSQL', 'a file'],
  ] as const)('goes from %s into %s', async ([from, into], { skip }) => {
    const needsPostgres = from === 'PostgreSQL' || into === 'PostgreSQL'
    if (needsPostgres && postgresProblem !== null) skip(postgresProblem)
    const file = await backedUp(await stores[from]())
    const store = await stores[into]()
    expect(await logOf(store).restore(file, passphrase)).toMatchObject({ seq: 909 })
    expect(await store.operations(0, 1000)).toHaveLength(909)
    expect(await store.identity()).toEqual({ certificate: 'c', privateKey: 'k' })
  })

  test('holds nothing that can be read without it', async () => {
    const bytes = readFileSync(await backedUp(await fileStore()))
    expect(bytes.length).toBeGreaterThan(pieceBytes)
    expect(bytes.includes('Wintergreen')).toBe(false)
    // Nor packed: gzip's first bytes are not there.
    expect(bytes.includes(Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0]))).toBe(false)
    // Twice the same, and no two files alike.
    const again = readFileSync(await backedUp(await fileStore()))
    expect(again.subarray(60, 120).equals(bytes.subarray(60, 120))).toBe(false)
  })

  test('says why it does not open', async () => {
    const file = await backedUp(await fileStore())
    expect(await refusal(file, null)).toBe('This backup needs its passphrase')
    expect(await refusal(file, 'another one')).toBe('The passphrase does not fit this backup')
    const plain = await backedUp(await fileStore(), null)
    expect(await refusal(plain, passphrase)).toBe(
      'This backup is not encrypted: restore it without a passphrase',
    )
  })

  test('that was cut off or changed is refused, and leaves nothing behind', async () => {
    const file = await backedUp(await fileStore())
    const whole = readFileSync(file)
    const broken = 'The backup is damaged, not whole, or no backup at all'
    const cuts = [whole.length - 1, whole.length - 500, 51 + pieceBytes + 16]
    for (const length of cuts) {
      writeFileSync(file, whole.subarray(0, length))
      expect(await refusal(file, passphrase)).toBe(broken)
    }
    for (const at of [60, 51 + pieceBytes + 40, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(file, changed)
      expect(await refusal(file, passphrase)).toBe(broken)
    }
    writeFileSync(file, whole.subarray(0, 40))
    expect(await refusal(file, passphrase)).toBe('The backup is not whole')
  })
})
