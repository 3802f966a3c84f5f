/** Files: kept by their hash in pieces, stored once, checked on read, refused clearly, nothing left of what breaks off. */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  attachFile,
  listFiles,
  openAttachment,
  readPart,
  removeFile,
  restoreFile,
} from '../../../../main/clinic/files/attachments.service.ts'
import { appendPiece, beginCopy, dropCopy } from '../../../../main/clinic/files/copies.service.ts'
import {
  largestFileBytes,
  mediaTypeOf,
  partOf,
  pieceBytes,
  previewOf,
  tidyFileName,
} from '../../../../main/clinic/files/files.rules.ts'
import {
  describeScan,
  fileScan,
  saveAttachment,
} from '../../../../main/clinic/files/scans.service.ts'
import type { Desk } from '../../../../main/db/desk.ts'
import { createHandles } from '../../../../main/db/kysely.ts'
import { openDatabase } from '../../../../main/db/open.ts'
import { forgetPieces, unfinishedCopies } from '../../../../main/db/upkeep.ts'
import { openTestClinic } from '../../../helpers/clinic.ts'
import { temporaryFolder } from '../../../helpers/clinic-file.ts'
import { openSmallDisk, smallDiskProblem } from '../../../helpers/small-disk.ts'
import { openVisit, openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** An MP4 by its first bytes, of three pieces and a bit. */
const video = (() => {
  const bytes = new Uint8Array(randomBytes(3 * pieceBytes + 77))
  bytes.set(Buffer.from('\0\0\0\x18ftypisom', 'latin1'), 0)
  return bytes
})()

async function copyIn(desk: Desk, bytes: Uint8Array): Promise<string> {
  const { copyId } = await beginCopy(desk, bytes.length)
  for (let position = 0; position * pieceBytes < bytes.length; position += 1) {
    const piece = bytes.slice(position * pieceBytes, (position + 1) * pieceBytes)
    await appendPiece(desk, { copyId, position, bytes: piece })
  }
  return copyId
}

const nothing = { patientId: null, encounterId: null, compositionId: null, note: null }

async function attach(bytes: Uint8Array, name = 'video.mp4', desk: Desk = day.doctor) {
  const copyId = await copyIn(desk, bytes)
  const { id } = await attachFile(desk, { ...nothing, copyId, name, patientId: day.patientId })
  return id
}

async function read(sha256: string, start: number, end: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of readPart(day.doctor, sha256, { start, end })) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

const count = (table: string) =>
  Number(day.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get())

describe('a file', () => {
  test('is kept in pieces under its hash and read in parts as it was', async () => {
    const id = await attach(video)
    const file = await openAttachment(day.doctor, id)
    expect(file).toMatchObject({ mediaType: 'video/mp4', sizeBytes: video.length })
    expect(file.sha256).toBe(hashOf(video))
    expect(count('stored_chunk')).toBe(4)
    expect(await read(file.sha256, 0, video.length - 1)).toEqual(video)
    const [from, until] = [pieceBytes - 3, 2 * pieceBytes + 5]
    expect(await read(file.sha256, from, until)).toEqual(video.slice(from, until + 1))
  })

  test('that is there already is stored once, whoever brings it', async () => {
    await attach(video)
    await attach(video, 'again.mp4', day.reception)
    expect(count('stored_file')).toBe(1)
    expect(count('stored_chunk')).toBe(4)
    const of = { ...nothing, patientId: day.patientId }
    expect((await listFiles(day.doctor, of)).map(({ name }) => name).toSorted()).toEqual([
      'again.mp4',
      'video.mp4',
    ])
  })

  test('that is empty or too large is refused with its limit, before anything is copied', async () => {
    await expect(beginCopy(day.doctor, 0)).rejects.toMatchObject({ code: 'file-empty' })
    await expect(beginCopy(day.doctor, largestFileBytes + 1)).rejects.toMatchObject({
      code: 'file-too-large',
      data: { limitMegabytes: 2048 },
    })
    expect((await beginCopy(day.doctor, largestFileBytes)).copyId).not.toBe('')
  })

  test('that is damaged on the disk is not shown as if it were whole', async () => {
    const { sha256 } = await openAttachment(day.doctor, await attach(video))
    day.raw.prepare(`UPDATE stored_chunk SET bytes = zeroblob(1048576) WHERE position = 1`).run()
    expect(await read(sha256, 0, 100)).toEqual(video.slice(0, 101))
    await expect(read(sha256, 0, video.length - 1)).rejects.toMatchObject({
      code: 'file-unreadable',
      data: { reason: 'damaged' },
    })
    day.raw.prepare('DELETE FROM stored_chunk WHERE position = 1').run()
    await expect(read(sha256, 0, video.length - 1)).rejects.toMatchObject({
      data: { reason: 'missing' },
    })
  })

  test('whose pieces come in a wrong order, or of somebody else, leaves nothing behind', async () => {
    const { copyId } = await beginCopy(day.doctor, video.length)
    const bytes = video.slice(0, pieceBytes)
    await appendPiece(day.doctor, { copyId, position: 0, bytes })
    await expect(appendPiece(day.nurse, { copyId, position: 1, bytes })).rejects.toMatchObject({
      code: 'copy-gone',
    })
    await expect(appendPiece(day.doctor, { copyId, position: 2, bytes })).rejects.toMatchObject({
      code: 'copy-gone',
    })
    expect(count('stored_chunk')).toBe(0)
  })

  test('that is broken off or left alone leaves nothing behind', async () => {
    const bytes = video.slice(0, pieceBytes)
    const one = await beginCopy(day.doctor, video.length)
    await appendPiece(day.doctor, { copyId: one.copyId, position: 0, bytes })
    await expect(
      attachFile(day.doctor, { ...nothing, ...one, name: 'x', patientId: day.patientId }),
    ).rejects.toMatchObject({ code: 'copy-gone' })
    await dropCopy(day.doctor, one.copyId)
    expect(count('stored_chunk')).toBe(0)
    const other = await beginCopy(day.doctor, video.length)
    await appendPiece(day.doctor, { copyId: other.copyId, position: 0, bytes })
    day.setNow('2026-11-17T06:00:00.000Z')
    await beginCopy(day.doctor, 1)
    expect(count('stored_chunk')).toBe(0)
  })

  test('of a visit is for those who read visits; one taken off comes back by a click', async () => {
    const { encounterId } = await openVisit(day)
    const copyId = await copyIn(day.doctor, video)
    const subject = { ...nothing, patientId: day.patientId, encounterId }
    const { id } = await attachFile(day.doctor, { ...subject, copyId, name: 'узи.mp4' })
    await expect(openAttachment(day.reception, id)).rejects.toMatchObject({ code: 'forbidden' })
    const of = { ...nothing, patientId: day.patientId }
    expect(await listFiles(day.reception, of)).toEqual([])
    expect(await listFiles(day.nurse, of)).toMatchObject([{ id, preview: 'video' }])
    await removeFile(day.doctor, { id, version: 1, reason: 'Чужое' })
    expect(await listFiles(day.nurse, of)).toEqual([])
    await restoreFile(day.doctor, { id, version: 2 })
    expect(await listFiles(day.nurse, of)).toHaveLength(1)
  })

  test('is saved to the disk whole or not at all', async () => {
    const folder = temporaryFolder()
    const id = await attach(video)
    await saveAttachment(day.doctor, id, join(folder, 'video.mp4'))
    expect(new Uint8Array(readFileSync(join(folder, 'video.mp4')))).toEqual(video)
    day.raw.prepare('DELETE FROM stored_chunk WHERE position = 3').run()
    await expect(saveAttachment(day.doctor, id, join(folder, 'other.mp4'))).rejects.toMatchObject({
      code: 'file-unreadable',
    })
    expect(readdirSync(folder)).toEqual(['video.mp4'])
  })
})

describe('a scan', () => {
  test('is filed to a patient and leaves the folder', async () => {
    const path = join(temporaryFolder(), 'scan.pdf')
    writeFileSync(path, '%PDF-1.7 выписка')
    expect(await describeScan(path, 'scan.pdf')).toMatchObject({ preview: 'pdf' })
    const wish = { name: 'scan.pdf', patientId: day.patientId, note: 'Выписка' }
    const { id } = await fileScan(day.reception, path, wish)
    expect(existsSync(path)).toBe(false)
    expect(await openAttachment(day.reception, id)).toMatchObject({
      name: 'scan.pdf',
      mediaType: 'application/pdf',
    })
  })

  test('that is not on the list, or is gone, is not filed', async () => {
    const wish = { name: 'scan.pdf', patientId: day.patientId, note: null }
    await expect(fileScan(day.reception, null, wish)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      fileScan(day.reception, join(temporaryFolder(), 'scan.pdf'), wish),
    ).rejects.toMatchObject({ code: 'file-unreadable' })
    expect(count('attachment')).toBe(0)
  })
})

test('a copy that was killed in the middle is swept away at the next start, and nothing shows it', async () => {
  const path = join(temporaryFolder(), 'clinic.db')
  const key = randomBytes(32)
  const script = fileURLToPath(new URL('./copy-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, path, key.toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [copyId] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the writer ended with ${String(code)}`))),
  ])
  child.kill('SIGKILL')
  await exited
  const raw = openDatabase({ path, key, mayCreate: false })
  onTestFinished(() => void raw.close())
  const rows = (table: string) => raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([rows('stored_chunk'), rows('stored_file'), rows('attachment')]).toEqual([2, 0, 0])
  expect(unfinishedCopies(raw)).toEqual([copyId])
  const { root } = createHandles(raw)
  while (await forgetPieces(root, String(copyId))) continue
  expect(rows('stored_chunk')).toBe(0)
  expect(unfinishedCopies(raw)).toEqual([])
})

test('a full disk is told as such, and nothing can be seen of the file', async ({ skip }) => {
  if (smallDiskProblem !== null) return skip(smallDiskProblem)
  const disk = openSmallDisk(24)
  const clinic = await openTestClinic(undefined, {
    path: join(disk.folder, 'c.db'),
    key: randomBytes(32),
  })
  onTestFinished(() => {
    clinic.close()
    disk.close()
  })
  const { copyId } = await beginCopy(clinic.desk, 64 * pieceBytes)
  const fillUp = async () => {
    for (let position = 0; position < 64; position += 1) {
      await appendPiece(clinic.desk, {
        copyId,
        position,
        bytes: new Uint8Array(randomBytes(pieceBytes)),
      })
    }
  }
  await expect(fillUp()).rejects.toMatchObject({ code: 'disk-full' })
  expect(clinic.raw.prepare('SELECT count(*) FROM stored_file').pluck().get()).toBe(0)
  await expect(
    appendPiece(clinic.desk, { copyId, position: 0, bytes: new Uint8Array(1) }),
  ).rejects.toMatchObject({ code: 'copy-gone' })
})

describe('the rules', () => {
  const head = (text: string) => Buffer.from(text.padEnd(32, '\0'), 'latin1')
  test.each([
    ['%PDF-1.7', 'application/pdf', 'pdf'],
    ['\x89PNG\r\n\x1a\n', 'image/png', 'image'],
    ['\xff\xd8\xff\xe0', 'image/jpeg', 'image'],
    ['GIF89a', 'image/gif', 'image'],
    ['BM', 'image/bmp', 'image'],
    ['II*\0', 'image/tiff', 'none'],
    ['RIFF....WEBP', 'image/webp', 'image'],
    ['RIFF....WAVE', 'audio/wav', 'audio'],
    ['RIFF....AVI ', 'video/x-msvideo', 'video'],
    ['....ftypisom', 'video/mp4', 'video'],
    ['....ftypM4A ', 'audio/mp4', 'audio'],
    ['\x1aE\xdf\xa3', 'video/webm', 'video'],
    ['OggS', 'audio/ogg', 'audio'],
    ['ID3', 'audio/mpeg', 'audio'],
    ['<html><script>', 'application/octet-stream', 'none'],
  ])('know %j as %s', (bytes, mediaType, preview) => {
    expect(mediaTypeOf(head(bytes))).toBe(mediaType)
    expect(previewOf(mediaType)).toBe(preview)
  })

  test.each([
    [null, null],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', null],
    ['bytes=0-1,5-6', null],
    ['lines=1-2', null],
  ])('read the range %j of a hundred bytes', (range, part) => {
    expect(partOf(range, 100)).toEqual(part)
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\снимок.png', 'снимок.png'],
    ['a<b>:c|d.png', 'a_b__c_d.png'],
    ['..', 'file'],
    [' ', 'file'],
  ])('tidy the name %j', (name, tidy) => {
    expect(tidyFileName(name)).toBe(tidy)
  })
})
