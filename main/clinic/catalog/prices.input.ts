/** What a caller may send about price lists, who pays by which, and packages. */
import * as z from 'zod'
import {
  amountInput,
  dayInput,
  idInput,
  lineInput,
  optionalLine,
  versionInput,
} from '../shared/inputs.ts'

const validity = {
  validFrom: dayInput,
  /** Last day on which it holds; null while it goes on. */
  validTo: dayInput.nullable(),
}

function endsAfterStart(wish: { validFrom: string; validTo: string | null }): boolean {
  return wish.validTo === null || wish.validFrom <= wish.validTo
}

const endsBeforeStart = { path: ['validTo'], message: 'ends-before-start' }

/** Null makes a new one. */
const rowFields = { id: idInput.nullable(), version: versionInput.nullable() }

export const savePriceListInput = z
  .object({
    ...rowFields,
    name: lineInput(100),
    audience: z.enum(['everyone', 'covered']),
    ...validity,
  })
  .refine(endsAfterStart, endsBeforeStart)

export const pricesInput = z.object({ priceListId: idInput })

export const setPriceInput = z.object({
  priceListId: idInput,
  serviceId: idInput,
  /** Null takes the service out of the list. */
  priceMinor: amountInput.nullable(),
})

export const coveragesInput = z.object({ patientId: idInput })

export const addCoverageInput = z
  .object({
    patientId: idInput,
    priceListId: idInput,
    policyNumber: optionalLine(60),
    ...validity,
  })
  .refine(endsAfterStart, endsBeforeStart)

export const endCoverageInput = z.object({ id: idInput, version: versionInput })

export const quoteInput = z.object({
  /** Null for whoever is not registered yet. */
  patientId: idInput.nullable(),
  serviceId: idInput,
  day: dayInput,
})

export const savePackageInput = z
  .object({
    ...rowFields,
    code: lineInput(40),
    name: lineInput(200),
    priceMinor: amountInput,
    ...validity,
    parts: z
      .array(z.object({ serviceId: idInput, quantity: z.number().int().min(1).max(20) }))
      .min(1)
      .max(30),
  })
  .refine(endsAfterStart, endsBeforeStart)

export type SavePriceList = z.infer<typeof savePriceListInput>
export type SetPrice = z.infer<typeof setPriceInput>
export type AddCoverage = z.infer<typeof addCoverageInput>
export type Quote = z.infer<typeof quoteInput>
export type SavePackage = z.infer<typeof savePackageInput>
