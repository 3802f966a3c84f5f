/** What may be said of an error in a log: databases and parsers quote the value that they choked on. */

/** Its kind, its code and the places in the code, never its message; no patient's data is in these. */
export interface ErrorFacts {
  kind: string
  code: string | null
  at: string
}

const mostPlaces = 8

export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { kind: typeof error, code: null, at: '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  const stack = error.stack ?? ''
  // The message comes first and may have lines that look like places.
  const from = stack.startsWith(`${error.name}: ${error.message}`)
    ? `${error.name}: ${error.message}`.length
    : 0
  const at = stack
    .slice(from)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostPlaces)
    .map((line) => line.trim())
    .join(' < ')
  return { kind: error.name, code, at }
}

/** One line for an event and what went wrong in it, with what caused that. */
export function logLine(event: string, error?: unknown): string {
  if (error === undefined) return event
  const { kind, code, at } = errorFacts(error)
  const said = [event, kind, code, at].filter((part) => part !== null && part !== '').join(' ')
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? said : logLine(`${said}, caused by`, cause)
}
