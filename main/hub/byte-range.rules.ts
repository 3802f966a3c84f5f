/** Parts of files as HTTP says them (RFC 9110 §14): one range a request, no suffixes of several. */

/** Bytes from `start` to `end`, both counted in. */
export interface Part {
  start: number
  end: number
}

/**
 * The part that a GET asks for; the whole when it asks for none, in a way that is not understood, or
 * for the rest of something else (`If-Range`).
 */
export function readRange(
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
  { size, etag }: { size: number; etag: string },
): Part | 'unsatisfiable' {
  const whole = { start: 0, end: size - 1 }
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? []
  if (from === '' && to === '') return whole
  const only = headers['if-range']
  if (only !== undefined && only !== `"${etag}"`) return whole
  if (from === '') {
    return to === '0' ? 'unsatisfiable' : { start: Math.max(0, size - Number(to)), end: size - 1 }
  }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(size - 1, Number(to))
  return start >= size || end < start ? 'unsatisfiable' : { start, end }
}

export interface Piece {
  index: number
  bytes: number
  total: number
}

/** One piece of a PUT: begins at a multiple of `chunkBytes` and is full unless it is the last. */
export function readContentRange(header: string | undefined, chunkBytes: number): Piece | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '')
  if (found === null) return null
  const [start, end, total] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const expectedEnd = Math.min(start + chunkBytes, total) - 1
  if (start % chunkBytes !== 0 || start >= total || end !== expectedEnd) return null
  return { index: start / chunkBytes, bytes: end - start + 1, total }
}
