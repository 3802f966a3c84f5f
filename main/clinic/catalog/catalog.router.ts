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
  needsInput,
  saveEquipmentInput,
  setNeedsInput,
  setOfferPlaceInput,
  setOffersInput,
  updateCategoryInput,
  updateRoomInput,
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
  setOfferPlace,
  setOffers,
  updateCategory,
  updateService,
} from './catalog.service.ts'

import {
  addCoverageInput,
  coveragesInput,
  endCoverageInput,
  pricesInput,
  quoteInput,
  savePackageInput,
  savePriceListInput,
  setPriceInput,
} from './prices.input.ts'
import {
  addCoverage,
  archiveCoverage,
  archivePackage,
  archivePriceList,
  listCoverages,
  listPackages,
  listPriceLists,
  listPrices,
  quote,
  savePackage,
  savePriceList,
  setPrice,
} from './prices.service.ts'
import {
  archiveEquipment,
  listEquipment,
  listServiceNeeds,
  saveEquipment,
  setNeeds,
  updateRoom,
} from './resources.service.ts'

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
  updateRoom: procedure('catalog.write')
    .input(updateRoomInput)
    .mutation(({ ctx, input }) => updateRoom(ctx.desk, input)),
  archiveRoom: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveRoom(ctx.desk, input)),
  equipment: procedure('catalog.read').query(({ ctx }) => listEquipment(ctx.desk)),
  saveEquipment: procedure('catalog.write')
    .input(saveEquipmentInput)
    .mutation(({ ctx, input }) => saveEquipment(ctx.desk, input)),
  archiveEquipment: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveEquipment(ctx.desk, input)),
  /** What a service claims beside the doctor. */
  needs: procedure('catalog.read')
    .input(needsInput)
    .query(({ ctx, input }) => listServiceNeeds(ctx.desk, input.serviceId)),
  setNeeds: procedure('catalog.write')
    .input(setNeedsInput)
    .mutation(({ ctx, input }) => setNeeds(ctx.desk, input)),
  setOfferPlace: procedure('catalog.write')
    .input(setOfferPlaceInput)
    .mutation(({ ctx, input }) => setOfferPlace(ctx.desk, input)),
  priceLists: procedure('catalog.read').query(({ ctx }) => listPriceLists(ctx.desk)),
  savePriceList: procedure('catalog.write')
    .input(savePriceListInput)
    .mutation(({ ctx, input }) => savePriceList(ctx.desk, input)),
  archivePriceList: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archivePriceList(ctx.desk, input)),
  prices: procedure('catalog.read')
    .input(pricesInput)
    .query(({ ctx, input }) => listPrices(ctx.desk, input.priceListId)),
  setPrice: procedure('catalog.write')
    .input(setPriceInput)
    .mutation(({ ctx, input }) => setPrice(ctx.desk, input)),
  /** By which price lists a patient pays. */
  coverages: procedure('patients.read')
    .input(coveragesInput)
    .query(({ ctx, input }) => listCoverages(ctx.desk, input.patientId)),
  addCoverage: procedure('patients.write')
    .input(addCoverageInput)
    .mutation(({ ctx, input }) => addCoverage(ctx.desk, input)),
  archiveCoverage: procedure('patients.write')
    .input(endCoverageInput)
    .mutation(({ ctx, input }) => archiveCoverage(ctx.desk, input)),
  /** What a service costs a patient on a day, and by which list. */
  quote: procedure('catalog.read')
    .input(quoteInput)
    .query(({ ctx, input }) => quote(ctx.desk, input)),
  packages: procedure('catalog.read').query(({ ctx }) => listPackages(ctx.desk)),
  savePackage: procedure('catalog.write')
    .input(savePackageInput)
    .mutation(({ ctx, input }) => savePackage(ctx.desk, input)),
  archivePackage: procedure('catalog.write')
    .input(archiveInput)
    .mutation(({ ctx, input }) => archivePackage(ctx.desk, input)),
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
