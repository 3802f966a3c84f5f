/** What a field of a patient or card holds, in words that can be compared. */
import { useTranslation } from 'react-i18next'
import { isDocumentKind } from '../../../main/clinic/patients/identity.rules.ts'
import type { Value } from '../../../main/clinic/patients/merge.rules.ts'
import { phoneValues } from '../../../main/clinic/patients/patient-index.rules.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'
import { useFormats } from '../../i18n/formats.ts'
import { languageNames } from '../start/quiet-page.tsx'

export function useMergeValue(): (field: string, value: Value) => string {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  return (field, value) => {
    if (value === null || value === '' || value === '[]') return t('pairs.nothing')
    const text = String(value)
    switch (field) {
      case 'bornOn':
        return isDay(text) ? formats.day(text) : text
      case 'sex':
        return t(`sexes.${text}`)
      case 'phones':
        return phoneValues(text).join(', ')
      case 'language':
        return isLanguage(text) ? languageNames[text] : text
      case 'contactChannel':
        return t(`contact.channels.${text}`)
      case 'doNotDisturb':
        return t(value === 1 ? 'contact.doNotDisturb' : 'pairs.nothing')
      case 'photoSha256':
        return t('photo.title')
      case 'document':
        return documentText(text, (kind) => t(`documentKinds.${kind}`))
      default:
        return text
    }
  }
}

/** A document stands there as a list of its kind and its number. */
function documentText(text: string, kindWord: (kind: string) => string): string {
  const parts: unknown = JSON.parse(text)
  if (!Array.isArray(parts)) return text
  const [kind, number] = parts.map(String)
  return `${kind !== undefined && isDocumentKind(kind) ? kindWord(kind) : ''} ${number ?? ''}`.trim()
}
