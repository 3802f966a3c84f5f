/** Files and snapshots on their way between a workstation and a real hub: in pieces, resumed, checked. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHandles } from '../../../main/db/kysely.ts'
import { makeCertificate } from '../../../main/sync/certificates.ts'
import { FileExchange } from '../../../main/sync/files.ts'
import { createHubRequests, type HubRequests } from '../../../main/sync/hub-requests.ts'
import { joinHub } from '../../../main/sync/link.ts'
import { readHub } from '../../../main/sync/member.ts'
import type { HubAddress } from '../../../main/sync/pinned-socket.ts'
import {
  fetchSnapshot,
  keepSnapshot,
  loadSnapshot,
  nextDatabase,
  swapDatabase,
} from '../../../main/sync/snapshot.ts'
import { pieceBytes, SealBroken, sizeOfPieces, unsealed } from '../../../main/sync/sealed.ts'
import { createHubLog } from '../../../main/hub/log.service.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { temporaryFolder, writeClinicFile } from '../../helpers/clinic-file.ts'
import { openTestClinic, testNow } from '../../helpers/clinic.ts'
import { someOperation, startTestHub, type TestHub } from '../../helpers/test-hub.ts'

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function memberOf({ server }: TestHub): Promise<HubAddress> {
  const { address, fingerprint, code } = await server.invite()
  const hub = { address, fingerprint, ...(await makeCertificate('desk')) }
  await joinHub(hub, { code, name: 'desk', deviceId: null, prefix: null })
  return hub
}

/** Requests that are counted, and cut after so many bytes of an answer. */
function watched(requests: HubRequests, cutAfter: number | null = null) {
  const asked: string[] = []
  const note = ({ method = 'GET', path, headers }: Parameters<HubRequests['open']>[0]) =>
    asked.push(
      [method, path.replace(/[0-9a-f]{64}/, '…'), headers?.['range'] ?? ''].join(' ').trim(),
    )
  let left = cutAfter
  const watching: HubRequests = {
    async open(wish) {
      note(wish)
      const answer = await requests.open(wish)
      if (left !== null) {
        const limit = left
        left = null
        let seen = 0
        answer.on('data', (piece: Buffer) => {
          seen += piece.length
          if (seen > limit) answer.destroy(new Error('cut'))
        })
        answer.pause()
      }
      return answer
    },
    send(wish) {
      note(wish)
      return requests.send(wish)
    },
    close: () => requests.close(),
  }
  return { asked, watching }
}

async function deskWith(hub: HubAddress, bytes: Uint8Array | null, requests: HubRequests) {
  const clinic = await openTestClinic()
  onTestFinished(() => clinic.close())
  if (bytes !== null) {
    clinic.raw.pragma('foreign_keys = OFF')
    clinic.raw
      .prepare(`INSERT INTO stored_file (sha256, media_type, size_bytes, bytes, stored_at)
         VALUES (?, 'application/pdf', ?, ?, ?)`)
      .run(hashOf(bytes), bytes.length, bytes, testNow)
    clinic.raw
      .prepare(
        `INSERT INTO document_reference (id, kind, subject_id, patient_id, number, language, state, sha256, version, created_at, updated_at)
         VALUES ('d', 'invoice', 's', 'p', 'A-1', 'ru', 'ready', ?, 1, ?, ?)`,
      )
      .run(hashOf(bytes), testNow, testNow)
  }
  const logged: string[] = []
  const files = new FileExchange({
    raw: clinic.raw,
    handles: createHandles(clinic.raw),
    hub,
    now: () => testNow,
    log: (event) => logged.push(event),
    requests,
  })
  onTestFinished(() => files.stop())
  return { clinic, files, logged }
}

