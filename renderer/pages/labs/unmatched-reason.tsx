/** Why nobody was found by itself, in words. */
import { useTranslation } from 'react-i18next'
import { unmatchedReasons } from '../../../main/clinic/labs/lab-match.rules.ts'

export function UnmatchedReasonText({ reason }: { reason: string | null }) {
  const { t } = useTranslation('labs')
  // A match that was undone leaves no reason: a person had said whose they were.
  const known = unmatchedReasons.find((one) => one === reason)
  return t(`unmatched.reason.${known ?? 'undone'}`)
}
