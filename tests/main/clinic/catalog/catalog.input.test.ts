/** What the catalog's procedures refuse before anything is read. */
import { expect, test } from 'vitest'
import {
  archiveInput,
  createCategoryInput,
  createRoomInput,
  createServiceInput,
  listServicesInput,
  offeringInput,
  offersInput,
  updateRoomInput,
  setOffersInput,
  updateCategoryInput,
  updateServiceInput,
} from '../../../../main/clinic/catalog/catalog.input.ts'
import {
  describeInput,
  type Refusal,
  wrongIds,
  wrongLines,
  wrongVersions,
} from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const service = {
  categoryId: id,
  code: 'B-1',
  name: '<b>Robert</b>"); DROP TABLE patient;--',
  durationMinutes: 30,
  priceMinor: 250_000,
  preparation: 'Натощак.\nВода можно.',
}

const wrongService: Refusal[] = [
  ...wrongIds('categoryId'),
  ...wrongLines('code', 40),
  ...wrongLines('name', 200),
  ['price missing', { priceMinor: undefined }, 'priceMinor', 'invalid_type'],
  ['price a text', { priceMinor: '100' }, 'priceMinor', 'invalid_type'],
  ['price negative', { priceMinor: -1 }, 'priceMinor', 'too_small'],
  ['price of half a kopeck', { priceMinor: 0.5 }, 'priceMinor', 'invalid_type'],
  ['price huge', { priceMinor: 100_000_000_01 }, 'priceMinor', 'too_big'],
  ['price not a number', { priceMinor: Number.NaN }, 'priceMinor', 'invalid_type'],
  ['duration nought', { durationMinutes: 0 }, 'durationMinutes', 'too_small'],
  ['duration negative', { durationMinutes: -30 }, 'durationMinutes', 'too_small'],
  ['duration of more than a day’s work', { durationMinutes: 481 }, 'durationMinutes', 'too_big'],
  ['duration a fraction', { durationMinutes: 12.5 }, 'durationMinutes', 'invalid_type'],
  ['preparation missing', { preparation: undefined }, 'preparation', 'invalid_type'],
  ['preparation too long', { preparation: 'x'.repeat(2001) }, 'preparation', 'too_big'],
  ['preparation with a bell', { preparation: 'a\u0007' }, 'preparation', 'control-characters'],
]

describeInput('services', listServicesInput, { search: 'терап', archived: 'all' }, [
  ['search a number', { search: 1 }, 'search', 'invalid_type'],
  ['search too long', { search: 'x'.repeat(101) }, 'search', 'too_big'],
  ['search with a control character', { search: 'a\u0000' }, 'search', 'control-characters'],
  ['archived an unknown word', { archived: 'some' }, 'archived', 'invalid_value'],
  ['category no id', { categoryId: 'x' }, 'categoryId', 'invalid_format'],
])
describeInput('createService', createServiceInput, service, wrongService)
describeInput('updateService', updateServiceInput, { id, version: 1, ...service }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongService,
])
describeInput('archive', archiveInput, { id, version: 1, archived: true }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['archived missing', { archived: undefined }, 'archived', 'invalid_type'],
  ['archived a number', { archived: 1 }, 'archived', 'invalid_type'],
])
describeInput('createCategory', createCategoryInput, { name: 'Приём' }, wrongLines('name', 100))
describeInput(
  'updateCategory',
  updateCategoryInput,
  { id, version: 1, name: 'Приём', position: 0 },
  [
    ...wrongIds('id'),
    ...wrongVersions,
    ...wrongLines('name', 100),
    ['position negative', { position: -1 }, 'position', 'too_small'],
    ['position huge', { position: 1e9 }, 'position', 'too_big'],
    ['position missing', { position: undefined }, 'position', 'invalid_type'],
  ],
)
describeInput('createRoom', createRoomInput, { name: 'Кабинет 1' }, wrongLines('name', 100))
describeInput('updateRoom', updateRoomInput, { id, version: 1, name: 'Кабинет 1', kind: null }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongLines('name', 100),
])
describeInput('offers', offersInput, { practitionerId: id }, wrongIds('practitionerId'))
describeInput('offering', offeringInput, { serviceId: id }, wrongIds('serviceId'))
describeInput('setOffers', setOffersInput, { practitionerId: id, serviceIds: [id] }, [
  ...wrongIds('practitionerId'),
  ['services missing', { serviceIds: undefined }, 'serviceIds', 'invalid_type'],
  ['services one text', { serviceIds: id }, 'serviceIds', 'invalid_type'],
  ['services with no id among them', { serviceIds: [id, 'x'] }, 'serviceIds.1', 'invalid_format'],
  ['services too many', { serviceIds: Array(1001).fill(id) }, 'serviceIds', 'too_big'],
])

test('a name keeps SQL and HTML as the text that they are', () => {
  expect(createServiceInput.parse(service).name).toBe(service.name)
})
