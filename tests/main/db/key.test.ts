/** The database's key: wrapped by a passphrase or by the computer's key store, never lying open. */
import { argon2Sync, createDecipheriv } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { createKey, type KeyStore, keyGuard, unwrapKey } from '../../../main/db/key.ts'
import { bytesOf, temporaryFolder } from '../../helpers/clinic-file.ts'

/** A key store as a keyring is one: it gives back what it was given, to itself alone. */
function fakeKeyStore(secret: number): KeyStore {
  return {
    wrap: (key) => Uint8Array.from([secret, ...key.map((byte) => byte ^ secret)]),
    unwrap: ([first, ...rest]) => {
      if (first !== secret) throw new Error('this was wrapped by someone else')
      return Uint8Array.from(rest.map((byte) => byte ^ secret))
    },
  }
}

const passphrase = 'four words, easily remembered'
const noStore = { store: null }

describe('a key behind a passphrase', () => {
  test('is 32 bytes, the same again with the passphrase and another each time', async () => {
    const path = join(temporaryFolder(), 'key.json')
    const key = await createKey(path, { kind: 'passphrase', passphrase })
    expect(key).toHaveLength(32)
    expect(keyGuard(path)).toBe('passphrase')
    expect(await unwrapKey(path, { ...noStore, passphrase })).toEqual(key)
    const other = await createKey(join(temporaryFolder(), 'key.json'), {
      kind: 'passphrase',
      passphrase,
    })
    expect(other).not.toEqual(key)
  })

  test.each(['', 'four words, easily remembered ', 'Four words, easily remembered', 'x'])(
    'does not open with %j',
    async (wrong) => {
      const path = join(temporaryFolder(), 'key.json')
      await createKey(path, { kind: 'passphrase', passphrase })
      const before = bytesOf(path)
      const unwrapped = unwrapKey(path, { ...noStore, passphrase: wrong })
      await expect(unwrapped).rejects.toMatchObject({ code: 'wrong-key' })
      expect(bytesOf(path)).toBe(before)
    },
  )

  test('is wrapped by argon2id, as another implementation of it finds', async () => {
    const path = join(temporaryFolder(), 'key.json')
    const key = await createKey(path, { kind: 'passphrase', passphrase })
    const file = z
      .object({
        salt: z.base64(),
        nonce: z.base64(),
        wrapped: z.base64(),
        tag: z.base64(),
        memoryCost: z.number().min(65_536),
        timeCost: z.number().min(3),
        parallelism: z.number(),
      })
      .parse(JSON.parse(readFileSync(path, 'utf8')))
    const bytes = (text: string) => Buffer.from(text, 'base64')
    const wrapping = argon2Sync('argon2id', {
      message: passphrase,
      nonce: bytes(file.salt),
      memory: file.memoryCost,
      passes: file.timeCost,
      parallelism: file.parallelism,
      tagLength: 32,
    })
    const decipher = createDecipheriv('aes-256-gcm', wrapping, bytes(file.nonce))
    decipher.setAuthTag(bytes(file.tag))
    const unwrapped = Buffer.concat([decipher.update(bytes(file.wrapped)), decipher.final()])
    expect(new Uint8Array(unwrapped)).toEqual(key)
  })
})

describe('a key in the computer’s key store', () => {
  test('comes back from the same store', async () => {
    const path = join(temporaryFolder(), 'key.json')
    const key = await createKey(path, { kind: 'os', store: fakeKeyStore(7) })
    expect(keyGuard(path)).toBe('os')
    expect(await unwrapKey(path, { store: fakeKeyStore(7), passphrase: null })).toEqual(key)
  })

  test('does not come back elsewhere, nor where there is no store', async () => {
    const path = join(temporaryFolder(), 'key.json')
    await createKey(path, { kind: 'os', store: fakeKeyStore(7) })
    for (const store of [fakeKeyStore(8), null]) {
      const unwrapped = unwrapKey(path, { store, passphrase: null })
      await expect(unwrapped).rejects.toMatchObject({ code: 'wrong-key' })
    }
  })

  test('that gives back something else is found out before the database is asked', async () => {
    const path = join(temporaryFolder(), 'key.json')
    await createKey(path, { kind: 'os', store: fakeKeyStore(7) })
    const forgetful = { ...fakeKeyStore(7), unwrap: () => new Uint8Array(32) }
    const unwrapped = unwrapKey(path, { store: forgetful, passphrase: null })
    await expect(unwrapped).rejects.toMatchObject({ code: 'wrong-key' })
  })
})

describe('the key’s file', () => {
  test('does not hold the key, and is for its owner alone', async () => {
    const path = join(temporaryFolder(), 'key.json')
    const key = await createKey(path, { kind: 'passphrase', passphrase })
    const text = readFileSync(path)
    for (const form of ['base64', 'base64url', 'hex', 'latin1'] as const) {
      expect(text.includes(Buffer.from(key).toString(form))).toBe(false)
    }
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  })

  test('is never written over', async () => {
    const path = join(temporaryFolder(), 'key.json')
    await createKey(path, { kind: 'passphrase', passphrase })
    const before = bytesOf(path)
    await expect(createKey(path, { kind: 'demo' })).rejects.toThrow('already')
    expect(bytesOf(path)).toBe(before)
    expect(existsSync(`${path}.new`)).toBe(false)
  })

  test.each(['', '{', '[]', '{"kind":"os"}', '{"kind":"none"}', '\u0000'])(
    'that holds %j is as good as missing',
    async (text) => {
      const path = join(temporaryFolder(), 'key.json')
      writeFileSync(path, text)
      expect(() => keyGuard(path)).toThrow(expect.objectContaining({ code: 'missing-key' }))
      const unwrapped = unwrapKey(path, { ...noStore, passphrase })
      await expect(unwrapped).rejects.toMatchObject({ code: 'missing-key' })
    },
  )

  test('that is not there', () => {
    expect(keyGuard(join(temporaryFolder(), 'key.json'))).toBe('none')
  })
})
