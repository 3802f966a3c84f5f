/** The workstation's states, on a real folder: first start, passphrase, demo, trouble, closing. */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { queueCardMail } from '../../main/clinic/notifications/queue-mail.service.ts'
import { readClinic, saveMailSettings } from '../../main/clinic/settings/settings.service.ts'
import { systemActor } from '../../main/db/desk.ts'
import { unwrapKey } from '../../main/db/key.ts'
import { openDatabase } from '../../main/db/open.ts'
import type { CommittedUnit } from '../../main/db/write.ts'
import type { MailTransport } from '../../main/mail/transport.ts'
import type { Workstation } from '../../main/workstation.ts'
import { bytesOf, temporaryFolder } from '../helpers/clinic-file.ts'
import { emptyCard } from '../helpers/patients.ts'
import {
  databasePassphrase,
  fakeKeyStore,
  setUpWish,
  startWorkstation,
} from '../helpers/workstation.ts'
import { justRegistered } from '../helpers/patients.ts'

const passphraseWanted = { name: 'database-passphrase', wrong: false }

const clinicName = async (workstation: Workstation) =>
  (await readClinic(workstation.desk(systemActor, null))).name

/** A folder with a clinic that was set up and closed. */
async function setUpFolder(keyStore: ReturnType<typeof fakeKeyStore> | null = null) {
  const { workstation, folder } = startWorkstation({ keyStore })
  await workstation.open()
  await workstation.setUp(setUpWish)
  await workstation.close()
  return { folder, database: join(folder, 'clinic.db'), key: join(folder, 'key.json') }
}

/** The database's bytes as they lie there with everything closed. */
const filesOf = (folder: string) => readdirSync(folder).toSorted()

describe('the first start', () => {
  test('writes nothing until someone has chosen', async () => {
    const { workstation, folder } = startWorkstation()
    expect(workstation.state).toEqual({ name: 'opening' })
    await workstation.open()
    expect(workstation.state).toEqual({ name: 'first-start', needsDatabasePassphrase: true })
    expect(filesOf(folder)).toEqual([])
  })

  test('needs no passphrase where the computer keeps keys', async () => {
    const { workstation } = startWorkstation({ keyStore: fakeKeyStore(1) })
    await workstation.open()
    expect(workstation.state).toEqual({ name: 'first-start', needsDatabasePassphrase: false })
  })

  test('refuses a desk’s work before there is a database', async () => {
    const { workstation } = startWorkstation()
    await workstation.open()
    const desk = workstation.desk(systemActor, null)
    await expect(desk.write('test', async () => 1)).rejects.toMatchObject({ code: 'not-ready' })
    expect(() => desk.read).toThrow(expect.objectContaining({ code: 'not-ready' }))
    expect(() => workstation.workerDatabase()).toThrow('not-ready')
  })

  test('makes key, database and clinic, and is ready', async () => {
    const { workstation, folder, states } = startWorkstation()
    await workstation.open()
    const { administratorId } = await workstation.setUp(setUpWish)
    expect(administratorId).toMatch(/^[0-9a-f-]{36}$/)
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
    expect(states).not.toContain('trouble')
    expect(await clinicName(workstation)).toBe(setUpWish.name)
    await workstation.close()
    expect(filesOf(folder)).toEqual(['clinic.db', 'key.json'])
  })

  test('refuses to go without a passphrase where nothing else keeps the key', async () => {
    const { workstation, folder } = startWorkstation()
    await workstation.open()
    const attempt = workstation.setUp({ ...setUpWish, databasePassphrase: null })
    await expect(attempt).rejects.toMatchObject({ code: 'weak-passphrase' })
    expect(workstation.state).toEqual({ name: 'first-start', needsDatabasePassphrase: true })
    expect(filesOf(folder)).toEqual([])
  })

  test('happens once, also when it is asked for twice at a time', async () => {
    const { workstation } = startWorkstation()
    await workstation.open()
    const first = workstation.setUp(setUpWish)
    const second = workstation.setUp({ ...setUpWish, name: 'Другая' })
    await expect(second).rejects.toMatchObject({ code: 'already-set-up' })
    await first
    const third = workstation.setUp({ ...setUpWish, name: 'Третья' })
    await expect(third).rejects.toMatchObject({ code: 'already-set-up' })
    expect(await clinicName(workstation)).toBe(setUpWish.name)
  })

  test.each([1, 2, 5])(
    'that fails at its id number %i is asked again, and then goes on',
    async (last) => {
      let ids = 0
      const newId = () => {
        ids += 1
        if (ids === last) throw new Error('no ids today')
        return crypto.randomUUID()
      }
      const { workstation } = startWorkstation({ newId, keyStore: fakeKeyStore(1) })
      await workstation.open()
      await expect(workstation.setUp(setUpWish)).rejects.toThrow(
        last === 1 ? 'database-trouble' : 'no ids today',
      )
      await workstation.openAgain()
      expect(workstation.state).toEqual({ name: 'first-start', needsDatabasePassphrase: false })
      await workstation.setUp(setUpWish)
      expect(workstation.state).toEqual({ name: 'ready', demo: false })
      expect(await clinicName(workstation)).toBe(setUpWish.name)
    },
  )

  test('that cannot write the database says why, keeps the key, and goes on when it can', async () => {
    const { workstation, folder } = startWorkstation()
    await workstation.open()
    mkdirSync(join(folder, 'clinic.db'))
    await expect(workstation.setUp(setUpWish)).rejects.toMatchObject({
      code: 'database-trouble',
      data: { trouble: 'not-readable' },
    })
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'not-readable', folder })
    rmdirSync(join(folder, 'clinic.db'))
    await workstation.openAgain()
    expect(workstation.state).toEqual(passphraseWanted)
    await workstation.giveDatabasePassphrase(databasePassphrase)
    expect(workstation.state).toEqual({ name: 'first-start', needsDatabasePassphrase: false })
    await workstation.setUp({ ...setUpWish, databasePassphrase: null })
    expect(await clinicName(workstation)).toBe(setUpWish.name)
  })
})

