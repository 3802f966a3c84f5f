/** Why the clinic is closed on a day, in the spoken language. */
import type { TFunction } from 'i18next'
import type { ClosedDay } from '../../main/clinic/schedule/plan.rules.ts'

type Reason = Pick<ClosedDay, 'key' | 'name'>

/** The clinic's own name of the day, else the holiday's; null when it has neither. */
export function closedDayName(t: TFunction, { key, name }: Reason): string | null {
  return name ?? (key === null ? null : t(`common:holiday.${key}`))
}
