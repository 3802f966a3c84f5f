/**
 * A hybrid logical clock (Kulkarni et al., 2014): wall time where it moves forward, a counter where
 * it does not, so that operations of one workstation stay in order when its clock is set back.
 */
export interface HybridClock {
  /** The next reading as `<ISO instant>-<4 hex digits>-<device>`; readings sort as text. */
  tick(now: string): string
}

const largestCounter = 0xffff

/** A clock that goes on after `last`, the newest reading that there is of this workstation. */
export function createClock(deviceId: string, last: string | null): HybridClock {
  let instant = last?.slice(0, 24) ?? ''
  let counter = last === null ? -1 : Number.parseInt(last.slice(25, 29), 16)
  return {
    tick(now) {
      if (now > instant) {
        instant = now
        counter = 0
      } else if (counter < largestCounter) counter += 1
      else {
        // More operations than one instant can hold: the next instant is taken before its time.
        instant = new Date(Date.parse(instant) + 1).toISOString()
        counter = 0
      }
      return `${instant}-${counter.toString(16).padStart(4, '0')}-${deviceId}`
    },
  }
}

/** The reading that is further on; the device that read it does not count. */
export function laterReading(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one.slice(0, readingLength) >= other.slice(0, readingLength) ? one : other
}

/** A clock that is further ahead than this is wrong, and nobody's clock may follow it. */
const followedAheadMs = 2 * 60_000

/** Whether the own clock may go on from a reading of another workstation. */
export function mayFollow(reading: string, now: string): boolean {
  return Date.parse(reading.slice(0, 24)) <= Date.parse(now) + followedAheadMs
}

/** The instant and the counter, without the device. */
const readingLength = 29
