/**
 * The one-time code that a person types to join a hub. Its first half confirms the hub's certificate,
 * so that a hub which was only found in the network need not be believed; its second half is the secret.
 */
import { scrypt } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U to be misread. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const half = 8

/** Slow on purpose: whoever wants a certificate with the same confirmation pays this for each try. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** What was typed as the code it means: any case, with or without dashes, with look-alikes. */
export function normalizeJoinCode(text: string): string {
  return text
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '')
}

/** In groups of four, to be read aloud. */
export function showJoinCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code
}

/** A new code for the hub with this certificate; `randomBytes` decides its secret half. */
export async function makeJoinCode(
  fingerprint: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  return (await confirmation(fingerprint)) + asLetters(randomBytes(half))
}

/**
 * Whether the code was given out by the hub with this certificate. To be asked before a code is sent
 * to a hub whose fingerprint nobody brought.
 */
export async function codeConfirms(code: string, fingerprint: string): Promise<boolean> {
  const typed = normalizeJoinCode(code)
  return typed.length === 2 * half && typed.startsWith(await confirmation(fingerprint))
}

function confirmation(fingerprint: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(fingerprint, 'polyclinic join code', half, cost, (error, derived) =>
      error === null ? resolve(asLetters(derived)) : reject(error),
    )
  })
}

/** One letter a byte, five bits of each. */
function asLetters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
}
