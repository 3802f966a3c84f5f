/** The error of a patient form's field as its sentence. */
import { useTranslation } from 'react-i18next'
import type { FieldError } from 'react-hook-form'
import { fieldText } from '../../components/errors.tsx'
import { problemOf } from '../../components/field-message.ts'

/** Turns the error of a field into its sentence; live, because the language can change below it. */
export function useFieldProblem(): (error: FieldError | undefined) => string | undefined {
  const { t } = useTranslation('errors')
  return (error) =>
    error?.message === undefined || error.message === ''
      ? undefined
      : fieldText(problemOf(error.message), t)
}
