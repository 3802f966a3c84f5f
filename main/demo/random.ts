/**
 * Chance that can be repeated: a seeded generator, so that the same seed always makes the same
 * demo clinic. Never for secrets.
 */

export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number between both bounds, both included. */
  int(minimum: number, maximum: number): number
  /** True with the given probability (0..1). */
  chance(probability: number): boolean
  /** One item, all equally likely. Throws a RangeError on an empty list. */
  pick<Item>(items: readonly Item[]): Item
  /** One item by its weight. Throws a RangeError when no weight is above zero. */
  weighted<Item>(items: readonly (readonly [item: Item, weight: number])[]): Item
  /** One item of a list sorted by popularity: the first are much more likely than the last. */
  pickRanked<Item>(items: readonly Item[]): Item
  /** A string of decimal digits, leading zeros included. */
  digits(length: number): string
  /**
   * An independent generator for a part of the work. It depends on the seed and the label alone,
   * not on what was drawn before, so that a change in one part leaves the others as they were.
   */
  fork(label: string): Random
}

/** A generator whose every answer follows from the seed. */
export function createRandom(seed: string): Random {
  const next = sfc32(...hash128(seed))
  const pick = <Item>(items: readonly Item[]): Item => itemAt(items, next() * items.length)
  return {
    next,
    pick,
    int: (minimum, maximum) => minimum + Math.floor(next() * (maximum - minimum + 1)),
    chance: (probability) => next() < probability,
    weighted: (items) => pickWeighted(items, next()),
    pickRanked: (items) => itemAt(items, rankAt(next(), items.length)),
    digits: (length) => Array.from({ length }, () => Math.floor(next() * 10)).join(''),
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}

function itemAt<Item>(items: readonly Item[], position: number): Item {
  // A slice keeps the item's own type, also for lists that may hold undefined.
  const index = Math.floor(position)
  for (const item of items.slice(index, index + 1)) return item
  throw new RangeError('nothing to pick from')
}

function pickWeighted<Item>(
  items: readonly (readonly [item: Item, weight: number])[],
  roll: number,
): Item {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0)
  let left = roll * total
  for (const [item, weight] of items) {
    left -= weight
    if (left < 0) return item
  }
  throw new RangeError('nothing to pick from')
}

/**
 * The rank for a roll when the weight of rank r is 1 / (r + 6): the integral of the weights is a
 * logarithm, so its inverse is a power. Close enough to how first names and families spread.
 */
function rankAt(roll: number, count: number): number {
  const offset = 6
  return offset * ((offset + count) / offset) ** roll - offset
}

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast, passes the usual batteries. */
function sfc32(a: number, b: number, c: number, d: number): () => number {
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  // The first outputs still show the seed's shape.
  for (let round = 0; round < 12; round += 1) next()
  return next
}

/** Four 32-bit words of a text (cyrb128, public domain): similar seeds become unlike states. */
function hash128(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ unit, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ unit, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1]
}
