/** How large a file is, as people say it. */
import { useTranslation } from 'react-i18next'

const units = ['kilobyte', 'megabyte', 'gigabyte'] as const

export function useSizeText(): (bytes: number) => string {
  const { i18n } = useTranslation()
  return (bytes) => {
    let size = bytes / 1000
    let at = 0
    while (size >= 1000 && at < units.length - 1) {
      size /= 1000
      at += 1
    }
    return new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit: units[at] ?? 'gigabyte',
      maximumFractionDigits: size < 10 ? 1 : 0,
    }).format(size)
  }
}
