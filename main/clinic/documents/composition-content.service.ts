/** What a document says, read back from its row, and the hash of it. */
import { createHash } from 'node:crypto'
import type { CompositionRow } from '../../db/tables.ts'
import type { Answers } from './document-types.rules.ts'

/** The answers as a row keeps them. */
export function readAnswers(content: string): Answers {
  const read: unknown = JSON.parse(content)
  if (typeof read !== 'object' || read === null) return {}
  return Object.fromEntries(Object.entries(read).map(([key, answer]) => [key, String(answer)]))
}

/** What is signed: the words and all that they are read with. */
export function contentHashOf(
  document: Pick<
    CompositionRow,
    'number' | 'language' | 'patientId' | 'replacesId' | 'definition' | 'content'
  >,
): string {
  const { number, language, patientId, replacesId, definition, content } = document
  const told = [number, language, patientId, replacesId, definition, content]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
