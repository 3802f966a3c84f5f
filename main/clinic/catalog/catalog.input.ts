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

export const createCategoryInput = z.object({
  name: lineInput(100),
  /** The category that it is a part of; a subcategory has no subcategories. */
  parentId: idInput.nullable().optional(),
})

export const updateCategoryInput = z.object({
  id: idInput,
  version: versionInput,
  name: lineInput(100),
  parentId: idInput.nullable().optional(),
  position: z.number().int().min(0).max(10_000),
})

/** What a room or a machine is for, in the clinic's own word. */
const kindInput = optionalLine(60)

export const createRoomInput = z.object({ name: lineInput(100), kind: kindInput.optional() })

export const updateRoomInput = z.object({
  id: idInput,
  version: versionInput,
  name: lineInput(100),
  kind: kindInput,
})

export const saveEquipmentInput = z.object({
  /** Null makes a new one. */
  id: idInput.nullable(),
  version: versionInput.nullable(),
  name: lineInput(100),
  kind: kindInput,
  /** The room in which it stands; null where it goes where it is needed. */
  locationId: idInput.nullable(),
})

export const needsInput = z.object({ serviceId: idInput })

export const setNeedsInput = z.object({
  serviceId: idInput,
  needs: z
    .array(
      z
        .object({
          target: z.enum(['room', 'equipment']),
          /** Any of this kind; null where `resourceIds` names them. */
          kind: kindInput,
          resourceIds: z.array(idInput).max(50),
        })
        .refine((need) => need.kind !== null || need.resourceIds.length > 0, {
          path: ['kind'],
          message: 'required',
        }),
    )
    .max(10),
})

export const offersInput = z.object({ practitionerId: idInput })

export const offeringInput = z.object({ serviceId: idInput })

export const setOffersInput = z.object({
  practitionerId: idInput,
  serviceIds: z.array(idInput).max(1000),
})

export const setOfferPlaceInput = z.object({
  practitionerId: idInput,
  serviceId: idInput,
  /** The one room in which they offer it; null wherever they work. */
  locationId: idInput.nullable(),
})

export type ListServices = z.infer<typeof listServicesInput>
export type CreateService = z.infer<typeof createServiceInput>
export type UpdateService = z.infer<typeof updateServiceInput>
export type Archive = z.infer<typeof archiveInput>
export type UpdateRoom = z.infer<typeof updateRoomInput>
export type SaveEquipment = z.infer<typeof saveEquipmentInput>
export type SetNeeds = z.infer<typeof setNeedsInput>
export type SetOfferPlace = z.infer<typeof setOfferPlaceInput>
export type SetOffers = z.infer<typeof setOffersInput>
