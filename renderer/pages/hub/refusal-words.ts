/** What a refused change is called, and what of it a person can read. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'

/** A use case in words: `appointments.book` is a booking. */
export function useCommandWord(): (command: string) => string {
  const { t } = useTranslation('hub')
  return (command) => {
    const domain = command.split('.')[0] ?? ''
    return t([`command.${command}`, `domain.${domain}`, 'domain.other'])
  }
}

/** Keys of rows, secrets and the program's own marks: nothing that anyone has typed. */
const unread =
  /(^|[a-z])(Id|Ids|Hash|Key|By)$|^(?!starts|ends)[a-z]+At$|^(id|version|status|state|timeZone|content|template|language|currency|overbooked|deviceId|attempts|value)$/

/** The values of a row that a person has written, in the order in which they stand in it. */
export function useReadableContent(): (changes: Record<string, string | number | null>) => string {
  const formats = useFormats()
  return (changes) => {
    const { currency } = changes
    return Object.entries(changes)
      .filter(([field, value]) => value !== null && value !== '' && !unread.test(field))
      .map(([field, value]) => {
        if (typeof value === 'number' && field.endsWith('Minor'))
          return formats.money(value, typeof currency === 'string' ? currency : undefined)
        if (typeof value !== 'string') return String(value)
        if (/^\d{4}-\d\d-\d\dT/.test(value)) return formats.moment(value)
        if (/^\d{4}-\d\d-\d\d$/.test(value)) return formats.day(value)
        return value
      })
      .filter((text) => !/^[[{]/.test(text))
      .join(' · ')
  }
}
