/** Files by their SHA-256 in pieces of 1 MiB, and the snapshot: both can be resumed, both are checked by hash. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type Part, readContentRange, readPatience, readRange } from './byte-range.rules.ts'
import type { Connection } from './front-door.ts'
import { HubError } from './hub-error.ts'
import type { FileRequests } from './http.ts'
import { type HubParts, httpStatus } from './router.ts'
import type { HubStore } from './store.ts'

export interface FilesOptions {
  hub: HubParts
  files: HubStore['files']
}

/** Longer than writing down the largest clinic takes. */
const snapshotMs = 30 * 60_000

interface Asked {
  request: IncomingMessage
  response: ServerResponse
  connection: Connection
}

/** Serves `/files/<sha256>`, `/files/<sha256>/chunks` and `/snapshot`. */
export function createFileRequests(options: FilesOptions): FileRequests {
  return (request, response, connection) => {
    const path = request.url?.split('?')[0] ?? ''
    const work = workFor(options, { request, response, connection }, path)
    if (work === null) return false
    work().catch((error: unknown) => tellError(options, response, path, error))
    return true
  }
}

/** Null for a path that is none of a file's. */
function workFor(options: FilesOptions, asked: Asked, path: string): (() => Promise<void>) | null {
  const { method } = asked.request
  if (path === '/snapshot' && method === 'GET') return () => sendSnapshot(options, asked)
  const [, sha256, chunks] = /^\/files\/([0-9a-f]{64})(\/chunks)?$/.exec(path) ?? []
  if (sha256 === undefined) return null
  if (chunks !== undefined) {
    return method === 'GET' ? () => tellChunks(options, asked, sha256) : null
  }
  if (method === 'GET' || method === 'HEAD') return () => sendFile(options, asked, sha256)
  return method === 'PUT' ? () => takeChunk(options, asked, sha256) : null
}

async function sendFile({ hub, files }: FilesOptions, asked: Asked, sha256: string): Promise<void> {
  const size = await files.size(sha256)
  if (size === null) throw new HubError('not-found')
  const { chunkBytes } = hub.limits
  await sendPart(hub, asked, { size, etag: sha256 }, async function* ({ start, end }) {
    for (let index = Math.floor(start / chunkBytes); index * chunkBytes <= end; index += 1) {
      const chunk = await files.readChunk(sha256, index)
      if (chunk === null) throw new Error('A file lost a piece')
      const offset = index * chunkBytes
      yield chunk.subarray(Math.max(0, start - offset), end + 1 - offset)
    }
  })
}

async function sendSnapshot({ hub }: FilesOptions, asked: Asked): Promise<void> {
  const device = asked.connection.device
  if (device === null) throw new HubError('unknown-device')
  // Until a large clinic is written down nothing is sent, which is no reason to hang up.
  asked.request.socket.setTimeout(snapshotMs)
  const making = hub.log.snapshot(device)
  const patienceMs = readPatience(asked.request.headers.prefer)
  const snapshot = await (patienceMs === null ? making : within(making, patienceMs))
  const { response } = asked
  if (snapshot === null) return tell(response, 202, hub.log.snapshotProgress(device))
  const { epoch, seq, sha256, bytes, read } = snapshot
  response.setHeader('polyclinic-epoch', epoch)
  response.setHeader('polyclinic-seq', seq)
  response.setHeader('polyclinic-sha256', sha256)
  await sendPart(hub, asked, { size: bytes, etag: sha256 }, read)
}

/** Null when it is not there in time; it goes on being made. */
async function within<Result>(work: Promise<Result>, ms: number): Promise<Result | null> {
  const stop = new AbortController()
  try {
    return await Promise.race([work, wait(ms, null, { signal: stop.signal })])
  } finally {
    stop.abort()
  }
}

