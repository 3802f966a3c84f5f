/** Counting against floods: a bucket a device, and wrong join codes an address. Pure: the clock is given. */

export interface Bucket {
  /** What may still be spent; below zero is debt. */
  tokens: number
  filledAtMs: number
}

export interface Rate {
  burst: number
  perSecond: number
}

export function fullBucket({ burst }: Rate, nowMs: number): Bucket {
  return { tokens: burst, filledAtMs: nowMs }
}

/** The bucket after time has refilled it and `cost` was taken; debt is never deeper than one burst. */
export function spend(bucket: Bucket, cost: number, rate: Rate, nowMs: number): Bucket {
  const seconds = Math.max(0, nowMs - bucket.filledAtMs) / 1000
  const filled = Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond)
  return { tokens: Math.max(-rate.burst, filled - cost), filledAtMs: nowMs }
}

/** One for the call itself and one for each 64 KiB of it. */
export function costOf(bytes: number): number {
  return 1 + bytes / 65_536
}

/** `pass` it, `refuse` it with a code, or `cut` the line of one that goes on regardless. */
export function verdict({ tokens }: Bucket, { burst }: Rate): 'pass' | 'refuse' | 'cut' {
  if (tokens >= 0) return 'pass'
  return tokens > -burst ? 'refuse' : 'cut'
}
