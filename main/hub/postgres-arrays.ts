/** Lists of texts for PostgreSQL in its own binary form: as text each quote would have to be doubled here and read there. */

/** PostgreSQL's number of the type `text`. */
const textType = 25
const numberBytes = 4
/** Dimensions, whether there are nulls, the type, and of the one dimension its length and first place. */
const headNumbers = 5

/** `text[]` as `array_recv` reads it; a buffer is sent as binary by the driver. */
export function textArray(texts: readonly string[]): Buffer {
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const head = texts.length === 0 ? [0, 0, textType] : [1, 0, textType, texts.length, 1]
  const bytes = sizes.reduce((sum, size) => sum + numberBytes + size, headNumbers * numberBytes)
  const buffer = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const number of head) at = buffer.writeInt32BE(number, at)
  for (const [index, text] of texts.entries()) {
    at = buffer.writeInt32BE(sizes[index] ?? 0, at)
    at += buffer.write(text, at)
  }
  return buffer.subarray(0, at)
}
