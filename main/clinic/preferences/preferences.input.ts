/** What a person may choose for themselves. */
import * as z from 'zod'
import { idInput, lineInput } from '../shared/inputs.ts'

/** Keys by action: `KeyboardEvent.code` with modifiers in front; null takes the action's keys away. */
export const keysPreference = z.record(
  z.string().regex(/^[a-zA-Z.]{1,60}$/, 'action'),
  z
    .string()
    .regex(/^((Ctrl|Alt|Shift)\+)*[A-Za-z0-9]{1,30}$/, 'keys')
    .nullable(),
)

/** At most as many as there are digits to reach them with. */
export const mostViews = 9

/** What of the day board a person looks at; an empty list of one kind leaves nobody out. */
export const dayView = z.object({
  name: lineInput(40),
  specialties: z.array(z.string().max(100)).max(50),
  practitionerIds: z.array(idInput).max(100),
  locationIds: z.array(idInput).max(100),
})

export const dayViewsPreference = z.array(dayView).max(mostViews)

export type KeysPreference = z.infer<typeof keysPreference>
export type DayView = z.infer<typeof dayView>
