/** A new version meets a clinic of the last one: a copy stands before anything is changed. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { sql } from 'kysely'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Migrations } from '../../main/db/migrate.ts'
import { DatabaseTrouble, openDatabase } from '../../main/db/open.ts'
import { unwrapKey } from '../../main/db/key.ts'
import type { WorkstationParts } from '../../main/workstation.ts'
import { clinicMigrations } from '../../migrations/clinic/index.ts'
import { temporaryFolder } from '../helpers/clinic-file.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../helpers/workstation.ts'

const migrations: Migrations = {
  ...clinicMigrations,
  '9998-next': {
    up: async (db) => {
      await sql`CREATE TABLE next_release (id TEXT PRIMARY KEY) STRICT`.execute(db)
    },
  },
}

const realWorker = new URL('../../main/worker/worker.ts', import.meta.url)
const keyStore = fakeKeyStore(1)

let folder: string

beforeEach(async () => {
  folder = temporaryFolder()
  const { workstation } = startWorkstation({ folder, keyStore })
  await workstation.open()
  await workstation.setUp(setUpWish)
  await workstation.close()
})

/** The new version, on the folder that the old one has left. */
const startUpdated = (parts: Partial<WorkstationParts> = {}) =>
  startWorkstation({ folder, keyStore, migrations, workerEntry: realWorker, ...parts })

const copies = () => readdirSync(join(folder, 'copies'))

const waitingCopier = new URL('./worker/waiting-copier.ts', import.meta.url)

/** Tells when the waiting worker was asked for a copy, and lets it go on. */
function hearCopier() {
  const channel = new BroadcastChannel('waiting-copier')
  onTestFinished(() => channel.close())
  const asked = new Promise((resolve) => {
    channel.addEventListener('message', resolve, { once: true })
  })
  return { asked, copy: () => channel.postMessage('copy') }
}

/** What a file of the folder holds, read beside whoever has it open. */
async function lookInto(...names: string[]): Promise<{ clinic: unknown; isUpdated: boolean }> {
  const key = await unwrapKey(join(folder, 'key.json'), { store: keyStore, passphrase: null })
  const raw = openDatabase({ path: join(folder, ...names), key, mayCreate: false })
  try {
    const table = raw.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'next_release'`).get()
    const clinic = raw.prepare('SELECT name FROM organization').pluck().get()
    return { clinic, isUpdated: table !== undefined }
  } finally {
    raw.close()
  }
}

test('a whole copy as it was before lies in the folder, and the clinic opens', async () => {
  const { workstation } = startUpdated({ now: () => '2026-11-21T08:00:00.000Z' })
  await workstation.open()
  expect(workstation.state).toEqual({ name: 'ready', demo: false })
  expect(copies()).toEqual(['before-update-2026-11-21T08-00-00-000Z.db'])
  expect(await lookInto('clinic.db')).toEqual({ clinic: setUpWish.name, isUpdated: true })
  const copy = await lookInto('copies', copies()[0] ?? '')
  expect(copy).toEqual({ clinic: setUpWish.name, isUpdated: false })
})

test('the program answers while the copy is made, and changes nothing before it stands', async () => {
  const { asked, copy } = hearCopier()
  const { workstation, states } = startUpdated({ workerEntry: waitingCopier })
  const opening = workstation.open()
  await asked
  expect(workstation.state).toEqual({ name: 'opening' })
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: false })
  expect(copies()).toEqual([])
  copy()
  await opening
  expect(states.at(-1)).toBe('ready')
  expect(copies()).toHaveLength(1)
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: true })
})

test('a copy that cannot be written leaves the clinic unchanged, until it can', async () => {
  writeFileSync(join(folder, 'copies'), 'no folder')
  const { workstation, logged } = startUpdated()
  await workstation.open()
  expect(workstation.state).toEqual({ name: 'trouble', trouble: 'copy-failed', folder })
  expect(logged).toEqual([expect.stringContaining('opening failed copy-failed')])
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: false })
})

test('a worker that fails over the copy leaves the clinic unchanged', async () => {
  const { workstation } = startUpdated({
    workerEntry: new URL('./worker/fake-worker.ts', import.meta.url),
  })
  await workstation.open()
  expect(workstation.state).toEqual({ name: 'trouble', trouble: 'copy-failed', folder })
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: false })
})

test.each(['disk-full', 'damaged'] as const)('a copy that meets %s says so', async (code) => {
  const { workstation } = startUpdated()
  workstation.worker.run = () => Promise.reject(new DatabaseTrouble(code, 'met'))
  await workstation.open()
  expect(workstation.state).toEqual({ name: 'trouble', trouble: code, folder })
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: false })
})

test('a program that is closed over the copy changes nothing, and tidies up at the next start', async () => {
  const { asked } = hearCopier()
  const first = startUpdated({ workerEntry: waitingCopier })
  const opening = first.workstation.open()
  await asked
  await first.workstation.close()
  await opening
  expect(first.states).not.toContain('trouble')
  expect(await lookInto('clinic.db')).toMatchObject({ isUpdated: false })

  writeFileSync(join(folder, 'copies', 'before-update-x.db.new'), 'half')
  const second = startUpdated()
  await second.workstation.open()
  expect(second.workstation.state.name).toBe('ready')
  expect(copies()).toHaveLength(1)
})

test('a clinic that is up to date is opened without a copy', async () => {
  mkdirSync(join(folder, 'copies'))
  const { workstation } = startUpdated({ migrations: clinicMigrations })
  await workstation.open()
  expect(workstation.state.name).toBe('ready')
  expect(copies()).toEqual([])
})
