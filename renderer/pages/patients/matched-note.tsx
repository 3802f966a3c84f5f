/** Why a patient is among the found, where it is not plain to see. */
import { useTranslation } from 'react-i18next'
import { fixLayout } from '../../../main/clinic/patients/search.rules.ts'
import type { FoundPatient } from './types.ts'
import classes from './patients.module.css'

export function MatchedNote({
  matched,
  query,
}: {
  matched: FoundPatient['matched']
  query: string
}) {
  const { t } = useTranslation('patients')
  if (query === '' || matched === 'as-typed') return null
  return (
    <span className={classes['matched']}>
      {t(`matched.${matched}`, { text: fixLayout(query) })}
    </span>
  )
}
