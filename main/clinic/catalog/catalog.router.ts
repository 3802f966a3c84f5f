/** Procedures about services, rooms and who offers what. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  archiveInput,
  createCategoryInput,
  createRoomInput,
  createServiceInput,
  listServicesInput,
  offeringInput,
  offersInput,
  renameRoomInput,
  setOffersInput,
  updateCategoryInput,
  updateServiceInput,
} from './catalog.input.ts'
import {
  archiveCategory,
  archiveRoom,
  archiveService,
  createCategory,
  createRoom,
  createService,
  listCategories,
  listOffering,
  listOffers,
  listRooms,
  listServices,
  renameRoom,
  setOffers,
  updateCategory,
  updateService,
} from './catalog.service.ts'

export const catalogRouter = router({
  categories: procedure('catalog.read').query(({ ctx }) => listCategories(ctx.desk)),
  createCategory: procedure('catalog.write')
    .input(createCategoryInput)
    .mutation(({ ctx, input }) => createCategory(ctx.desk, input)),
  updateCategory: procedure('catalog.write')
    .input(updateCategoryInput)
    .mutation(({ ctx, input }) => updateCategory(ctx.desk, input)),
  archiveCategory: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveCategory(ctx.desk, input)),
  services: procedure('catalog.read')
    .input(listServicesInput)
    .query(({ ctx, input }) => listServices(ctx.desk, input)),
  createService: procedure('catalog.write')
    .input(createServiceInput)
    .mutation(({ ctx, input }) => createService(ctx.desk, input)),
  updateService: procedure('catalog.write')
    .input(updateServiceInput)
    .mutation(({ ctx, input }) => updateService(ctx.desk, input)),
  archiveService: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveService(ctx.desk, input)),
  rooms: procedure('catalog.read').query(({ ctx }) => listRooms(ctx.desk)),
  createRoom: procedure('catalog.write')
    .input(createRoomInput)
    .mutation(({ ctx, input }) => createRoom(ctx.desk, input)),
  renameRoom: procedure('catalog.write')
    .input(renameRoomInput)
    .mutation(({ ctx, input }) => renameRoom(ctx.desk, input)),
  archiveRoom: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveRoom(ctx.desk, input)),
  /** The services that a practitioner offers. */
  offers: procedure('catalog.read')
    .input(offersInput)
    .query(({ ctx, input }) => listOffers(ctx.desk, input.practitionerId)),
  /** The practitioners who offer a service. */
  offering: procedure('catalog.read')
    .input(offeringInput)
    .query(({ ctx, input }) => listOffering(ctx.desk, input.serviceId)),
  setOffers: procedure('catalog.write')
    .input(setOffersInput)
    .mutation(({ ctx, input }) => setOffers(ctx.desk, input)),
})
