/** What is wrong with a field: carried as one word by the form, said in the language on screen. */
import { useTranslation } from 'react-i18next'
import type { FieldError } from 'react-hook-form'
import type { FieldProblem } from '../../../main/clinic/shared/field-problems.ts'
import { fieldText } from '../../components/errors.tsx'

type Problem = Omit<FieldProblem, 'path'>

/** A form keeps a message as text: code, kind and limit in one. */
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

/** Turns the error of a field into its sentence; live, because the language can change below it. */
export function useFieldProblem(): (error: FieldError | undefined) => string | undefined {
  const { t } = useTranslation('errors')
  return (error) =>
    error?.message === undefined || error.message === ''
      ? undefined
      : fieldText(problemOf(error.message), t)
}