describe('a file', () => {
  const bytes = new Uint8Array(randomBytes(2 * 1024 * 1024 + 77))

  test('goes to the hub once, in pieces, and comes to the desk that opens it', async () => {
    const hub = await startTestHub()
    const here = await memberOf(hub)
    const up = watched(createHubRequests(here))
    const from = await deskWith(here, bytes, up.watching)
    await from.files.sendMissing()
    expect(up.asked).toEqual([
      'GET /files/…/chunks',
      'PUT /files/…',
      'PUT /files/…',
      'PUT /files/…',
    ])
    await from.files.sendMissing()
    expect(up.asked).toHaveLength(4)

    const there = await memberOf(hub)
    const to = await deskWith(there, null, createHubRequests(there))
    expect(await to.files.fetch(hashOf(bytes))).toBe(true)
    const kept = to.clinic.raw.prepare('SELECT bytes FROM stored_file').pluck().get()
    expect(hashOf(Buffer.from(kept as Uint8Array))).toBe(hashOf(bytes))
    expect(await to.files.fetch('ab'.repeat(32))).toBe(false)
  })

  test('that is large goes and comes piece by piece, and is kept in pieces on both sides', async () => {
    const piece = 1024 * 1024
    const video = new Uint8Array(randomBytes(9 * piece + 5))
    const hub = await startTestHub()
    const here = await memberOf(hub)
    const from = await deskWith(here, null, createHubRequests(here))
    const { raw } = from.clinic
    raw.pragma('foreign_keys = OFF')
    const keep = raw.prepare('INSERT INTO stored_chunk VALUES (?, ?, ?, ?)')
    for (let position = 0; position * piece < video.length; position += 1) {
      const bytes = video.subarray(position * piece, (position + 1) * piece)
      keep.run('f', position, hashOf(bytes), bytes)
    }
    raw
      .prepare(`INSERT INTO stored_file VALUES (?, 'video/mp4', ?, x'', ?, 'f')`)
      .run(hashOf(video), video.length, testNow)
    raw
      .prepare(
        `INSERT INTO attachment (id, patient_id, name, media_type, size_bytes, sha256, added_at, added_by, version, created_at, updated_at)
         VALUES ('a', 'p', 'v.mp4', 'video/mp4', 1, ?, ?, 'd', 1, ?, ?)`,
      )
      .run(hashOf(video), testNow, testNow, testNow)
    await from.files.sendMissing()

    const there = await memberOf(hub)
    const to = await deskWith(there, null, createHubRequests(there))
    expect(await to.files.fetch(hashOf(video))).toBe(true)
    const chunks = to.clinic.raw
      .prepare<[], { sha256: string; bytes: Uint8Array }>(
        'SELECT sha256, bytes FROM stored_chunk ORDER BY position',
      )
      .all()
    expect(chunks).toHaveLength(10)
    expect(hashOf(Buffer.concat(chunks.map(({ bytes }) => bytes)))).toBe(hashOf(video))
    expect(chunks.every(({ sha256, bytes }) => hashOf(bytes) === sha256)).toBe(true)
    expect(await to.files.fetch(hashOf(video))).toBe(true)
    expect(to.clinic.raw.prepare('SELECT count(*) FROM stored_chunk').pluck().get()).toBe(10)
  })

  test('that is a photo comes to the other desk as the picture that it is', async () => {
    const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
    const hub = await startTestHub()
    const here = await memberOf(hub)
    const from = await deskWith(here, photo, createHubRequests(here))
    await from.files.sendMissing()
    const there = await memberOf(hub)
    const to = await deskWith(there, null, createHubRequests(there))
    expect(await to.files.fetch(hashOf(photo))).toBe(true)
    const kept = to.clinic.raw.prepare('SELECT media_type FROM stored_file').pluck().get()
    expect(kept).toBe('image/jpeg')
  })

  test('that the hub has from another desk is not sent again, and half of one goes on', async () => {
    const hub = await startTestHub()
    const here = await memberOf(hub)
    const requests = createHubRequests(here)
    const range = `bytes 0-${1024 * 1024 - 1}/${bytes.length}`
    await requests.send({
      method: 'PUT',
      path: `/files/${hashOf(bytes)}`,
      headers: { 'content-range': range },
      body: bytes.subarray(0, 1024 * 1024),
    })
    const half = watched(requests)
    await (await deskWith(here, bytes, half.watching)).files.sendMissing()
    expect(half.asked).toEqual(['GET /files/…/chunks', 'PUT /files/…', 'PUT /files/…'])

    const other = await memberOf(hub)
    const whole = watched(createHubRequests(other))
    await (await deskWith(other, bytes, whole.watching)).files.sendMissing()
    expect(whole.asked).toEqual(['GET /files/…/chunks'])
  })

  test('whose line breaks is gone on with where it broke', async () => {
    const hub = await startTestHub()
    const here = await memberOf(hub)
    await (await deskWith(here, bytes, createHubRequests(here))).files.sendMissing()
    const there = await memberOf(hub)
    const cut = watched(createHubRequests(there), 700_000)
    const to = await deskWith(there, null, cut.watching)
    expect(await to.files.fetch(hashOf(bytes))).toBe(true)
    expect(cut.asked).toHaveLength(2)
    expect(cut.asked[1]).toMatch(/^GET \/files\/… bytes=[1-9]\d*-$/)
  })
})

/** What a desk fetches to, and the key of its database. */
const fetching = () => ({
  path: join(temporaryFolder(), 'snapshot'),
  key: new Uint8Array(32).fill(5),
  onProgress: () => {},
})

