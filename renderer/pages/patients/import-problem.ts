/** The sentence for what is wrong with a row of an import. */
import { useTranslation } from 'react-i18next'
import { fieldText } from '../../components/errors.tsx'
import type { RowProblem } from './types.ts'

/** Words of the import's own; every other reason is a field's. */
const ownReasons: readonly string[] = [
  'already-there',
  'likely-duplicate',
  'consent-missing',
  'sex',
  'language',
  'document-kind',
  'too-many-fields',
  'too-few-fields',
  'quotes',
]

export function useRowProblem(): (problem: RowProblem) => string {
  const { t } = useTranslation('patients')
  const { t: tErrors } = useTranslation('errors')
  return ({ reason, about, limit }) =>
    ownReasons.includes(reason)
      ? t(`import.reason.${reason}`)
      : fieldText(
          {
            code: reason,
            ...(about === undefined ? {} : { kind: about }),
            ...(limit === undefined ? {} : { limit }),
          },
          tErrors,
        )
}
