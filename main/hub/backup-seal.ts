/** The hub's backup under a passphrase: what stands in front of it, and the key that the passphrase makes. */
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Seal } from '../sync/sealed.ts'
import { checkOf, derive } from './key.ts'

/** A backup cannot be read or taken in; the message is for the person who restores it. */
export class BackupTrouble extends Error {
  override readonly name = 'BackupTrouble'
}

/** Names the format with its way from passphrase to key: argon2id at the cost in key.ts. */
const mark = Buffer.from('polyclinic-sealed-backup-1\n')
const saltBytes = 16
const checkBytes = 8
const headerBytes = mark.length + saltBytes + checkBytes

/** For a new file: a salt of its own makes a key of its own. */
export async function newSeal(passphrase: string): Promise<Seal> {
  const salt = randomBytes(saltBytes)
  const key = await derive(passphrase, salt.toString('hex'))
  return { key, header: Buffer.concat([mark, salt, Buffer.from(checkOf(key), 'hex')]) }
}

/**
 * The seal of a file, null for one that has none. Throws {@link BackupTrouble} for a passphrase that is
 * missing, does not fit, or is given for a file that proves nothing by it.
 */
export async function openSeal(path: string, passphrase: string | null): Promise<Seal | null> {
  const header = await readHeader(path)
  if (header === null) {
    if (passphrase === null) return null
    throw new BackupTrouble('This backup is not encrypted: restore it without a passphrase')
  }
  if (passphrase === null) throw new BackupTrouble('This backup needs its passphrase')
  const salt = header.subarray(mark.length, mark.length + saltBytes)
  const key = await derive(passphrase, salt.toString('hex'))
  const check = header.subarray(mark.length + saltBytes).toString('hex')
  if (checkOf(key) !== check) throw new BackupTrouble('The passphrase does not fit this backup')
  return { key, header }
}

async function readHeader(path: string): Promise<Buffer | null> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    const isSealed = bytesRead >= mark.length && buffer.subarray(0, mark.length).equals(mark)
    if (!isSealed) return null
    if (bytesRead < headerBytes) throw new BackupTrouble('The backup is not whole')
    return Buffer.from(buffer.subarray(0, headerBytes))
  } finally {
    await file.close()
  }
}
