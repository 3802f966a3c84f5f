/** Decisions about files: what they are by their first bytes, how large they may be, what they are called. */

/** Files are kept and read in pieces of this size; the hub takes the same. */
export const pieceBytes = 1024 * 1024

/** A long video of an examination; what is larger belongs on a disc of its own. */
export const largestFileBytes = 2 * 1024 * 1024 * 1024

export const previews = ['pdf', 'image', 'video', 'audio', 'none'] as const
export type Preview = (typeof previews)[number]

/** How the window can show a file of this type. */
export function previewOf(mediaType: string): Preview {
  if (mediaType === 'application/pdf') return 'pdf'
  const [kind = ''] = mediaType.split('/')
  if (kind === 'video' || kind === 'audio') return kind
  return kind === 'image' && mediaType !== 'image/tiff' ? 'image' : 'none'
}

const text = (bytes: Uint8Array, from: number, until: number) =>
  String.fromCharCode(...bytes.subarray(from, until))

const startsWith = (bytes: Uint8Array, ...head: number[]) =>
  head.every((byte, index) => bytes[index] === byte)

/**
 * The media type by a file's first bytes (at least 32 of them), never by its name: what a window shows
 * must be what it is. Signatures as the WHATWG MIME Sniffing Standard has them, and ISO 14496-12 brands.
 */
export function mediaTypeOf(head: Uint8Array): string {
  if (text(head, 0, 5) === '%PDF-') return 'application/pdf'
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (startsWith(head, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (text(head, 0, 6) === 'GIF87a' || text(head, 0, 6) === 'GIF89a') return 'image/gif'
  if (text(head, 0, 2) === 'BM') return 'image/bmp'
  if (startsWith(head, 0x49, 0x49, 0x2a, 0) || startsWith(head, 0x4d, 0x4d, 0, 0x2a))
    return 'image/tiff'
  if (text(head, 0, 4) === 'RIFF') {
    const kind = text(head, 8, 12)
    if (kind === 'WEBP') return 'image/webp'
    if (kind === 'WAVE') return 'audio/wav'
    return kind === 'AVI ' ? 'video/x-msvideo' : 'application/octet-stream'
  }
  if (text(head, 4, 8) === 'ftyp') return text(head, 8, 11) === 'M4A' ? 'audio/mp4' : 'video/mp4'
  if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm'
  if (text(head, 0, 4) === 'OggS') return 'audio/ogg'
  if (text(head, 0, 3) === 'ID3' || startsWith(head, 0xff, 0xfb)) return 'audio/mpeg'
  return 'application/octet-stream'
}

/** A name without folders and without what file systems do not take. */
export function tidyFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = [...last.normalize('NFC')]
    .map((letter) => (letter < ' ' || '<>:"|?*'.includes(letter) ? '_' : letter))
    .join('')
    .trim()
  return clean === '' || /^\.+$/.test(clean) ? 'file' : clean.slice(0, 200)
}

export interface BytePart {
  start: number
  /** The last byte of the part. */
  end: number
}

/**
 * The one part of a file that a Range header asks for (RFC 9110 §14.2); null asks for all of it,
 * `unsatisfiable` for what is not there. Several parts at once are answered with all of it.
 */
export function partOf(range: string | null, size: number): BytePart | null | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const length = Number(last)
    return length === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'unsatisfiable' : { start, end }
}
