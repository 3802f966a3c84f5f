/** Forms over the same schemas that the services read with: each error at its field, in the language on screen. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslation } from 'react-i18next'
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormRegisterReturn,
  type UseFormReturn,
  useForm,
} from 'react-hook-form'
import * as z from 'zod'
import { fieldProblem } from '../../main/clinic/shared/field-problems.ts'
import { fieldErrors, fieldText, refusalOf } from './errors.tsx'
import { messageOf, problemOf } from './field-message.ts'

// The content security policy forbids making code from text, which zod would try for speed.
z.config({ jitless: true })

/**
 * A form that is checked by a schema when it is sent, and field by field once it was left. A form with
 * rows that come and go is checked when it is sent alone: a new row would be told at once that it is empty.
 */
export function useSchemaForm<Input extends FieldValues, Output>(
  schema: z.ZodType<Output, Input>,
  defaultValues: DefaultValues<Input>,
  mode: 'onTouched' | 'onSubmit' = 'onTouched',
): UseFormReturn<Input, unknown, Output> {
  return useForm<Input, unknown, Output>({
    resolver: zodResolver(schema, { error: (issue) => messageOf(fieldProblem(issue)) }),
    defaultValues,
    mode,
  })
}

export interface FieldTools<Input extends FieldValues> {
  /** The sentence for what is wrong at a field: the schema's, or what the service answered. */
  error(name: Path<Input>): string | undefined
  /** What a text field needs; an empty one is `null` with `orNull`. */
  text(
    name: Path<Input>,
    options?: { orNull: boolean },
  ): UseFormRegisterReturn & {
    error: string | undefined
  }
}

/**
 * Ties the fields to their form. `refusal` is the error of the call; `places` says at which field a
 * refusal belongs that names none (`login-taken` at `login`), with its sentence.
 */
export function useFieldTools<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  refusal: unknown = null,
  places: Record<string, { at: Path<Input>; text: string }> = {},
): FieldTools<Input> {
  const { t } = useTranslation('errors')
  const { formState } = form
  const answered = fieldErrors(refusal, t)
  const place = places[refusalOf(refusal)?.code ?? '']
  function error(name: Path<Input>): string | undefined {
    const own = form.getFieldState(name, formState).error?.message
    if (own !== undefined && own !== '') return fieldText(problemOf(own), t)
    return place?.at === name ? place.text : answered[name]
  }
  return {
    error,
    text: (name, options) => ({
      ...form.register(
        name,
        options?.orNull === true ? { setValueAs: (value) => (value === '' ? null : value) } : {},
      ),
      error: error(name),
    }),
  }
}
