/** What the window fetches by address: parts of files, for who opened them and as long as they sit there. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepFile } from '../../../main/clinic/documents/documents.queries.ts'
import { FileGate, type GateAnswer } from '../../../main/ipc/file-gate.ts'
import { Session } from '../../../main/ipc/session.ts'
import { openTestClinic, type TestClinic, testNow } from '../../helpers/clinic.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'

const bytes = new TextEncoder().encode('0123456789')
const sha256 = '84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882'

let clinic: TestClinic
let session: Session
let gate: FileGate
beforeEach(async () => {
  clinic = await openTestClinic()
  session = new Session()
  session.start({ practitionerId: 'a', roles: ['doctor'], passwordChangedAt: '', locked: false })
  gate = new FileGate(() => clinic.desk)
  const file = { sha256, mediaType: 'video/mp4', bytes, storedAt: testNow }
  await clinic.desk.write('test', (unit) => keepFile(unit.db, file))
})
afterEach(() => clinic.close())

const file = { kind: 'stored' as const, sha256, mediaType: 'video/mp4', sizeBytes: 10 }

async function textOf({ body }: GateAnswer): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body ?? []) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test('a file is answered whole, in parts as a player asks, and refused past its end', async () => {
  const word = gate.open(session, file)
  const whole = await gate.serve(word, null)
  expect(whole).toMatchObject({ status: 200, headers: { 'content-type': 'video/mp4' } })
  expect(await textOf(whole)).toBe('0123456789')
  const part = await gate.serve(word, 'bytes=3-5')
  expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 3-5/10' } })
  expect(await textOf(part)).toBe('345')
  expect(await gate.serve(word, 'bytes=10-')).toMatchObject({
    status: 416,
    headers: { 'content-range': 'bytes */10' },
  })
})

test('a word holds for who opened the file, and no longer than they sit there', async () => {
  const word = gate.open(session, file)
  expect(await gate.serve(`${word}x`, null)).toMatchObject({ status: 404 })
  session.lock()
  expect(await gate.serve(word, null)).toMatchObject({ status: 404 })
  session.unlock()
  expect(await gate.serve(word, null)).toMatchObject({ status: 200 })
  session.end()
  session.start({ practitionerId: 'a', roles: ['doctor'], passwordChangedAt: '', locked: false })
  expect(await gate.serve(word, null)).toMatchObject({ status: 404 })
  const own = gate.open(session, file)
  session.start({ practitionerId: 'b', roles: ['doctor'], passwordChangedAt: '', locked: false })
  expect(await gate.serve(own, null)).toMatchObject({ status: 404 })
})

test('only the latest two hundred words hold', async () => {
  const first = gate.open(session, file)
  for (let opened = 0; opened < 200; opened += 1) gate.open(session, file)
  expect(await gate.serve(first, null)).toMatchObject({ status: 404 })
})

test('a scan on the disk is answered in parts, and not once it is gone', async () => {
  const path = join(temporaryFolder(), 'scan.pdf')
  writeFileSync(path, bytes)
  const word = gate.open(session, { kind: 'disk', path, mediaType: 'application/pdf' })
  expect(await textOf(await gate.serve(word, 'bytes=-2'))).toBe('89')
  rmSync(path)
  expect(await gate.serve(word, null)).toMatchObject({ status: 404 })
})
