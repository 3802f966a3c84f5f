/** What is wrong with a field: carried as one word by the form, said in the language on screen. */
import type { FieldProblem } from '../../main/clinic/shared/field-problems.ts'

type Problem = Omit<FieldProblem, 'path'>

/** A form keeps a message as text: code, kind and limit in one, so that it is said when it is shown. */
export function messageOf({ code, kind, limit }: Problem): string {
  return [code, kind ?? '', limit ?? ''].join('|')
}

/** {@link messageOf}, read back. */
export function problemOf(message: string): Problem {
  const [code = '', kind = '', limit = ''] = message.split('|')
  return {
    code,
    ...(kind === '' ? {} : { kind }),
    ...(limit === '' ? {} : { limit: Number(limit) }),
  }
}
