/** What a caller may send about services, rooms and who offers what. */
import * as z from 'zod'
import {
  amountInput,
  idInput,
  lineInput,
  optionalLine,
  optionalText,
  versionInput,
} from '../shared/inputs.ts'
import { longestServiceMinutes } from './catalog.rules.ts'

export const listServicesInput = z.object({
  /** Words of the code or the name, in any order. */
  search: optionalLine(100).optional(),
  categoryId: idInput.optional(),
  archived: z.enum(['active', 'archived', 'all']).optional(),
})

const serviceFields = {
  categoryId: idInput,
  code: lineInput(40),
  name: lineInput(200),
  durationMinutes: z.number().int().min(5).max(longestServiceMinutes),
  /** In the clinic's currency. */
  priceMinor: amountInput,
  preparation: optionalText(2000),
}

export const createServiceInput = z.object(serviceFields)

export const updateServiceInput = z.object({
  id: idInput,
  version: versionInput,
  ...serviceFields,
})

export const archiveInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export const createCategoryInput = z.object({ name: lineInput(100) })

export const updateCategoryInput = z.object({
  id: idInput,
  version: versionInput,
  name: lineInput(100),
  position: z.number().int().min(0).max(10_000),
})

export const createRoomInput = z.object({ name: lineInput(100) })

export const renameRoomInput = z.object({
  id: idInput,
  version: versionInput,
  name: lineInput(100),
})

export const offersInput = z.object({ practitionerId: idInput })

export const offeringInput = z.object({ serviceId: idInput })

export const setOffersInput = z.object({
  practitionerId: idInput,
  serviceIds: z.array(idInput).max(1000),
})

export type ListServices = z.infer<typeof listServicesInput>
export type CreateService = z.infer<typeof createServiceInput>
export type UpdateService = z.infer<typeof updateServiceInput>
export type Archive = z.infer<typeof archiveInput>
export type SetOffers = z.infer<typeof setOffersInput>
