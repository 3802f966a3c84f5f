/** The key of the database: 32 random bytes, kept only wrapped beside the database it opens. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hashRaw } from '@node-rs/argon2'
import * as z from 'zod'
import { asTrouble, DatabaseTrouble } from './open.ts'

/** The operating system's key store, where there is one that really encrypts. */
export interface KeyStore {
  wrap(key: Uint8Array): Uint8Array
  unwrap(wrapped: Uint8Array): Uint8Array
}

/** argon2id (the package's default), RFC 9106's second recommended set: 64 MiB, 3 passes, 4 lanes. */
const argon2idCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32 }

const keyFile = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('os'), check: z.string(), wrapped: z.string() }),
  z.object({
    kind: z.literal('passphrase'),
    check: z.string(),
    salt: z.string(),
    nonce: z.string(),
    wrapped: z.string(),
    tag: z.string(),
    memoryCost: z.number(),
    timeCost: z.number(),
    parallelism: z.number(),
  }),
  // The demo clinic's people are invented, so its key may lie beside it and it opens with one click.
  z.object({ kind: z.literal('demo'), check: z.string(), key: z.string() }),
])

type KeyFile = z.infer<typeof keyFile>

/** What guards a database: the key store, a passphrase to ask for, nothing (demo), or no file yet. */
export type KeyGuard = KeyFile['kind'] | 'none'

/** Reads how the key is guarded, without unwrapping it. Throws `missing-key` for an unreadable file. */
export function keyGuard(path: string): KeyGuard {
  return existsSync(path) ? readKeyFile(path).kind : 'none'
}

/**
 * Makes a key wrapped by the key store, by a passphrase, or (demo only) by nothing. Writes the file
 * whole or not at all, and never over another: with that the database it opens would be lost.
 */
export async function createKey(
  path: string,
  guard:
    | { kind: 'os'; store: KeyStore }
    | { kind: 'passphrase'; passphrase: string }
    | { kind: 'demo' },
): Promise<Uint8Array> {
  if (existsSync(path)) throw new Error('There is a key file already')
  const key = new Uint8Array(randomBytes(32))
  const file = await wrapKey(key, guard)
  const temporary = `${path}.new`
  writeFileSync(temporary, JSON.stringify(file, null, 2), { mode: 0o600, flush: true })
  renameSync(temporary, path)
  return key
}

async function wrapKey(key: Uint8Array, guard: Parameters<typeof createKey>[1]): Promise<KeyFile> {
  const check = checkOf(key)
  if (guard.kind === 'demo') return { kind: 'demo', check, key: encode(key) }
  if (guard.kind === 'os') return { kind: 'os', check, wrapped: encode(guard.store.wrap(key)) }
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const wrapping = await hashRaw(guard.passphrase, { ...argon2idCost, salt })
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce)
  const wrapped = Buffer.concat([cipher.update(key), cipher.final()])
  const { memoryCost, timeCost, parallelism } = argon2idCost
  return {
    kind: 'passphrase',
    check,
    salt: encode(salt),
    nonce: encode(nonce),
    wrapped: encode(wrapped),
    tag: encode(cipher.getAuthTag()),
    memoryCost,
    timeCost,
    parallelism,
  }
}

/**
 * Unwraps the key. Throws `wrong-key` for a passphrase that does not fit and for a key store
 * that cannot unwrap (another user, another computer), `missing-key` without a usable file.
 */
export async function unwrapKey(
  path: string,
  means: { store: KeyStore | null; passphrase: string | null },
): Promise<Uint8Array> {
  const file = readKeyFile(path)
  const key = await unwrap(file, means)
  if (checkOf(key) !== file.check) throw new DatabaseTrouble('wrong-key', 'the key check differs')
  return key
}

async function unwrap(
  file: KeyFile,
  means: { store: KeyStore | null; passphrase: string | null },
): Promise<Uint8Array> {
  if (file.kind === 'demo') return decode(file.key)
  try {
    if (file.kind === 'os') {
      if (means.store === null) throw new Error('no key store here')
      return means.store.unwrap(decode(file.wrapped))
    }
    const { memoryCost, timeCost, parallelism } = file
    const wrapping = await hashRaw(means.passphrase ?? '', {
      memoryCost,
      timeCost,
      parallelism,
      outputLen: 32,
      salt: decode(file.salt),
    })
    const decipher = createDecipheriv('aes-256-gcm', wrapping, decode(file.nonce))
    decipher.setAuthTag(decode(file.tag))
    return new Uint8Array(Buffer.concat([decipher.update(decode(file.wrapped)), decipher.final()]))
  } catch (error) {
    throw new DatabaseTrouble('wrong-key', error instanceof Error ? error.message : String(error))
  }
}

function readKeyFile(path: string): KeyFile {
  const text = readText(path)
  try {
    return keyFile.parse(JSON.parse(text))
  } catch (error) {
    throw new DatabaseTrouble('missing-key', error instanceof Error ? error.message : String(error))
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const trouble = asTrouble(error)
    if (trouble instanceof DatabaseTrouble) throw trouble
    throw new DatabaseTrouble('missing-key', trouble.message)
  }
}

/** Tells a wrong key from a damaged file; 64 bits of a hash say nothing useful about 256 random ones. */
function checkOf(key: Uint8Array): string {
  return createHash('sha256').update('polyclinic key check').update(key).digest('hex').slice(0, 16)
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function decode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
