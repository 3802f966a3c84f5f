/** What is taken, in words; a kind of a newer version of the program stands as it is. */
import { useTranslation } from 'react-i18next'
import { specimenKinds } from '../../../main/clinic/labs/labs.rules.ts'

export function SpecimenKind({ kind }: { kind: string }) {
  const { t } = useTranslation('labs')
  const known = specimenKinds.find((one) => one === kind)
  return known === undefined ? kind : t(`specimen.${known}`)
}
