/**
 * What the window may fetch by address: a file that was opened by a call, under a word that nobody can
 * guess and that holds no longer than the person sits there. Answers parts of it, as media players ask.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { readPart } from '../clinic/files/attachments.service.ts'
import { type BytePart, partOf } from '../clinic/files/files.rules.ts'
import type { Desk } from '../db/desk.ts'
import type { Session } from './session.ts'

export type GatedFile =
  | { kind: 'stored'; sha256: string; mediaType: string; sizeBytes: number }
  /** A file on this computer's disk that waits to be filed. */
  | { kind: 'disk'; path: string; mediaType: string }

export interface GateAnswer {
  status: 200 | 206 | 404 | 416
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array> | null
}

interface Grant {
  file: GatedFile
  session: Session
  practitionerId: string
}

/** So many at once: a window that shows more lets go of the oldest. */
const mostGrants = 200

const notThere: GateAnswer = { status: 404, headers: {}, body: null }

export class FileGate {
  readonly #desk: () => Pick<Desk, 'read'>
  readonly #grants = new Map<string, Grant>()
  readonly #followed = new WeakSet<Session>()

  constructor(desk: () => Pick<Desk, 'read'>) {
    this.#desk = desk
  }

  /** The address's last part under which the session's window can fetch the file. */
  open(session: Session, file: GatedFile): string {
    const practitionerId = session.signedIn?.practitionerId ?? ''
    this.#follow(session)
    const word = randomBytes(24).toString('base64url')
    this.#grants.set(word, { file, session, practitionerId })
    const [oldest] = this.#grants.keys()
    if (this.#grants.size > mostGrants && oldest !== undefined) this.#grants.delete(oldest)
    return word
  }

  /** The whole file or the part that is asked for; 404 for a word that holds no more. */
  async serve(word: string, range: string | null): Promise<GateAnswer> {
    const grant = this.#grants.get(word)
    const signedIn = grant?.session.signedIn ?? null
    if (grant === undefined || signedIn === null || signedIn.locked) return notThere
    if (signedIn.practitionerId !== grant.practitionerId) return notThere
    const { file } = grant
    const size = file.kind === 'stored' ? file.sizeBytes : await sizeOnDisk(file.path)
    if (size === null) return notThere
    const part = partOf(range, size)
    if (part === 'unsatisfiable') {
      return { status: 416, headers: { 'content-range': `bytes */${size}` }, body: null }
    }
    const { start, end } = part ?? { start: 0, end: size - 1 }
    return {
      status: part === null ? 200 : 206,
      headers: {
        'content-type': file.mediaType,
        'content-length': String(end - start + 1),
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(part !== null && { 'content-range': `bytes ${start}-${end}/${size}` }),
      },
      body: this.#read(file, { start, end }),
    }
  }

  #read(file: GatedFile, part: BytePart): AsyncIterable<Uint8Array> {
    if (file.kind === 'stored') return readPart(this.#desk(), file.sha256, part)
    return createReadStream(file.path, part)
  }

  /** Whoever leaves takes their words along. */
  #follow(session: Session): void {
    if (this.#followed.has(session)) return
    this.#followed.add(session)
    session.onChange(() => {
      if (session.signedIn !== null) return
      for (const [word, grant] of this.#grants) {
        if (grant.session === session) this.#grants.delete(word)
      }
    })
  }
}

async function sizeOnDisk(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch {
    // It was filed or taken away meanwhile.
    return null
  }
}
