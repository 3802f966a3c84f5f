/** What a caller may send about tasks. */
import * as z from 'zod'
import {
  dayInput,
  idInput,
  lineInput,
  optionalText,
  textInput,
  versionInput,
} from '../shared/inputs.ts'
import { roles } from '../shared/permissions.ts'
import { taskFocuses } from './tasks.rules.ts'

/** A colleague, or whoever holds a role. */
export const taskOwnerInput = z.union([
  z.object({ practitionerId: idInput }),
  z.object({ role: z.enum(roles) }),
])

const comment = textInput(2000).refine((text) => text.trim() !== '', 'required')

export const createTaskInput = z.object({
  patientId: idInput.nullable(),
  focus: z.object({ kind: z.enum(taskFocuses), id: idInput }).nullable(),
  title: lineInput(200),
  description: optionalText(2000),
  owner: taskOwnerInput,
  dueOn: dayInput.nullable(),
})

export const oneTaskInput = z.object({ id: idInput })

export const patientTasksInput = z.object({ patientId: idInput })

export const focusTasksInput = z.object({ focusId: idInput })

export const commentInput = z.object({ id: idInput, comment })

const changed = { id: idInput, version: versionInput, comment: optionalText(2000) }

export const delegateInput = z.object({ ...changed, owner: taskOwnerInput })

export const changeDueInput = z.object({ ...changed, dueOn: dayInput.nullable() })

/** Done, or back to be done. */
export const endTaskInput = z.object(changed)

/** Not to be done after all: with the reason. */
export const cancelTaskInput = z.object({ id: idInput, version: versionInput, comment })

export type CreateTask = z.infer<typeof createTaskInput>
export type TaskOwner = z.infer<typeof taskOwnerInput>
export type Comment = z.infer<typeof commentInput>
export type Delegate = z.infer<typeof delegateInput>
export type ChangeDue = z.infer<typeof changeDueInput>
export type EndTask = z.infer<typeof endTaskInput>