/** The whole or the asked part, as fast as the other end takes it. */
async function sendPart(
  hub: HubParts,
  { request, response }: Asked,
  { size, etag }: { size: number; etag: string },
  read: (part: Part) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const part = readRange(request.headers, { size, etag })
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('etag', `"${etag}"`)
  response.setHeader('content-type', 'application/octet-stream')
  if (part === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
    return
  }
  const isWhole = part.end - part.start + 1 === size
  const bytes = part.end - part.start + 1
  response.setHeader('content-length', bytes)
  if (!isWhole) response.setHeader('content-range', `bytes ${part.start}-${part.end}/${size}`)
  response.writeHead(isWhole ? 200 : 206)
  if (request.method === 'HEAD' || bytes === 0) {
    response.end()
    return
  }
  await pipeline(Readable.from(read(part)), response)
  hub.metrics.fileBytes('out', bytes)
}

async function tellChunks({ files }: FilesOptions, { response }: Asked, sha256: string) {
  const complete = (await files.size(sha256)) !== null
  tell(response, 200, { complete, chunks: complete ? [] : await files.chunks(sha256) })
}

/** One piece of a file; the one that makes it whole is answered when the whole was checked. */
async function takeChunk(options: FilesOptions, asked: Asked, sha256: string): Promise<void> {
  const { hub, files } = options
  const { request, response } = asked
  const { chunkBytes, fileBytes } = hub.limits
  const piece = readContentRange(request.headers['content-range'], chunkBytes)
  if (piece === null) return tell(response, 400, { hub: null, error: 'content-range' })
  if (piece.total > fileBytes) throw new HubError('too-large')
  if (Number(request.headers['content-length']) !== piece.bytes) {
    return tell(response, 400, { hub: null, error: 'content-length' })
  }
  const bytes = await readBody(request, piece.bytes)
  if ((await files.size(sha256)) !== null)
    return tell(response, 200, { complete: true, chunks: [] })
  await files.putChunk(sha256, piece.index, bytes)
  hub.metrics.fileBytes('in', bytes.length)
  const chunks = await files.chunks(sha256)
  const count = Math.ceil(piece.total / chunkBytes)
  if (chunks.length < count) return tell(response, 200, { complete: false, chunks })
  if (await isWholeFile(files, sha256, count, piece.total)) {
    await files.finish(sha256, piece.total)
    return tell(response, 200, { complete: true, chunks: [] })
  }
  await files.drop(sha256)
  tell(response, 422, { hub: null, error: 'wrong-hash' })
}

/** Piece by piece: a file is never held whole. */
async function isWholeFile(
  files: HubStore['files'],
  sha256: string,
  count: number,
  total: number,
): Promise<boolean> {
  const hash = createHash('sha256')
  let bytes = 0
  for (let index = 0; index < count; index += 1) {
    const chunk = await files.readChunk(sha256, index)
    if (chunk === null) return false
    hash.update(chunk)
    bytes += chunk.length
  }
  return bytes === total && hash.digest('hex') === sha256
}

async function readBody(request: IncomingMessage, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of request) if (part instanceof Uint8Array) parts.push(part)
  const body = Buffer.concat(parts)
  if (body.length !== length) throw new Error('The body is shorter than it said')
  return body
}

function tell(response: ServerResponse, status: number, content: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(`${JSON.stringify(content)}\n`)
}

function tellError(
  { hub }: FilesOptions,
  response: ServerResponse,
  path: string,
  error: unknown,
): void {
  const known = asKnown(error)
  // Somebody who hangs up in the middle is no trouble of the hub's.
  if (known === null && !response.destroyed)
    hub.failed(path.startsWith('/files') ? 'files' : path, error)
  if (response.headersSent || response.destroyed) return void response.destroy()
  // What is left of a body is not waited for.
  response.setHeader('connection', 'close')
  if (known === null) tell(response, 500, { hub: null })
  else tell(response, httpStatus(known.code), { hub: { code: known.code } })
}

/** A snapshot has to be written down before it is sent. */
function asKnown(error: unknown): HubError | null {
  if (error instanceof HubError) return error
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  return isFull ? new HubError('disk-full') : null
}
