/** What is wrong at which field: zod's issues as the codes and figures that a sentence needs. */

export interface FieldProblem {
  /** Names and positions joined by points: `phones.0.value`. */
  path: string
  /** A word of ours (`login-format`), or zod's own code (`too_big`). */
  code: string
  /** What it is about, where one code has several sentences: `string`, `array`, `limit`, `email`, `url`. */
  kind?: string
  /** The smallest or largest that would be right. */
  limit?: number
}

/** What both a finished issue of zod and one that is being made have in common. */
interface Issue {
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly path?: readonly PropertyKey[] | undefined
  readonly origin?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly format?: unknown
}

/** Our own messages in a schema are words such as `wall-time`; zod's are sentences. */
const ownWord = /^[a-z]+(?:-[a-z]+)*$/

/** The problem that one issue tells of. */
export function fieldProblem(issue: Issue): FieldProblem {
  const path = (issue.path ?? []).map(String).join('.')
  const { message, code = 'custom' } = issue
  if (message !== undefined && ownWord.test(message)) return { path, code: message }
  if (code === 'too_small' || code === 'too_big') {
    const limit = Number(code === 'too_small' ? issue.minimum : issue.maximum)
    const kind = issue.origin === 'string' || issue.origin === 'array' ? issue.origin : 'limit'
    return Number.isFinite(limit) ? { path, code, kind, limit } : { path, code }
  }
  if (code === 'invalid_format' && (issue.format === 'email' || issue.format === 'url')) {
    return { path, code, kind: issue.format }
  }
  return { path, code }
}

/** The problems of a refused input, in the order in which they were found. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  return issues.map(fieldProblem)
}
