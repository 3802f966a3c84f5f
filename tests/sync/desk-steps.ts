/** Where a workstation may be when it is killed. */
export const exchangeSteps = [
  'before-sending',
  /** The hub has taken it, and nothing of that is noted here. */
  'answered',
  'noting',
  'noted',
  'applying',
  'applied',
] as const

export const snapshotSteps = [
  'fetching',
  'fetched',
  'building',
  'built',
  /** The old log is removed, and the old file stands still. */
  'swapping',
  'swapped',
] as const

/** Of a file of two pieces. */
export const fileSteps = ['fetching-a-file', 'sending-a-file'] as const

export const deskSteps = [...exchangeSteps, ...snapshotSteps, ...fileSteps] as const
export type DeskStep = (typeof deskSteps)[number]

export function isOfSnapshot(step: DeskStep): boolean {
  return snapshotSteps.some((one) => one === step)
}

export function isOfFile(step: DeskStep): boolean {
  return fileSteps.some((one) => one === step)
}
