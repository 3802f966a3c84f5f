/** The clock of this computer; in development and tests one that was set to another instant and goes on from there. */

/** An ISO instant at which the program believes to have started; ignored by the packaged application. */
export const setClockVariable = 'POLYCLINIC_NOW'

const startedAtMs = Date.now()

/** Makes the clock: UTC ISO instants with milliseconds. Throws `RangeError` for a variable that is no instant. */
export function computerClock(): () => string {
  const set = process.env[setClockVariable]
  const aheadMs = set === undefined ? 0 : Date.parse(set) - startedAtMs
  return () => new Date(Date.now() + aheadMs).toISOString()
}
