/** The window's clock: the main process's, so that both speak of the same moment. */

let aheadMs = 0

/** Takes the main process's instant as now. */
export function setClock(now: string): void {
  aheadMs = Date.parse(now) - Date.now()
}

/** Milliseconds since 1970. */
export function nowMs(): number {
  return Date.now() + aheadMs
}

/** The instant now, UTC ISO. */
export function nowIso(): string {
  return new Date(nowMs()).toISOString()
}