describe('the next start', () => {
  test('asks for the passphrase, says when it is wrong, and opens with the right one', async () => {
    const { folder, database } = await setUpFolder()
    const before = bytesOf(database)
    const { workstation, states } = startWorkstation({ folder })
    await workstation.open()
    expect(workstation.state).toEqual(passphraseWanted)
    for (const wrong of ['', 'another one', `${databasePassphrase} `]) {
      await workstation.giveDatabasePassphrase(wrong)
      expect(workstation.state).toEqual({ name: 'database-passphrase', wrong: true })
    }
    expect(bytesOf(database)).toBe(before)
    await workstation.giveDatabasePassphrase(databasePassphrase)
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
    expect(states).not.toContain('trouble')
    expect(await clinicName(workstation)).toBe(setUpWish.name)
  })

  test('hears no passphrase that nobody asked for', async () => {
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const { workstation, states } = startWorkstation({ folder, keyStore: fakeKeyStore(1) })
    await workstation.open()
    const seen = states.length
    await workstation.giveDatabasePassphrase('anything')
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
    expect(states).toHaveLength(seen)
  })

  test('opens by itself where the computer keeps the key', async () => {
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const { workstation } = startWorkstation({ folder, keyStore: fakeKeyStore(1) })
    await workstation.open()
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
    expect(await clinicName(workstation)).toBe(setUpWish.name)
  })

  test('forgets old idempotency keys', async () => {
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const { workstation } = startWorkstation({
      folder,
      keyStore: fakeKeyStore(1),
      now: () => '2099-01-01T00:00:00.000Z',
      choresAfterMs: 0,
    })
    await workstation.open()
    await new Promise((resolve) => setTimeout(resolve))
    await workstation.close()
    const raw = openDatabase({
      path: join(folder, 'clinic.db'),
      key: await unwrapKey(join(folder, 'key.json'), { store: fakeKeyStore(1), passphrase: null }),
      mayCreate: false,
    })
    expect(raw.prepare('SELECT count(*) FROM idempotency_key').pluck().get()).toBe(0)
    raw.close()
  })
})

