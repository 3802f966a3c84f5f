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

export const deskSteps = [...exchangeSteps, ...snapshotSteps] as const
export type DeskStep = (typeof deskSteps)[number]

export function isOfSnapshot(step: DeskStep): boolean {
  return snapshotSteps.some((one) => one === step)
}
