/** The typeface of every printed form: Noto Sans in two weights, read once and embedded in each PDF. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Weight = 'regular' | 'strong'

const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  strong: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
}

const loaded = new Map<Weight, Uint8Array>()

/** The bytes of a weight; found beside whatever file this code runs from, bundle and asar included. */
export function fontBytes(weight: Weight): Uint8Array {
  const known = loaded.get(weight)
  if (known !== undefined) return known
  const bytes = readFileSync(createRequire(import.meta.url).resolve(files[weight]))
  loaded.set(weight, bytes)
  return bytes
}
