/** Files and snapshots on their way between a workstation and a real hub: in pieces, resumed, checked. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  loadSnapshot,
  nextDatabase,
  swapDatabase,
} from '../../../main/sync/snapshot.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { temporaryFolder, writeClinicFile } from '../../helpers/clinic-file.ts'
import { openTestClinic, testNow } from '../../helpers/clinic.ts'
import { startTestHub, type TestHub } from '../../helpers/test-hub.ts'

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
      .prepare(`INSERT INTO stored_file VALUES (?, 'application/pdf', ?, ?, ?)`)
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

describe('a snapshot', () => {
  test('is gone on with where the line broke, and is begun anew when it is another one', async () => {
    const hub = await startTestHub()
    const requests = createHubRequests(await memberOf(hub))
    onTestFinished(() => requests.close())
    const path = join(temporaryFolder(), 'snapshot')
    const onProgress = () => {}
    const stamp = await fetchSnapshot(requests, { path, onProgress })
    const whole = readFileSync(path)
    expect(hashOf(whole)).toBe(stamp.sha256)

    truncateSync(path, statSync(path).size - 20)
    const resumed = watched(requests)
    expect(await fetchSnapshot(resumed.watching, { path, onProgress })).toEqual(stamp)
    expect(resumed.asked).toEqual([`GET /snapshot bytes=${whole.length - 20}-`])
    expect(readFileSync(path)).toEqual(whole)

    // Whole already: the program ended before it was swapped in.
    expect(await fetchSnapshot(requests, { path, onProgress })).toEqual(stamp)

    writeFileSync(`${path}.stamp`, JSON.stringify({ ...stamp, sha256: 'ab'.repeat(32) }))
    truncateSync(path, 10)
    expect(await fetchSnapshot(requests, { path, onProgress })).toEqual(stamp)
    expect(readFileSync(path)).toEqual(whole)
  })

  test('that was damaged on its way is thrown away', async () => {
    const hub = await startTestHub()
    const requests = createHubRequests(await memberOf(hub))
    onTestFinished(() => requests.close())
    const path = join(temporaryFolder(), 'snapshot')
    await fetchSnapshot(requests, { path, onProgress: () => {} })
    const bytes = readFileSync(path)
    bytes[5] = (bytes[5] ?? 0) ^ 1
    writeFileSync(path, bytes.subarray(0, bytes.length - 3))
    await expect(fetchSnapshot(requests, { path, onProgress: () => {} })).rejects.toThrow('damaged')
    expect(existsSync(path)).toBe(false)
  })

  test('that cannot be read leaves the database as it was', async () => {
    const { path, key } = await writeClinicFile(temporaryFolder())
    const before = hashOf(readFileSync(path))
    const snapshotPath = join(temporaryFolder(), 'snapshot')
    writeFileSync(snapshotPath, 'no snapshot')
    const stamp = { epoch: 'e', seq: 7, sha256: 'ab'.repeat(32) }
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
