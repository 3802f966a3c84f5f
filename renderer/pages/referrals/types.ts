/** Referrals as the lists and the panel have them. */
import type { RouterOutputs } from '../../router-types.ts'

export type Referral = RouterOutputs['referrals']['open'][number]

/** What every dialog about one referral is given. */
export interface StepProps {
  referral: Referral
  onClose: () => void
}
