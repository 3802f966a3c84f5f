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

/** The longest that somebody waits who would rather hear how far it is. */
const longestPatienceSeconds = 20

/**
 * How many milliseconds somebody waits for the whole before they are told how far it is (`Prefer:
 * respond-async, wait=1`, RFC 7240); null for one who has not said that they understand such an answer.
 */
export function readPatience(prefer: string | string[] | undefined): number | null {
  const wishes = String(prefer ?? '')
    .split(',')
    .map((wish) => wish.trim())
  if (!wishes.includes('respond-async')) return null
  const seconds = wishes
    .map((wish) => /^wait=(\d{1,3})$/.exec(wish)?.[1])
    .find((one) => one !== undefined)
  return Math.min(Number(seconds ?? 0), longestPatienceSeconds) * 1000
}
