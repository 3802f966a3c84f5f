/** The bytes of a file as text: UTF-8 where they are that, else Windows-1251. */
import { ClinicError } from './errors.ts'

/** How the bytes of a file became text. */
export type TextEncoding = 'utf-8' | 'windows-1251'

/**
 * Older programs write Russian in Windows-1251: nearly any bytes are text in it, so what holds no text
 * at all is told by its control characters. Throws `file-unreadable`: `too-large` or `no-text`.
 */
export function decodeText(
  bytes: Uint8Array,
  largestBytes: number,
): { text: string; encoding: TextEncoding } {
  if (bytes.length > largestBytes) throw new ClinicError('file-unreadable', { reason: 'too-large' })
  const text = readUtf8(bytes)
  if (text !== null) return { text, encoding: 'utf-8' }
  if (bytes.some(isNoText)) throw new ClinicError('file-unreadable', { reason: 'no-text' })
  return { text: new TextDecoder('windows-1251').decode(bytes), encoding: 'windows-1251' }
}

/** Null for bytes that are no UTF-8. The decoder itself leaves out a byte order mark. */
function readUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Control characters but tab and line ends, and the one byte that Windows-1251 leaves empty. */
function isNoText(byte: number): boolean {
  const isControl = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d
  return isControl || byte === 0x98
}