describe('trouble', () => {
  /** Opens the folder and answers the state, having made sure that the database's bytes stayed. */
  async function openTroubled(folder: string, keyStore = fakeKeyStore(1)) {
    const database = join(folder, 'clinic.db')
    const before = existsSync(database) ? bytesOf(database) : null
    const { workstation } = startWorkstation({ folder, keyStore })
    await workstation.open()
    expect(existsSync(database) ? bytesOf(database) : null).toBe(before)
    return workstation
  }

  test('of a key from another computer', async () => {
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const workstation = await openTroubled(folder, fakeKeyStore(2))
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'wrong-key', folder })
  })

  test('of a missing key, which ends when it is brought back', async () => {
    const { folder, key } = await setUpFolder(fakeKeyStore(1))
    renameSync(key, `${key}.away`)
    const workstation = await openTroubled(folder)
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'missing-key', folder })
    await workstation.openAgain()
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'missing-key', folder })
    renameSync(`${key}.away`, key)
    await workstation.openAgain()
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
  })

  test('of a key file that was overwritten', async () => {
    const { folder, key } = await setUpFolder(fakeKeyStore(1))
    writeFileSync(key, 'not a key')
    const workstation = await openTroubled(folder)
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'missing-key', folder })
  })

  test('of a damaged first page', async () => {
    const { folder, database } = await setUpFolder(fakeKeyStore(1))
    const bytes = readFileSync(database)
    randomBytes(64).copy(bytes, 300)
    writeFileSync(database, bytes)
    const workstation = await openTroubled(folder)
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'damaged', folder })
  })

  test('of a file that lost its end, or everything', async () => {
    const { folder, database } = await setUpFolder(fakeKeyStore(1))
    for (const size of [Math.floor(statSync(database).size / 2), 0]) {
      truncateSync(database, size)
      const workstation = await openTroubled(folder)
      expect(workstation.state).toEqual({ name: 'trouble', trouble: 'damaged', folder })
      await workstation.close()
    }
  })

  test('of a database from a newer program', async () => {
    const { folder, database, key } = await setUpFolder(fakeKeyStore(1))
    const raw = openDatabase({
      path: database,
      key: await unwrapKey(key, { store: fakeKeyStore(1), passphrase: null }),
      mayCreate: false,
    })
    raw
      .prepare('INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)')
      .run('9999-next', '2030-01-01T00:00:00.000Z')
    raw.close()
    const workstation = await openTroubled(folder)
    expect(workstation.state).toEqual({ name: 'trouble', trouble: 'newer-version', folder })
    expect(filesOf(folder)).not.toContain('copies')
  })

  test('that the program does not know is logged', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'profile'), '')
    const { workstation, logged } = startWorkstation({ folder: join(folder, 'profile', 'inner') })
    await workstation.open()
    expect(workstation.state).toMatchObject({ name: 'trouble', trouble: 'unknown' })
    expect(logged).toHaveLength(1)
  })

  test('leaves the desk closed', async () => {
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const workstation = await openTroubled(folder, fakeKeyStore(2))
    expect(() => workstation.workerDatabase()).toThrow('not-ready')
  })
})

describe('the demo clinic', () => {
  const made = (folder: string) => {
    const note = join(folder, 'demos-made')
    return existsSync(note) ? readFileSync(note, 'utf8').length : 0
  }

  test('is made beside the profile’s own clinic, told as it goes, and commits are told', async () => {
    const { workstation, folder, states } = startWorkstation()
    const units: CommittedUnit[] = []
    workstation.onCommit((unit) => units.push(unit))
    await workstation.open()
    await workstation.startDemo('ru')
    expect(workstation.state).toEqual({ name: 'ready', demo: true })
    expect(states.filter((name) => name === 'making-demo').length).toBeGreaterThan(1)
    expect(filesOf(folder)).toEqual(['demo', 'demos-made'])
    expect(filesOf(join(folder, 'demo'))).toContain('finished')
    expect(units).toContainEqual(expect.objectContaining({ command: 'demo' }))
  })

  test('is opened as it was left at the next start, without a passphrase', async () => {
    const first = startWorkstation()
    await first.workstation.startDemo('ru')
    await first.workstation.close()
    const { workstation, folder, states } = startWorkstation({ folder: first.folder })
    await workstation.startDemo('fr')
    expect(workstation.state).toEqual({ name: 'ready', demo: true })
    expect(states).not.toContain('making-demo')
    expect(made(folder)).toBe(1)
  })

  test('that was left half made is made anew', async () => {
    const first = startWorkstation()
    await first.workstation.startDemo('ru')
    await first.workstation.close()
    rmSync(join(first.folder, 'demo', 'finished'))
    const { workstation, folder } = startWorkstation({ folder: first.folder })
    await workstation.startDemo('ru')
    expect(workstation.state).toEqual({ name: 'ready', demo: true })
    expect(made(folder)).toBe(2)
  })

  test('begins once when it is asked for twice', async () => {
    const { workstation, folder } = startWorkstation()
    await workstation.open()
    const first = workstation.startDemo('ru')
    await expect(workstation.startDemo('ru')).rejects.toMatchObject({ code: 'already-set-up' })
    await first
    expect(made(folder)).toBe(1)
  })

  test('never takes the place of a clinic that is open, or that waits for its passphrase', async () => {
    const { folder, database } = await setUpFolder()
    const { workstation } = startWorkstation({ folder })
    await workstation.open()
    await expect(workstation.startDemo('ru')).rejects.toMatchObject({ code: 'already-set-up' })
    await workstation.giveDatabasePassphrase(databasePassphrase)
    await expect(workstation.startDemo('ru')).rejects.toMatchObject({ code: 'already-set-up' })
    expect(workstation.state).toEqual({ name: 'ready', demo: false })
    expect(await clinicName(workstation)).toBe(setUpWish.name)
    await workstation.close()
    expect(filesOf(folder)).not.toContain('demo')
    expect(statSync(database).size).toBeGreaterThan(0)
  })

  test('in trouble is tried again as the demo clinic', async () => {
    const first = startWorkstation()
    await first.workstation.startDemo('ru')
    await first.workstation.close()
    const key = join(first.folder, 'demo', 'key.json')
    renameSync(key, `${key}.away`)
    const { workstation, folder } = startWorkstation({ folder: first.folder })
    await workstation.startDemo('ru')
    expect(workstation.state).toEqual({
      name: 'trouble',
      trouble: 'missing-key',
      folder: join(folder, 'demo'),
    })
    renameSync(`${key}.away`, key)
    await workstation.openAgain()
    expect(workstation.state).toEqual({ name: 'ready', demo: true })
  })
})

