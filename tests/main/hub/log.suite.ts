/** What a hub's log does, whatever it is kept in: run over each storage. */
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HubError } from '../../../main/hub/hub-error.ts'
import { createHubLog, type HubLog } from '../../../main/hub/log.service.ts'
import type { DeviceRecord, HubStore } from '../../../main/hub/store.ts'
import { type Operation, protocolVersion, type PushAnswer } from '../../../main/sync/wire.ts'
import { deviceRecord, join, now, textOf, Writer } from './hub-clinic.ts'

export interface StoreMaker {
  /** A new empty storage. */
  open(): Promise<HubStore>
  /** One more process over the storage that was opened last. */
  openAgain(): Promise<HubStore>
}

/** To be called inside a `describe` that names the storage. */
export function logSuite(maker: StoreMaker): void {
  // It brings its clinic: what it did before it joined is taken as it was.
  const a = deviceRecord('a', { joinedAt: '2026-11-21T09:00:01.000Z' })
  const b = deviceRecord('b')
  const folders: string[] = []
  let store: HubStore
  let log: HubLog
  let epoch: string
  let writerA: Writer
  let writerB: Writer

  beforeEach(async () => {
    store = await maker.open()
    log = createHubLog(store, { now: () => now, newId: v7 })
    await join(store, a, b)
    epoch = (await store.state()).epoch
    writerA = new Writer('a')
    writerB = new Writer('b')
    await push(writerA, writerA.clinic())
  })

  afterEach(async () => {
    await log.close()
    await store.close()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  const push = (writer: Writer, operations: Operation[]): Promise<PushAnswer> =>
    log.push(writer.deviceId === 'a' ? a : b, { epoch, operations })
  const codes = ({ outcomes }: PushAnswer) =>
    outcomes.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))
  const pullAll = async (device = a) =>
    (await log.pull(device, { epoch, cursor: 0, limit: 1000 })).operations

  function scratch(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'hub-log-'))
    folders.push(folder)
    return folder
  }

  async function refusalOf(work: Promise<unknown>): Promise<string> {
    try {
      await work
      return 'none'
    } catch (error) {
      return error instanceof HubError ? error.code : String(error)
    }
  }

  test('numbers what it takes in and gives it to every member in that order', async () => {
    await push(writerB, [writerB.appointment('x', '09:00')])
    const found = await pullAll()
    expect(found.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, at) => at + 1))
    expect(found.at(-1)).toMatchObject({ deviceId: 'b', rowId: 'x', outcome: 'accepted' })
    expect((await log.standing()).head).toBe(10)
  })

  test('knows its clinic and founder from the first organization row', async () => {
    expect(await store.state()).toMatchObject({
      clinicId: 'clinic-1',
      founder: { deviceId: 'a', until: a.joinedAt },
    })
  })

  test('answers a repeated push as the first time, and writes nothing', async () => {
    const operations = [writerB.appointment('x', '09:00'), writerB.appointment('y', '09:15')]
    const first = await push(writerB, operations)
    expect(codes(first)).toEqual(['accepted', 'merged time-taken'])
    expect(await push(writerB, operations)).toEqual(first)
    expect((await log.standing()).head).toBe(11)
  })

  test('takes the new end of a push whose beginning it has', async () => {
    const [one, two] = [writerB.appointment('x', '09:00'), writerB.appointment('y', '10:00')]
    await push(writerB, [one])
    expect(codes(await push(writerB, [one, two]))).toEqual(['accepted', 'accepted'])
    expect((await log.standing()).head).toBe(11)
  })

  test('tells a cloned workstation by another content under a known number', async () => {
    await push(writerB, [writerB.appointment('x', '09:00')])
    const clone = new Writer('b')
    expect(await refusalOf(push(clone, [clone.appointment('other', '12:00')]))).toBe(
      'device-cloned',
    )
    expect((await log.standing()).head).toBe(10)
  })

  test('refuses a gap, so that nothing is lost between two pushes', async () => {
    await push(writerB, [writerB.appointment('x', '09:00')])
    writerB.appointment('lost', '10:00')
    const late = writerB.appointment('y', '11:00')
    expect(await refusalOf(push(writerB, [late]))).toBe('out-of-order')
  })

  test('gives a time once, and keeps the loser as a cancelled booking that names the winner', async () => {
    await push(writerA, [writerA.appointment('first', '09:00')])
    const answer = await push(writerB, [
      writerB.appointment('second', '09:15'),
      writerB.create('appointmentStep', 'step', { appointmentId: 'second', at: now }),
    ])
    expect(codes(answer)).toEqual(['merged time-taken', 'accepted'])
    const lost = (await pullAll()).find(({ rowId }) => rowId === 'second')
    expect(lost?.changes).toMatchObject({ status: 'cancelled', cancelReason: 'time-taken' })
    expect(lost?.data).toMatchObject({ heldBy: 'first', startsAt: '2026-11-24T09:15:00.000Z' })
  })

  test('gives a cancelled booking’s time away, and not back while it is held', async () => {
    await push(writerA, [
      writerA.appointment('first', '09:00'),
      writerA.patch('appointment', 'first', { status: 'cancelled', updatedAt: now }),
    ])
    expect(codes(await push(writerB, [writerB.appointment('second', '09:00')]))).toEqual([
      'accepted',
    ])
    const back = writerA.patch('appointment', 'first', { status: 'confirmed', updatedAt: now })
    expect(codes(await push(writerA, [back]))).toEqual(['merged time-taken'])
  })

  test('lets go of the old time of a moved booking', async () => {
    await push(writerA, [
      writerA.appointment('x', '09:00'),
      writerA.patch('appointment', 'x', {
        startsAt: '2026-11-24T10:00:00.000Z',
        endsAt: '2026-11-24T10:30:00.000Z',
        updatedAt: now,
      }),
    ])
    const answer = await push(writerB, [
      writerB.appointment('y', '09:00'),
      writerB.appointment('z', '10:15'),
    ])
    expect(codes(answer)).toEqual(['accepted', 'merged time-taken'])
  })

  test('claims rooms and equipment together with the doctor', async () => {
    const room = { resourceIds: '["room-1"]' }
    await push(writerA, [writerA.appointment('x', '09:00', room)])
    const other = { ...room, practitionerId: 'doctor-2' }
    const answer = await push(writerB, [
      writerB.appointment('y', '09:00', other),
      writerB.appointment('z', '09:00', { practitionerId: 'doctor-2' }),
    ])
    expect(codes(answer)).toEqual(['merged time-taken', 'accepted'])
  })

  test('merges two desks’ changes of different fields, and lets the later win in the same one', async () => {
    await push(writerA, [writerA.patch('patient', 'patient-1', { family: 'Rae', updatedAt: now })])
    await push(writerB, [
      writerB.patch('patient', 'patient-1', { email: 'eve@example.org', updatedAt: now }),
      writerB.patch('patient', 'patient-1', { family: 'Wray', updatedAt: now }),
    ])
    const [row] = await store.write((tx) => tx.rows([{ entity: 'patient', rowId: 'patient-1' }]))
    expect(row?.row).toMatchObject({ family: 'Wray', email: 'eve@example.org', version: 4 })
  })

  test('goes on behind a refused operation, and refuses what stands on it', async () => {
    const answer = await push(writerB, [
      writerB.create('invoiceLine', 'line', { invoiceId: 'nowhere' }),
      writerB.create('encounter', 'visit', { appointmentId: 'missing' }),
      writerB.create('encounterAddendum', 'note', { encounterId: 'visit', authorId: 'doctor-1' }),
      writerB.appointment('x', '09:00'),
    ])
    expect(codes(answer)).toEqual([
      'refused depends-on-missing',
      'refused depends-on-missing',
      'refused depends-on-missing',
      'accepted',
    ])
    expect((await pullAll(a)).map(({ rowId }) => rowId)).not.toContain('visit')
    expect((await pullAll(b)).map(({ rowId }) => rowId)).toContain('visit')
  })

  test('checks once more what the actor may do', async () => {
    const by = (actorId: string) => ({ actorId })
    const answer = await push(writerB, [
      writerB.appointment('x', '09:00', {}, by('cashier-1')),
      writerB.create('patient', 'p2', { family: 'A', phones: '[]' }, by('cashier-1')),
      writerB.create('patient', 'p3', { family: 'A', phones: '[]' }, by('stranger')),
      writerB.create('patient', 'p4', { family: 'A', phones: '[]' }, by('system')),
      writerB.create('patient', 'p5', { family: 'A', phones: '[]' }, by('desk-1')),
      writerB.create('message', 'm1', { eventKey: 'e' }, by('system')),
      writerB.appointment('over', '09:00', { overbooked: 1 }, by('cashier-1')),
      writerB.appointment('over2', '09:00', { overbooked: 1 }, by('desk-1')),
    ])
    expect(codes(answer)).toEqual([
      'accepted',
      'refused forbidden',
      'refused unknown-actor',
      'refused forbidden',
      'accepted',
      'accepted',
      'refused forbidden',
      'accepted',
    ])
  })

  test('keeps facts and signed visits as they are', async () => {
    await push(writerB, [
      writerB.appointment('x', '09:00'),
      writerB.create('encounter', 'visit', { appointmentId: 'x', plan: 'rest' }),
      writerB.patch('encounter', 'visit', { signedAt: now, updatedAt: now }),
      writerB.create('appointmentStep', 'step', { appointmentId: 'x' }, { kind: 'fact' }),
    ])
    const answer = await push(writerB, [
      writerB.patch('encounter', 'visit', { plan: 'work', updatedAt: now }),
      writerB.patch('appointmentStep', 'step', { reason: 'late', updatedAt: now }),
    ])
    expect(codes(answer)).toEqual(['refused never-changes', 'refused never-changes'])
  })

  test('keeps the money of a second bill for the same visit', async () => {
    await push(writerA, [
      writerA.appointment('x', '09:00'),
      writerA.create('invoice', 'bill-1', {
        number: 'A-1',
        patientId: 'patient-1',
        appointmentId: 'x',
      }),
    ])
    const answer = await push(writerB, [
      writerB.create('invoice', 'bill-2', {
        number: 'B-1',
        patientId: 'patient-1',
        appointmentId: 'x',
      }),
      writerB.create(
        'receipt',
        'receipt-2',
        { number: 'B-R1', invoiceId: 'bill-2' },
        { actorId: 'cashier-1' },
      ),
    ])
    expect(codes(answer)).toEqual(['merged bill-exists', 'accepted'])
  })

  test('gives a number that two workstations used to one of them', async () => {
    await push(writerA, [
      writerA.create('medicalCard', 'card-1', { patientId: 'patient-1', number: 'A-00001' }),
    ])
    const answer = await push(writerB, [
      writerB.create('patient', 'p2', { family: 'B', phones: '[]' }),
      writerB.create('medicalCard', 'card-2', { patientId: 'p2', number: 'A-00001' }),
      writerB.create('medicalCard', 'card-3', { patientId: 'patient-1', number: 'A-00009' }),
    ])
    expect(codes(answer)).toEqual(['accepted', 'merged number-taken', 'refused duplicate'])
    const card = (await pullAll()).find(({ rowId }) => rowId === 'card-2')
    expect(card?.changes['number']).toBe('A-00001-B')
  })

  test('refuses a far future as a whole, and takes a clock that is behind', async () => {
    const at = (instant: string) => ({ clock: `${instant}-0000-b` })
    const ahead = writerB.appointment('x', '09:00', {}, at('2026-11-22T09:00:00.001Z'))
    expect(await refusalOf(push(writerB, [ahead]))).toBe('clock-too-far')
    expect((await log.standing()).head).toBe(9)
    const other = new Writer('b')
    const behind = other.appointment('x', '09:00', {}, at('2025-11-21T09:00:00.000Z'))
    expect(codes(await push(other, [behind]))).toEqual(['accepted'])
  })

  test('refuses another epoch, and a place that the log no longer reaches', async () => {
    await store.devices.touch('a', now, 9)
    await store.devices.touch('b', now, 5)
    expect(await log.compact()).toEqual({ compactedTo: 5 })
    const pull = (cursor: number, of = epoch) => log.pull(a, { epoch: of, cursor, limit: 10 })
    expect(await refusalOf(pull(4))).toBe('snapshot-needed')
    expect((await pull(5)).operations).toHaveLength(4)
    expect(await refusalOf(pull(9, 'another'))).toBe('epoch-changed')
  })

  test('never cuts a unit of work', async () => {
    const unit = { unitId: 'together' }
    await push(writerB, [
      writerB.appointment('x', '09:00', {}, unit),
      writerB.create('appointmentStep', 's1', { appointmentId: 'x' }, unit),
      writerB.create('appointmentStep', 's2', { appointmentId: 'x' }, unit),
      writerB.appointment('y', '10:00'),
    ])
    const upTo = async (cursor: number, limit: number) => {
      const answer = await log.pull(a, { epoch, cursor, limit })
      return [answer.cursor, ...answer.operations.map(({ rowId }) => rowId)]
    }
    expect(await upTo(8, 3)).toEqual([9, 'patient-1'])
    expect(await upTo(9, 3)).toEqual([12, 'x', 's1', 's2'])
    // One that is larger than an answer goes in several.
    expect(await upTo(9, 2)).toEqual([11, 'x', 's1'])
  })

  test('shows a device its own branches', async () => {
    await push(writerA, [
      writerA.create('location', 'north', { name: 'North' }, { actorId: 'admin-1' }),
      writerA.create('location', 'south', { name: 'South' }, { actorId: 'admin-1' }),
      writerA.appointment('n', '09:00', { locationId: 'north' }),
      writerA.appointment('s', '10:00', { locationId: 'south' }),
      writerA.create('appointmentStep', 'step-s', { appointmentId: 's' }),
    ])
    const north = { ...b, branches: ['north'] }
    const seen = (await pullAll(north)).map(({ rowId }) => rowId)
    expect(seen).toContain('n')
    expect(seen).not.toContain('s')
    expect(seen).not.toContain('step-s')
    const text = await textOf(await log.snapshot(north))
    expect(text).toContain('"id":"n"')
    expect(text).not.toContain('"id":"s"')
  })

  test('brings a row that moves to the branch that gets it, and tells the other that it goes', async () => {
    await push(writerA, [
      writerA.create('location', 'north', { name: 'North' }, { actorId: 'admin-1' }),
      writerA.create('location', 'south', { name: 'South' }, { actorId: 'admin-1' }),
      writerA.appointment('n', '09:00', { locationId: 'north' }),
      writerA.create('appointmentStep', 'step', { appointmentId: 'n' }),
      writerA.create('invoice', 'bill', { appointmentId: 'n', number: 'A-1' }),
      writerA.create('invoiceLine', 'line', { invoiceId: 'bill', serviceId: 'service-1' }),
    ])
    await push(writerA, [writerA.patch('appointment', 'n', { locationId: 'south' })])
    const lastFor = async (branches: string[] | null) =>
      (await pullAll({ ...b, branches })).find(
        ({ kind, rowId }) => kind === 'patch' && rowId === 'n',
      )
    expect(
      (await lastFor(['south']))?.arrives?.map(([entity, row]) => [entity, row['id']]),
    ).toEqual([
      ['appointment', 'n'],
      ['appointmentStep', 'step'],
      ['invoice', 'bill'],
      ['invoiceLine', 'line'],
    ])
    expect(await lastFor(['north'])).toMatchObject({ leaves: true })
    expect(await lastFor(['north'])).not.toHaveProperty('arrives')
    expect(await lastFor(['elsewhere'])).toBeUndefined()
    for (const both of [null, ['north', 'south']]) {
      expect(await lastFor(both)).not.toHaveProperty('leaves')
      expect(await lastFor(both)).not.toHaveProperty('move')
    }
    const has = async (branches: string[]) => {
      const text = await textOf(await log.snapshot({ ...b, branches }))
      return /"(n|step|bill|line)"/.test(text)
    }
    expect([await has(['north']), await has(['south'])]).toEqual([false, true])
  })

  test('has a workstation begin anew whose branches are others than it believes', async () => {
    const asked = { epoch, cursor: 0, limit: 1000 }
    const limited = { ...b, branches: ['south', 'north'] }
    expect(await refusalOf(log.pull(limited, { ...asked, branches: null }))).toBe('snapshot-needed')
    expect(await refusalOf(log.pull(b, { ...asked, branches: ['north'] }))).toBe('snapshot-needed')
    expect(await refusalOf(log.pull(limited, { ...asked, branches: ['north', 'south'] }))).toBe(
      'none',
    )
    await store.devices.limit('b', ['south'])
    expect(await store.devices.limited()).toEqual([{ id: 'b', branches: ['south'] }])
    expect(await store.devices.limit('b', null)).toBe(true)
    expect(await store.devices.limited()).toEqual([])
    expect(await store.devices.limit('nobody', null)).toBe(false)
  })

  test('makes a snapshot that its hash proves, parents before children', async () => {
    await push(writerB, [writerB.appointment('x', '09:00')])
    const snapshot = await log.snapshot(b)
    expect(snapshot).toMatchObject({ epoch, seq: 10 })
    const [head, ...rows] = (await textOf(snapshot)).trim().split('\n')
    expect(JSON.parse(head ?? '')).toMatchObject({ seq: 10, clinicId: 'clinic-1' })
    expect(rows.map((row) => JSON.parse(row)[0])).toEqual([
      'organization',
      ...Array.from({ length: 5 }, () => 'practitioner'),
      'serviceCategory',
      'healthcareService',
      'patient',
      'appointment',
    ])
  })

  test('comes back from its backup under a new epoch, with what came later brought anew', async () => {
    const file = path.join(scratch(), 'hub.backup')
    const early = writerB.appointment('early', '09:00')
    const late = writerB.appointment('late', '10:00')
    await push(writerB, [early])
    expect(await log.backup(file)).toEqual({ seq: 10 })
    expect((await log.pull(a, { epoch, cursor: 10, limit: 10 })).backupSeq).toBe(10)
    await push(writerB, [late])
    await store.saveIdentity({ certificate: 'c', privateKey: 'k' })
    await log.backup(file)
    await store.close()

    store = await maker.open()
    const restored = createHubLog(store, { now: () => now, newId: v7 })
    const { epoch: newEpoch, seq } = await restored.restore(file)
    expect(newEpoch).not.toBe(epoch)
    expect(seq).toBe(11)
    expect(await store.state()).toMatchObject({ restored: { epoch, seq: 11 }, head: 11 })
    const again = await restored.push(b, { epoch: newEpoch, operations: [early, late] })
    expect(codes(again)).toEqual(['accepted', 'accepted'])
    const clash = await restored.push(a, {
      epoch: newEpoch,
      operations: [writerA.appointment('clash', '10:00')],
    })
    expect(codes(clash)).toEqual(['merged time-taken'])
    await restored.close()
  })

  test('takes no backup in that was cut off, and none into a storage that holds something', async () => {
    const file = path.join(scratch(), 'hub.backup')
    await store.saveIdentity({ certificate: 'c', privateKey: 'k' })
    await log.backup(file)
    await expect(log.restore(file)).rejects.toThrow('empty storage')
    truncateSync(file, readFileSync(file).length - 20)
    const other = await maker.open()
    const otherLog = createHubLog(other, { now: () => now, newId: v7 })
    await expect(otherLog.restore(file)).rejects.toThrow('not whole')
    expect(await other.state()).toMatchObject({ head: 0, clinicId: null })
    expect(await other.devices.list()).toEqual([])
    await other.close()
  })

  test('spends a code once, and none that has expired', async () => {
    const code = { expiresAt: '2026-11-21T10:00:00.000Z', branches: ['north'] }
    await store.codes.add('h1', code)
    await store.codes.add('h2', { expiresAt: '2026-11-21T08:00:00.000Z', branches: null })
    expect(await store.codes.spend('h2', now)).toBeNull()
    expect(await store.codes.spend('h1', now)).toEqual(code)
    expect(await store.codes.spend('h1', now)).toBeNull()
  })

  test('keeps a file’s pieces until it is whole', async () => {
    await store.files.putChunk('f', 1, new Uint8Array([3]))
    expect(await store.files.size('f')).toBeNull()
    await store.files.putChunk('f', 0, new Uint8Array([1, 2]))
    expect(await store.files.chunks('f')).toEqual([0, 1])
    await store.files.finish('f', 3)
    expect(await store.files.size('f')).toBe(3)
    expect([...((await store.files.readChunk('f', 0)) ?? [])]).toEqual([1, 2])
  })

  test('decides for several processes as for one: no time twice, no number left out', async () => {
    const second = await maker.openAgain()
    const otherLog = createHubLog(second, { now: () => now, newId: v7 })
    const poked = new Promise<void>((resolve) => {
      const stop = second.onPoke(() => {
        stop()
        resolve()
      })
    })
    const hours = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00']
    // Both at the same time, each one push after the other as a workstation does.
    const book = async (writer: Writer, one: HubLog, device: DeviceRecord) => {
      const answers: string[] = []
      for (const [at, hour] of hours.entries()) {
        const operations = [writer.appointment(`${writer.deviceId}${at}`, hour)]
        answers.push(...codes(await one.push(device, { epoch, operations })))
      }
      return answers
    }
    const answers = await Promise.all([book(writerA, log, a), book(writerB, otherLog, b)])
    const won = answers.flat().filter((one) => one === 'accepted')
    expect(won).toHaveLength(hours.length)
    await poked
    const seqs = (await otherLog.pull(b, { epoch, cursor: 0, limit: 1000 })).operations
    expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1))
    await second.close()
  })

  /** A stretch of a device's work, as one push. */
  const patients = (writer: Writer, name: string, count: number) =>
    Array.from({ length: count }, (_, at) =>
      writer.create('patient', `${name}-${at}`, { family: name, given: 'Eve', phones: '[]' }),
    )

  test('greets a member of its clinic, and nobody of another one', async () => {
    const words = {
      protocol: 1,
      schemaVersion: 2,
      programVersion: '1.0.0',
      now,
      clinicId: 'clinic-1' as string | null,
      epoch,
      cursor: 0,
    }
    expect(await log.hello(a, words)).toEqual({
      deviceId: 'a',
      prefix: 'A',
      clinicId: 'clinic-1',
      epoch,
      restored: null,
      head: 9,
      compactedTo: 0,
      now,
      branches: null,
      heritage: null,
    })
    expect(await log.hello(b, { ...words, clinicId: null })).toMatchObject({ deviceId: 'b' })
    expect(await refusalOf(log.hello(b, { ...words, clinicId: 'other' }))).toBe('another-clinic')
    // The version before is answered; the one before that is not, nor a later one.
    const hello = (protocol: number) => log.hello(b, { ...words, protocol })
    expect(await hello(protocolVersion - 1)).toMatchObject({ deviceId: 'b' })
    expect(await refusalOf(hello(protocolVersion - 2))).toBe('protocol-not-spoken')
    expect(await refusalOf(hello(protocolVersion + 1))).toBe('protocol-not-spoken')
  })

  test('takes the history of a founder whose clock is ahead of the hub’s', async () => {
    const fresh = await maker.open()
    const hub = createHubLog(fresh, { now: () => now, newId: v7 })
    await join(fresh, deviceRecord('a', { joinedAt: now }))
    const words = { protocol: 1, schemaVersion: 2, programVersion: '', epoch: null, cursor: 0 }
    const ahead = '2026-11-21T09:20:00.000Z'
    const { epoch: first } = await hub.hello(a, { ...words, now: ahead, clinicId: 'clinic-1' })
    const writer = new Writer('a')
    const early = { actorId: 'nobody', clock: '2026-11-21T09:10:00.000Z-0000-a' }
    const answer = await hub.push(a, {
      epoch: first,
      operations: [
        writer.create('organization', 'clinic-1', { name: 'Clinic' }, early),
        writer.create('practitioner', 'admin-1', { roles: '["administrator"]' }, early),
      ],
    })
    expect(codes(answer)).toEqual(['accepted', 'accepted'])
    await hub.close()
    await fresh.close()
  })

  test('takes nothing from who was shut out, whatever its connection still believes', async () => {
    await store.devices.revoke('b', now)
    expect(await refusalOf(push(writerB, patients(writerB, 'p', 1)))).toBe('revoked')
    const stranger = deviceRecord('c')
    const work = log.push(stranger, { epoch, operations: patients(new Writer('c'), 'p', 1) })
    expect(await refusalOf(work)).toBe('unknown-device')
    expect((await log.standing()).head).toBe(9)
  })

  test('leaves nothing of a push that failed in its middle', async () => {
    const failing = store.write(async (tx) => {
      const state = await tx.state()
      await tx.setState({ ...state, head: 99 })
      throw new Error('the plug')
    })
    await expect(failing).rejects.toThrow('the plug')
    expect((await log.standing()).head).toBe(9)
    expect(codes(await push(writerB, patients(writerB, 'p', 1)))).toEqual(['accepted'])
  })

  test('never lets a reader skip what is still being written', async () => {
    const names = ['c', 'd', 'e', 'f', 'g', 'h']
    const others = names.map((name) => deviceRecord(name))
    await join(store, ...others)
    const second = await maker.openAgain()
    const logs = [log, createHubLog(second, { now: () => now, newId: v7 })]
    const seen: number[] = []
    let isWriting = true
    const read = async () => {
      let cursor = 9
      for (let isLast = false; !isLast;) {
        isLast = !isWriting
        const answer = await log.pull(a, { epoch, cursor, limit: 1000 })
        seen.push(...answer.operations.map(({ seq }) => seq))
        cursor = answer.cursor
        // Over a file nothing of all this waits for anything: the writers want a turn.
        await turn()
      }
    }
    const write = async (device: DeviceRecord, index: number) => {
      const writer = new Writer(device.id)
      for (let at = 0; at < 12; at += 1) {
        const operations = patients(writer, `${device.id}${at}`, 1 + ((at + index) % 4))
        await logs[index % 2]?.push(device, { epoch, operations })
      }
    }
    const reading = read()
    await Promise.all(others.map(write))
    isWriting = false
    await reading
    const head = (await log.standing()).head
    expect(seen).toEqual(Array.from({ length: head - 9 }, (_, at) => at + 10))
    await second.close()
  })

  test('gives sixteen desks that want the same times each time once', async () => {
    const others = Array.from({ length: 16 }, (_, at) => deviceRecord(`n${at}x`))
    await join(store, ...others)
    const second = await maker.openAgain()
    const logs = [log, createHubLog(second, { now: () => now, newId: v7 })]
    await Promise.all(
      others.map(async (device, index) => {
        const writer = new Writer(device.id)
        for (const hour of ['09:00', '09:30', '10:00', '10:15', '10:45']) {
          const operations = [writer.appointment(`${device.id}-${hour}`, hour)]
          await logs[index % 2]?.push(device, { epoch, operations })
        }
      }),
    )
    const claims = await store.read((tx) => tx.page('claim', null, 1000))
    const spans = claims
      .map((claim) => [Number(claim['starts_ms']), Number(claim['ends_ms'])] as const)
      .toSorted(([one], [other]) => one - other)
    expect(spans.length).toBeGreaterThanOrEqual(4)
    for (const [at, [starts]] of spans.entries()) {
      expect(starts).toBeGreaterThanOrEqual(spans[at - 1]?.[1] ?? 0)
    }
    await second.close()
  })

  test('keeps fields and tables of other versions apart from what it does itself', async () => {
    const answer = await push(writerB, [
      writerB.create('patient', 'p', { family: 'A', given: 'B', phones: '[]', newField: 'kept' }),
      writerB.create('newTable', 'n', { patientId: 'p' }),
      writerB.patch('patient', 'p', { family: 'C', updatedAt: now }),
    ])
    expect(codes(answer)).toEqual(['accepted', 'refused unknown-entity', 'accepted'])
    expect(await textOf(await log.snapshot(a))).toContain('"newField":"kept"')
    const seen = await pullAll()
    expect(seen.find(({ rowId }) => rowId === 'p')?.changes).toMatchObject({ newField: 'kept' })
  })

  test('forgets what all have, but not what may come again', async () => {
    for (let at = 0; at < 4; at += 1) await push(writerB, patients(writerB, `p${at}`, 1000))
    const last = patients(writerB, 'last', 3)
    const first = await push(writerB, last)
    const head = (await log.standing()).head
    await store.devices.touch('a', now, head)
    await store.devices.touch('b', now, head)
    expect(await log.compact()).toEqual({ compactedTo: head })
    const kept = await store.operations(0, 10_000)
    expect(kept).toHaveLength(9 + 3000)
    expect(await push(writerB, last)).toEqual(first)
    expect(await refusalOf(log.pull(a, { epoch, cursor: 5, limit: 1000 }))).toBe('snapshot-needed')
    const { seq } = await log.snapshot(a)
    expect(seq).toBe(head)
    expect(codes(await push(writerB, patients(writerB, 'next', 1)))).toEqual(['accepted'])
  })

  test('tells others unasked what is new and theirs to know, and nobody what is their own alone', async () => {
    const before = (await log.standing()).head
    await join(store, deviceRecord('c', { branches: ['east'] }))
    const c = deviceRecord('c', { branches: ['east'] })
    await push(writerB, [
      writerB.create('location', 'west', { name: 'West' }, { actorId: 'admin-1' }),
      writerB.appointment('x', '09:00', { locationId: 'west' }),
    ])
    const standing = await log.standing()
    const told = { before, standing }
    const news = { epoch, after: before, cursor: before + 2, backupSeq: 0 }
    const rowsOf = (device: DeviceRecord) =>
      log.news(device, told)?.operations.map(({ rowId }) => rowId)
    expect(log.news(a, told)).toMatchObject(news)
    expect(rowsOf(a)).toEqual(['west', 'x'])
    expect(rowsOf(c)).toEqual(['west'])
    expect(log.news(c, told)).toMatchObject(news)
    expect(log.news(b, told)).toBeNull()
    expect(log.news(a, { before: null, standing })).toBeNull()
    expect(log.news(a, { before: before + 2, standing })).toBeNull()
    expect(log.news(a, { before: 0, standing: { ...standing, epoch: 'another' } })).toBeNull()
    const elsewhere = createHubLog(await maker.openAgain(), { now: () => now, newId: v7 })
    expect(elsewhere.news(a, told)).toBeNull()
  })

  test('is not held up in forgetting by a device that was away for half a year or shut out', async () => {
    await store.devices.touch('a', now, 9)
    await store.devices.touch('b', '2026-05-01T00:00:00.000Z', 2)
    expect(await log.compact()).toEqual({ compactedTo: 9 })
    await join(store, deviceRecord('c', { joinedAt: now }))
    await push(writerA, patients(writerA, 'p', 1))
    await store.devices.touch('a', now, 10)
    expect(await log.compact()).toEqual({ compactedTo: 9 })
    await store.devices.revoke('c', now)
    expect(await log.compact()).toEqual({ compactedTo: 10 })
  })

  test('tells a cursor from the future that it has to begin anew', async () => {
    expect(await refusalOf(log.pull(a, { epoch, cursor: 10, limit: 10 }))).toBe('snapshot-needed')
  })

  test('lets a device go on after a restore although the hub lacks what came between', async () => {
    const file = path.join(scratch(), 'hub.backup')
    await push(writerB, patients(writerB, 'early', 2))
    await log.backup(file)
    // Told by a later backup that it may forget these, the workstation did.
    await push(writerB, patients(writerB, 'forgotten', 2))
    const other = await maker.open()
    const restored = createHubLog(other, { now: () => now, newId: v7 })
    const { epoch: next } = await restored.restore(file)
    const operations = patients(writerB, 'late', 1)
    expect(await refusalOf(restored.push(b, { epoch, operations }))).toBe('epoch-changed')
    expect(codes(await restored.push(b, { epoch: next, operations }))).toEqual(['accepted'])
    writerB.create('patient', 'gap', {})
    const late = patients(writerB, 'later', 1)
    expect(await refusalOf(restored.push(b, { epoch: next, operations: late }))).toBe(
      'out-of-order',
    )
    await restored.close()
    await other.close()
  })

  test('brings files, members and identity back from a backup', async () => {
    const file = path.join(scratch(), 'hub.backup')
    const bytes = new Uint8Array([0, 1, 2, 255])
    await store.files.putChunk('f', 0, bytes)
    await store.files.finish('f', 4)
    await store.saveIdentity({ certificate: 'c', privateKey: 'k' })
    await log.backup(file)
    const other = await maker.open()
    const restored = createHubLog(other, { now: () => now, newId: v7 })
    await restored.restore(file)
    expect(await other.files.size('f')).toBe(4)
    expect([...((await other.files.readChunk('f', 0)) ?? [])]).toEqual([...bytes])
    expect(await other.identity()).toEqual({ certificate: 'c', privateKey: 'k' })
    expect(await other.devices.list()).toEqual(await store.devices.list())
    expect(await other.devices.findByFingerprint(a.fingerprint)).toMatchObject({ id: 'a' })
    await other.close()
  })

  test('keeps the first identity, and tells two devices of one prefix apart', async () => {
    await store.saveIdentity({ certificate: 'first', privateKey: 'k' })
    await store.saveIdentity({ certificate: 'second', privateKey: 'k' })
    expect(await store.identity()).toMatchObject({ certificate: 'first' })
    const twin = deviceRecord('z', { prefix: 'A' })
    await expect(store.devices.add(twin)).rejects.toThrow(/unique/i)
    expect(await store.devices.find('z')).toBeNull()
    await store.devices.update({ ...b, name: 'Renamed', branches: ['north'] })
    expect(await store.devices.find('b')).toMatchObject({ name: 'Renamed', branches: ['north'] })
  })

  test('says whether a device was there to be shut out, and pokes', async () => {
    const second = await maker.openAgain()
    const poked = new Promise<void>((resolve) => second.onPoke(resolve))
    expect(await store.devices.revoke('b', now)).toBe(true)
    expect(await store.devices.revoke('nobody', now)).toBe(false)
    await poked
    expect(await second.devices.find('b')).toMatchObject({ revokedAt: now })
    await second.close()
  })

  test('gives a large answer in pieces', async () => {
    const note = 'n'.repeat(400_000)
    const large = Array.from({ length: 14 }, (_, at) =>
      writerB.create('patient', `large-${at}`, { family: 'A', note }),
    )
    await push(writerB, large)
    const first = await log.pull(a, { epoch, cursor: 9, limit: 1000 })
    expect(first.operations.length).toBeGreaterThan(1)
    expect(JSON.stringify(first).length).toBeLessThan(5_000_000)
    const second = await log.pull(a, { epoch, cursor: first.cursor, limit: 1000 })
    expect(first.operations.length + second.operations.length).toBe(14)
    expect(second.cursor).toBe(second.head)
  })
}
