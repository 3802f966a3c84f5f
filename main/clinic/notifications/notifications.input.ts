/** What a caller may send to the notification log. */
import * as z from 'zod'
import { idInput, optionalLine } from '../shared/inputs.ts'

export const messageStates = ['due', 'sending', 'sent', 'failed', 'cancelled'] as const

/** One page of the log is never longer than this. */
const largestPage = 200

export const listMessagesInput = z.object({
  /** Null shows every state. */
  state: z.enum(messageStates).nullable().default(null),
  /** Part of a recipient's name or address, or of a subject. */
  text: optionalLine(200).default(null),
  patientId: idInput.nullable().default(null),
  /** `next` of the page before; null begins with the newest. */
  cursor: z
    .string()
    .max(100)
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [0-9a-fA-F-]{36}$/, 'cursor')
    .nullable()
    .default(null),
  limit: z.number().int().min(1).max(largestPage).default(50),
})

export const messageInput = z.object({ id: idInput })

export type ListMessages = z.infer<typeof listMessagesInput>
