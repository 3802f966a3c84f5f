/** The key of the hub's SQLite file: in a file beside it, or made from a passphrase. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import * as z from 'zod'

/** RFC 9106's second recommended set: 64 MiB, 3 passes, 4 lanes. */
const argon2idCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32 }

const keyFile = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), key: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ kind: z.literal('passphrase'), salt: z.string(), check: z.string() }),
])

/** The key cannot be had; the message is for the person who starts the hub. */
export class KeyTrouble extends Error {
  override readonly name = 'KeyTrouble'
}

/**
 * 32 bytes. At the first start the key is made, by the passphrase if one is given. Throws
 * {@link KeyTrouble} for a missing or wrong passphrase and for a key file that cannot be read.
 */
export async function hubKey(folder: string, passphrase: string | null): Promise<Uint8Array> {
  const path = join(folder, 'hub.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(path)) {
    if (!existsSync(join(folder, 'hub.db'))) return makeKey(path, passphrase)
    throw new KeyTrouble(`The key of this hub is missing: ${path}`)
  }
  const file = readKeyFile(path)
  if (file.kind === 'file') return Buffer.from(file.key, 'hex')
  if (passphrase === null) throw new KeyTrouble('This hub needs its passphrase')
  const key = await derive(passphrase, file.salt)
  if (checkOf(key) !== file.check) throw new KeyTrouble('The passphrase does not fit')
  return key
}

async function makeKey(path: string, passphrase: string | null): Promise<Uint8Array> {
  const salt = randomBytes(16).toString('hex')
  const key = passphrase === null ? randomBytes(32) : await derive(passphrase, salt)
  const file: z.infer<typeof keyFile> =
    passphrase === null
      ? { kind: 'file', key: Buffer.from(key).toString('hex') }
      : { kind: 'passphrase', salt, check: checkOf(key) }
  const temporary = `${path}.new`
  writeFileSync(temporary, `${JSON.stringify(file)}\n`, { mode: 0o600, flush: true })
  renameSync(temporary, path)
  return key
}

/** 32 bytes; takes a good part of a second on purpose. */
export async function derive(passphrase: string, salt: string): Promise<Uint8Array> {
  return hashRaw(passphrase, { ...argon2idCost, salt: Buffer.from(salt, 'hex') })
}

function readKeyFile(path: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new KeyTrouble(`The key file cannot be read: ${path}`)
  }
}

/** Tells a wrong passphrase; 64 bits of a hash say nothing useful about 256 random ones. */
export function checkOf(key: Uint8Array): string {
  return createHash('sha256').update('polyclinic hub key').update(key).digest('hex').slice(0, 16)
}
