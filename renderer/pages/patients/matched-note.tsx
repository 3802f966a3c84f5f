/** Why a patient is among the found, where it is not plain to see. */
import { useTranslation } from 'react-i18next'
import { fixLayout } from '../../../main/clinic/patients/search.rules.ts'
import type { FoundPatient } from './types.ts'

/** Beside one patient: found by another spelling, inside the name, by phone, day or card. */
export function MatchedNote({
  matched,
  className,
}: {
  matched: FoundPatient['matched']
  className: string | undefined
}) {
  const { t } = useTranslation('patients')
  // The keyboard's other layout holds for all of them, and is said once: {@link useReadAs}.
  if (matched === 'as-typed' || matched === 'layout') return null
  return <span className={className}>{t(`matched.${matched}`)}</span>
}

/** How the query was read when it was typed in the wrong layout, or null. */
export function useReadAs(): (found: readonly FoundPatient[], query: string) => string | null {
  const { t } = useTranslation('patients')
  return (found, query) =>
    query !== '' && found[0]?.matched === 'layout'
      ? t('matched.layout', { text: fixLayout(query) })
      : null
}
