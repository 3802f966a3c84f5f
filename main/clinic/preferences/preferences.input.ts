/** What a person may choose for themselves. */
import * as z from 'zod'
import { idInput, lineInput } from '../shared/inputs.ts'

/** An action's own keys: `KeyboardEvent.code` with modifiers in front; null takes its keys away. */
const keyChoice = z.object({
  action: z.string().regex(/^[a-zA-Z.]{1,60}$/, 'action'),
  keys: z
    .string()
    .regex(/^((Ctrl|Alt|Shift)\+)*[A-Za-z0-9]{1,30}$/, 'keys')
    .nullable(),
})

export const keyChoices = z.array(keyChoice).max(200)

export const chooseKeysInput = z.object({ choices: keyChoices })

/** At most as many as there are digits to reach them with. */
const mostViews = 9

/** What of the day board a person looks at; an empty list of one kind leaves nobody out. */
const dayView = z.object({
  name: lineInput(40),
  specialties: z.array(lineInput(100)).max(50),
  practitionerIds: z.array(idInput).max(100),
  locationIds: z.array(idInput).max(100),
})

export const dayViews = z.array(dayView).max(mostViews)

export const saveDayViewsInput = z.object({ views: dayViews })

export type KeyChoice = z.infer<typeof keyChoice>
export type DayView = z.infer<typeof dayView>
