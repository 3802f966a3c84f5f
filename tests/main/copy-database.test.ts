/** A copy of the database is whole, opens with its own key file, and never takes the clinic's place. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unwrapKey } from '../../main/db/key.ts'
import { openDatabase } from '../../main/db/open.ts'
import { Workstation } from '../../main/workstation.ts'

const databasePassphrase = 'the database of the clinic'

let folder: string
let place: string | null
let workstation: Workstation

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-copy-'))
  mkdirSync(path.join(folder, 'disk'))
  workstation = new Workstation({
    folder: path.join(folder, 'profile'),
    workerEntry: new URL('../../main/worker/worker.ts', import.meta.url),
    keyStore: null,
    log: () => {},
    choosePlace: async () => place,
  })
  await workstation.open()
  await workstation.setUp({
    name: 'Three Whales Clinic',
    country: 'GB',
    language: 'en',
    currency: 'GBP',
    timeZone: 'Europe/London',
    administrator: {
      family: 'Hall',
      given: 'Mary',
      patronymic: null,
      login: 'admin',
      passphrase: 'correct horse',
    },
    databasePassphrase,
  })
})

afterAll(async () => {
  await workstation.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a copy opens with the key file beside it and the passphrase of the database', async () => {
  place = path.join(folder, 'disk', 'copy.db')
  expect(await workstation.copyDatabaseWhereAsked()).toBe(place)
  expect(readdirSync(path.join(folder, 'disk'))).toEqual(['copy.db', 'copy.db.key.json'])
  const key = await unwrapKey(`${place}.key.json`, { store: null, passphrase: databasePassphrase })
  const copy = openDatabase({ path: place, key, mayCreate: false })
  expect(copy.prepare('SELECT name FROM organization').get()).toEqual({
    name: 'Three Whales Clinic',
  })
  copy.close()
})

test('nothing is written when the person thinks better of it', async () => {
  place = null
  expect(await workstation.copyDatabaseWhereAsked()).toBeNull()
})

test.each([
  ['the clinic’s own file', () => path.join(folder, 'profile', 'clinic.db')],
  ['the clinic’s own folder', () => path.join(folder, 'disk', '..', 'profile', 'copy.db')],
  ['a folder that is not there', () => path.join(folder, 'nowhere', 'copy.db')],
])('refuses %s, and the clinic stays as it is', async (_, where) => {
  place = where()
  await expect(workstation.copyDatabaseWhereAsked()).rejects.toMatchObject({ code: 'copy-failed' })
  expect(workstation.state.name).toBe('ready')
  expect(readdirSync(path.join(folder, 'profile'))).not.toContain('copy.db')
})
