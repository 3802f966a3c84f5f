/** What only the service could find wrong is shown at its field too. */
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { fieldProblemsOf } from '../../components/errors.tsx'
import { messageOf } from '../../components/field-message.ts'

/**
 * Takes the error of a call and puts its field codes where the schema's own stand; `inForm` says
 * where a path of the input stands in the form.
 */
export function showServerProblems<Form extends FieldValues, Output>(
  form: UseFormReturn<Form, unknown, Output>,
  error: unknown,
  inForm: (path: string) => string,
): void {
  for (const [place, problem] of fieldProblemsOf(error).entries()) {
    form.setError(
      inForm(problem.path) as Path<Form>,
      { type: 'service', message: messageOf(problem) },
      { shouldFocus: place === 0 },
    )
  }
}