describe('closing', () => {
  test('waits for the unit of work that is under way', async () => {
    const { workstation, folder } = startWorkstation({ keyStore: fakeKeyStore(1) })
    await workstation.open()
    await workstation.setUp(setUpWish)
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const began = Promise.withResolvers<void>()
    const write = workstation.desk(systemActor, null).write('test.room', async (unit) => {
      began.resolve()
      await held
      return unit.insert('location', { name: 'The last room', archivedAt: null })
    })
    await began.promise
    const closed = workstation.close()
    goOn()
    await write
    await closed
    const raw = openDatabase({
      path: join(folder, 'clinic.db'),
      key: await unwrapKey(join(folder, 'key.json'), { store: fakeKeyStore(1), passphrase: null }),
      mayCreate: false,
    })
    onTestFinished(() => {
      raw.close()
    })
    expect(raw.prepare('SELECT name FROM location').pluck().all()).toEqual(['The last room'])
  })

  test('waits for the mail that is on its way, and starts no other', async () => {
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    const sent: string[] = []
    const transport: MailTransport = {
      async send(mail) {
        sent.push(mail.to.address)
        asked.resolve()
        await answered.promise
        return { kind: 'accepted', response: '250 OK' }
      },
    }
    const { workstation, folder } = startWorkstation({
      keyStore: fakeKeyStore(1),
      mailTransport: () => transport,
    })
    await workstation.open()
    await workstation.setUp(setUpWish)
    await saveMailSettings(workstation.desk(systemActor, null), mailSettings)
    await approveCards(workstation, ['anna@mail.example', 'boris@mail.example'])
    await asked.promise
    const closed = workstation.close()
    answered.resolve()
    await closed
    expect(sent).toEqual(['anna@mail.example'])
    const raw = openDatabase({
      path: join(folder, 'clinic.db'),
      key: await unwrapKey(join(folder, 'key.json'), { store: fakeKeyStore(1), passphrase: null }),
      mayCreate: false,
    })
    const states = raw.prepare('SELECT state FROM message ORDER BY recipient_address').pluck().all()
    raw.close()
    expect(states).toEqual(['sent', 'due'])
  })

  test('twice, or before anything was open, does no harm', async () => {
    const { workstation } = startWorkstation()
    await workstation.close()
    await workstation.close()
    const { folder } = await setUpFolder(fakeKeyStore(1))
    const other = startWorkstation({ folder, keyStore: fakeKeyStore(1) })
    await other.workstation.open()
    await Promise.all([other.workstation.close(), other.workstation.close()])
    expect(other.logged).toEqual([])
  })
})

const mailSettings = {
  host: '127.0.0.1',
  port: 25,
  security: 'none' as const,
  user: null,
  password: null,
  fromAddress: 'desk@clinic.example',
  fromName: 'Clinic',
}

/** Queues a mail about an approved card to each address. */
async function approveCards(workstation: Workstation, addresses: string[]): Promise<void> {
  const desk = workstation.desk(systemActor, null)
  await desk.write('test.cards', async (unit) => {
    for (const [index, email] of addresses.entries()) {
      const patientId = unit.insert('patient', {
        ...justRegistered,
        family: 'Иванова',
        given: 'Анна',
        patronymic: null,
        sex: 'female',
        bornOn: null,
        phones: '[]',
        email,
        address: null,
        documentKind: null,
        documentNumber: null,
        language: 'ru',
        note: null,
      })
      const cardId = unit.insert('medicalCard', {
        patientId,
        number: `A-0000${index}`,
        status: 'approved',
        ...emptyCard,
      })
      await queueCardMail(desk, unit, 'approved', cardId, null)
    }
  })
}
