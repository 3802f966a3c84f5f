/** What counts as a picture: told by its first bytes, never by its name. */

/** Large enough for a face on the screen and on paper, small enough to be sent to every desk. */
export const largestPhotoBytes = 300 * 1024

/** The media type of a JPEG, PNG or WebP by its signature, or null. */
export function photoKind(bytes: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  if (beginsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (beginsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  const isRiff = beginsWith(bytes, [0x52, 0x49, 0x46, 0x46])
  if (isRiff && beginsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50])) return 'image/webp'
  return null
}

function beginsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