/** What a desk has of the snapshot, opened as the loading of it does. */
async function openedOf(path: string, key: Uint8Array): Promise<Buffer> {
  const { salt } = JSON.parse(readFileSync(`${path}.stamp`, 'utf8'))
  const own = hkdfSync('sha256', key, Buffer.from(salt, 'hex'), 'polyclinic fetched snapshot', 32)
  const seal = { key: new Uint8Array(own), header: new Uint8Array() }
  const pieces: Buffer[] = []
  for await (const piece of unsealed(path, seal)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A hub whose snapshot is a few pieces long, as a row that does not compress makes it. */
async function largeHub() {
  const hub = await startTestHub()
  const { address, fingerprint, code } = await hub.server.invite()
  const member = { address, fingerprint, ...(await makeCertificate('desk')) }
  const wish = { code, name: 'desk', deviceId: null, prefix: null }
  const { epoch, deviceId } = await joinHub(member, wish)
  const device = await hub.store.devices.find(deviceId)
  if (device === null) throw new Error('not joined')
  const log = createHubLog(hub.store, { now: () => hub.clock.now, newId: v7 })
  const note = randomBytes(150_000).toString('hex')
  const operations = [someOperation(1, { name: 'Wintergreen', note })]
  await log.push(device, { epoch, operations })
  const requests = createHubRequests(member)
  onTestFinished(() => requests.close())
  return { requests }
}

describe('a snapshot', () => {
  test('is gone on with where the line broke, and is begun anew when it is another one', async () => {
    const { requests } = await largeHub()
    const to = fetching()
    const { path, key } = to
    const stamp = await fetchSnapshot(requests, to)
    const whole = await openedOf(path, key)
    expect(hashOf(whole)).toBe(stamp.sha256)
    expect(whole.length).toBe(stamp.bytes)
    expect(stamp.bytes).toBeGreaterThan(2 * pieceBytes)

    // In the middle of its third piece, which is fetched again as a whole.
    const size = sizeOfPieces(2, { key, header: new Uint8Array() })
    truncateSync(path, size + 1000)
    const resumed = watched(requests)
    expect(await fetchSnapshot(resumed.watching, to)).toEqual(stamp)
    expect(resumed.asked).toEqual([`GET /snapshot bytes=${2 * pieceBytes}-`])
    expect(await openedOf(path, key)).toEqual(whole)

    const cut = watched(requests, pieceBytes)
    truncateSync(path, 0)
    await expect(fetchSnapshot(cut.watching, to)).rejects.toThrow('cut')
    expect(await fetchSnapshot(requests, to)).toMatchObject({ sha256: stamp.sha256 })
    expect(await openedOf(path, key)).toEqual(whole)

    // Whole already: the program ended before it was swapped in.
    const again = watched(requests)
    expect(await fetchSnapshot(again.watching, to)).toMatchObject({ sha256: stamp.sha256 })
    expect(again.asked).toEqual([`GET /snapshot bytes=${stamp.bytes}-`])

    writeFileSync(`${path}.stamp`, JSON.stringify({ ...stamp, sha256: 'ab'.repeat(32) }))
    truncateSync(path, size)
    expect(await fetchSnapshot(requests, to)).toMatchObject({ sha256: stamp.sha256 })
    expect(await openedOf(path, key)).toEqual(whole)
  })

  test('lies on the desk’s disk sealed, and nothing of a patient can be read in it', async () => {
    const { requests } = await largeHub()
    const to = fetching()
    await fetchSnapshot(requests, to)
    const whole = await openedOf(to.path, to.key)
    expect(gunzipSync(whole).toString()).toContain('Wintergreen')
    const onDisk = readFileSync(to.path)
    expect(onDisk.includes('Wintergreen')).toBe(false)
    // Neither packed: no stretch of the bytes that came is on the disk.
    for (let at = 0; at + 16 <= whole.length; at += 16) {
      expect(onDisk.includes(whole.subarray(at, at + 16))).toBe(false)
    }
    await expect(openedOf(to.path, new Uint8Array(32).fill(6))).rejects.toThrow(SealBroken)
  })

  test('that was damaged on the disk is thrown away', async () => {
    const { requests } = await largeHub()
    const to = fetching()
    const { sha256 } = await fetchSnapshot(requests, to)
    const bytes = readFileSync(to.path)
    bytes[5] = (bytes[5] ?? 0) ^ 1
    writeFileSync(to.path, bytes.subarray(0, bytes.length - 3))
    await expect(fetchSnapshot(requests, to)).rejects.toThrow('damaged')
    expect(existsSync(to.path)).toBe(false)
    expect(await fetchSnapshot(requests, to)).toMatchObject({ sha256 })
  })

  test('that cannot be read leaves the database as it was', async () => {
    const { path, key } = await writeClinicFile(temporaryFolder())
    const before = hashOf(readFileSync(path))
    const snapshotPath = join(temporaryFolder(), 'snapshot')
    const bytes = Buffer.from('no snapshot')
    const told = { epoch: 'e', seq: 7, sha256: hashOf(bytes), bytes: bytes.length }
    const to = { ...fetching(), path: snapshotPath, key }
    const stamp = await keepSnapshot(Readable.from([bytes]), told, to)
    const load = { snapshotPath, stamp, database: { path, key }, sendAgainAfter: null }
    await expect(loadSnapshot(load, () => {})).rejects.toThrow('incorrect header check')
    expect(existsSync(nextDatabase(path))).toBe(false)
    expect(hashOf(readFileSync(path))).toBe(before)
    const raw = openDatabase({ path, key, mayCreate: false })
    expect(raw.prepare('SELECT count(*) FROM patient').pluck().get()).toBe(1)
    expect(readHub(raw)).toBe(null)
    raw.close()
    expect(() => swapDatabase(path)).toThrow('ENOENT')
  })
})
