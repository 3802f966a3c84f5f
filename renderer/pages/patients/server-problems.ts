/** What only the service could find wrong is shown at its field too. */
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import type { ClinicErrorData } from '../../../main/clinic/shared/errors.ts'
import { refusalOf } from '../../components/errors.tsx'
import { messageOf } from './field-problem.ts'

/**
 * Takes the error of a call and puts its field codes where the schema's own stand; `inForm` says
 * where a path of the input stands in the form.
 */
export function showServerProblems<Form extends FieldValues, Output>(
  form: UseFormReturn<Form, unknown, Output>,
  error: unknown,
  inForm: (path: string) => string,
): void {
  const refusal = refusalOf(error)
  if (refusal?.code !== 'invalid-input') return
  const { fields } = refusal.data as unknown as ClinicErrorData['invalid-input']
  for (const [place, problem] of fields.entries()) {
    form.setError(
      inForm(problem.path) as Path<Form>,
      { type: 'service', message: messageOf(problem) },
      { shouldFocus: place === 0 },
    )
  }
}
