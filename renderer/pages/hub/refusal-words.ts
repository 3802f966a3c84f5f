/** What a refused change is called, and what of it a person can read. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { writtenFields } from './refusal-content.ts'

/** A use case in words: `appointments.book` is a booking. */
export function useCommandWord(): (command: string) => string {
  const { t } = useTranslation('hub')
  return (command) => {
    const domain = command.split('.')[0] ?? ''
    return t([`command.${command}`, `domain.${domain}`, 'domain.other'])
  }
}

/** The values of a row that a person has written, in the order in which they stand in it. */
export function useReadableContent(): (changes: Record<string, string | number | null>) => string {
  const formats = useFormats()
  return (changes) => {
    const { currency } = changes
    return writtenFields(changes)
      .map(([field, value]) => {
        if (typeof value === 'number' && field.endsWith('Minor'))
          return formats.money(value, typeof currency === 'string' ? currency : undefined)
        if (typeof value === 'number') return formats.number(value)
        if (/^\d{4}-\d\d-\d\dT/.test(value)) return formats.moment(value)
        if (/^\d{4}-\d\d-\d\d$/.test(value)) return formats.day(value)
        return value
      })
      .join(' · ')
  }
}
