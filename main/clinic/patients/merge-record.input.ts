/** What a merge wrote down of itself, read again; a part that a newer program wrote otherwise is left out. */
import * as z from 'zod'
import { type ChangedField, type MovedRow, movingReferences } from './merge.rules.ts'

const movedShape = z.object({ reference: z.enum(movingReferences), rowId: z.string() })

const valueShape = z.union([z.string(), z.number(), z.null()])

const changedShape = z.object({
  entity: z.enum(['patient', 'medicalCard', 'relatedPerson']),
  rowId: z.string(),
  field: z.string(),
  before: valueShape,
  after: valueShape,
})

/** The rows that a merge gave to the survivor. */
export function readMoved(column: string): MovedRow[] {
  return readAll(column, movedShape)
}

/** The fields that it changed beside that. */
export function readChanged(column: string): ChangedField[] {
  return readAll(column, changedShape)
}

function readAll<Shape extends z.ZodType>(column: string, shape: Shape): z.output<Shape>[] {
  const list: unknown = JSON.parse(column)
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) => {
    const read = shape.safeParse(one)
    return read.success ? [read.data] : []
  })
}
