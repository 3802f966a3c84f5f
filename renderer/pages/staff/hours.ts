/** The week as the editor of a doctor's hours goes through it. */
import type { RouterOutputs } from '../../router-types.ts'

export type Hours = RouterOutputs['schedule']['hours'][number]

/** ISO: 1 is Monday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
