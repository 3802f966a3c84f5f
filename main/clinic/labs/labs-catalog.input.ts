/** What a caller may send about what the laboratory can measure. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, versionInput } from '../shared/inputs.ts'
import { specimenKinds, valueKinds } from './labs.rules.ts'
import { decimalShape } from './reference-ranges.rules.ts'

/** Of a new row both are null. */
const rowInput = { id: idInput.nullable(), version: versionInput.nullable() }

export const saveDefinitionInput = z.object({
  ...rowInput,
  code: lineInput(40),
  name: lineInput(200),
  unit: optionalLine(40),
  valueKind: z.enum(valueKinds),
  decimals: z.number().int().min(0).max(6),
  /** https://loinc.org: digits and a check digit. */
  loinc: z
    .string()
    .regex(/^\d{1,7}-\d$/, 'loinc')
    .nullable(),
  specimenKind: z.enum(specimenKinds),
})

const decimalInput = z.string().regex(decimalShape, 'decimal')

/** Nobody gets older than this many days; a range that holds for ever has no end instead. */
const oldestDays = 60_000

/** Limits that stand in each other's order, whichever of them there are. */
function inOrder(limits: readonly (string | null)[]): boolean {
  const given = limits.flatMap((limit) => (limit === null ? [] : [Number(limit)]))
  return given.every((limit, at) => at === 0 || (given[at - 1] ?? limit) <= limit)
}

export const saveRangeInput = z
  .object({
    ...rowInput,
    definitionId: idInput,
    sex: z.enum(['female', 'male']).nullable(),
    fromDays: z.number().int().min(0).max(oldestDays),
    toDays: z.number().int().min(1).max(oldestDays).nullable(),
    low: decimalInput.nullable(),
    high: decimalInput.nullable(),
    criticalLow: decimalInput.nullable(),
    criticalHigh: decimalInput.nullable(),
    normalText: optionalLine(400),
  })
  .refine(({ fromDays, toDays }) => toDays === null || toDays > fromDays, {
    path: ['toDays'],
    error: 'range-order',
  })
  .refine(
    ({ criticalLow, low, high, criticalHigh }) => inOrder([criticalLow, low, high, criticalHigh]),
    {
      path: ['high'],
      error: 'limits-order',
    },
  )

export const savePanelInput = z.object({
  ...rowInput,
  code: lineInput(40),
  name: lineInput(200),
  /** In the order in which they are shown. */
  definitionIds: z.array(idInput).min(1).max(100),
})

export const archiveLabRowInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export type SaveDefinition = z.infer<typeof saveDefinitionInput>
export type SaveRange = z.infer<typeof saveRangeInput>
export type SavePanel = z.infer<typeof savePanelInput>
export type ArchiveLabRow = z.infer<typeof archiveLabRowInput>
