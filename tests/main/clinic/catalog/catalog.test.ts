/** The catalog: services with prices, categories, rooms, and who offers what. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
  setOffers,
  updateCategory,
  updateService,
} from '../../../../main/clinic/catalog/catalog.service.ts'
import { chooseResources } from '../../../../main/clinic/catalog/resources.rules.ts'
import { updateRoom } from '../../../../main/clinic/catalog/resources.service.ts'
import { matchesWords } from '../../../../main/clinic/catalog/catalog.rules.ts'
import { addDoctor } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let categoryId: string

const desk = () => clinic.desk.with({})
const service = (code: string, name: string, changes = {}) => ({
  categoryId,
  code,
  name,
  durationMinutes: 30,
  priceMinor: 250_000,
  preparation: null,
  ...changes,
})

beforeEach(async () => {
  clinic = await openTestClinic()
  categoryId = (await createCategory(desk(), { name: 'Приём' })).id
})
afterEach(() => clinic.close())

describe('services', () => {
  test('are listed in the clinic’s currency, by category and code', async () => {
    const second = await createCategory(desk(), { name: 'Анализы' })
    await createService(desk(), service('L-1', 'Общий анализ крови', { categoryId: second.id }))
    await createService(desk(), service('B-2', 'Приём терапевта, повторный'))
    await createService(desk(), service('B-1', 'Приём терапевта, первичный'))
    const { currency, services } = await listServices(clinic.desk, {})
    expect(currency).toBe('RUB')
    expect(services.map((row) => `${row.categoryName} ${row.code}`)).toEqual([
      'Приём B-1',
      'Приём B-2',
      'Анализы L-1',
    ])
    expect(services[0]).toMatchObject({ priceMinor: 250_000, durationMinutes: 30, version: 1 })
  })

  test('are found by words of code or name, in any order and case', async () => {
    await createService(desk(), service('B-1', 'Приём терапевта'))
    await createService(desk(), service('B-2', 'Приём кардиолога'))
    const found = async (search: string) =>
      (await listServices(clinic.desk, { search })).services.map((row) => row.code)
    expect(await found('ТЕРАП прием')).toEqual(['B-1'])
    expect(await found('b-2')).toEqual(['B-2'])
    expect(await found('приём')).toEqual(['B-1', 'B-2'])
    expect(await found("'; DROP TABLE patient; --")).toEqual([])
  })

  test('are archived and brought back, and keep their code meanwhile', async () => {
    const { id } = await createService(desk(), service('B-1', 'Приём терапевта'))
    await archiveService(desk(), { id, version: 1, archived: true })
    const codes = async (archived: 'active' | 'archived' | 'all') =>
      (await listServices(clinic.desk, { archived })).services.map((row) => row.code)
    expect([await codes('active'), await codes('archived'), await codes('all')]).toEqual([
      [],
      ['B-1'],
      ['B-1'],
    ])
    await expect(createService(desk(), service('B-1', 'Другой'))).rejects.toMatchObject({
      code: 'code-taken',
      data: { code: 'B-1' },
    })
    await archiveService(desk(), { id, version: 2, archived: false })
    expect(await codes('active')).toEqual(['B-1'])
  })

  test('are changed as of the version that was seen', async () => {
    const { id } = await createService(desk(), service('B-1', 'Приём терапевта'))
    await createService(desk(), service('B-2', 'Приём хирурга'))
    const change = (version: number, changes: object) =>
      updateService(desk(), { id, version, ...service('B-1', 'Приём терапевта', changes) })
    await change(1, { priceMinor: 300_000 })
    await expect(change(1, { priceMinor: 1 })).rejects.toMatchObject({ code: 'version-conflict' })
    await expect(change(2, { code: 'B-2' })).rejects.toMatchObject({ code: 'code-taken' })
    await expect(change(2, { categoryId: clinic.newId() })).rejects.toMatchObject({
      code: 'not-found',
      data: { entity: 'serviceCategory' },
    })
    const { services } = await listServices(clinic.desk, { search: 'B-1' })
    expect(services).toMatchObject([{ priceMinor: 300_000, version: 2 }])
  })
})

describe('categories', () => {
  test('stand in their order, and are renamed and moved', async () => {
    const second = await createCategory(desk(), { name: 'Анализы' })
    await updateCategory(desk(), { id: second.id, version: 1, name: 'Лаборатория', position: 0 })
    const names = (await listCategories(clinic.desk)).map((row) => row.name)
    expect(names).toEqual(['Лаборатория', 'Приём'])
  })

  test('are archived only when empty, and take nothing new then', async () => {
    const { id } = await createService(desk(), service('B-1', 'Приём терапевта'))
    const archive = () => archiveCategory(desk(), { id: categoryId, version: 1, archived: true })
    await expect(archive()).rejects.toMatchObject({
      code: 'category-not-empty',
      data: { services: 1 },
    })
    await archiveService(desk(), { id, version: 1, archived: true })
    await archive()
    await expect(createService(desk(), service('B-2', 'Новый'))).rejects.toMatchObject({
      code: 'archived',
    })
  })
})

describe('subcategories', () => {
  test('stand behind their category, wherever that is moved, and keep it from the archive', async () => {
    const scans = await createCategory(desk(), { name: 'УЗИ' })
    const heart = await createCategory(desk(), { name: 'Сердце', parentId: categoryId })
    await createService(desk(), service('U-1', 'УЗИ печени', { categoryId: scans.id }))
    await createService(desk(), service('B-1', 'Приём терапевта'))
    const { id } = await createService(desk(), service('A-1', 'Эхо', { categoryId: heart.id }))
    const codes = async () => (await listServices(clinic.desk, {})).services.map((row) => row.code)
    expect(await codes()).toEqual(['B-1', 'A-1', 'U-1'])
    await updateCategory(desk(), { id: scans.id, version: 1, name: 'УЗИ', position: 0 })
    expect(await codes()).toEqual(['U-1', 'B-1', 'A-1'])
    const { services } = await listServices(clinic.desk, { search: 'эхо' })
    expect(services).toMatchObject([{ categoryName: 'Сердце', wholeCategoryName: 'Приём' }])
    const archive = () => archiveCategory(desk(), { id: categoryId, version: 1, archived: true })
    await expect(archive()).rejects.toMatchObject({ data: { services: 2 } })
    await archiveService(desk(), { id, version: 1, archived: true })
    await expect(archive()).rejects.toMatchObject({ data: { services: 1 } })
  })
})

test('of machines the one in the doctor’s room is taken, then one that moves, then one elsewhere', () => {
  const machine = (id: string, locationId: string | null) => {
    return { id, target: 'equipment' as const, name: id, kind: 'УЗИ', locationId }
  }
  const need = { id: 'need', target: 'equipment' as const, kind: 'УЗИ', resourceIds: [] }
  const all = [machine('elsewhere', 'room 2'), machine('moves', null), machine('here', 'room 1')]
  const chosenOf = (free: string[]) =>
    chooseResources([need], all, (id) => free.includes(id), ['room 1'])
  expect(chosenOf(['elsewhere', 'moves', 'here'])).toEqual({ met: true, resourceIds: ['here'] })
  expect(chosenOf(['elsewhere', 'moves'])).toEqual({ met: true, resourceIds: ['moves'] })
  expect(chosenOf(['elsewhere'])).toEqual({ met: true, resourceIds: ['elsewhere'] })
  expect(chosenOf([])).toEqual({ met: false, need })
})

test('rooms are added, renamed and archived', async () => {
  const { id } = await createRoom(desk(), { name: 'Кабинет 2' })
  await createRoom(desk(), { name: 'Кабинет 1' })
  await updateRoom(desk(), { id, version: 1, name: 'Кабинет 0', kind: 'УЗИ' })
  await archiveRoom(desk(), { id, version: 2, archived: true })
  const rooms = await listRooms(clinic.desk)
  expect(rooms.map((room) => [room.name, room.archivedAt])).toEqual([
    ['Кабинет 0', clinic.desk.now()],
    ['Кабинет 1', null],
  ])
})

describe('who offers what', () => {
  test('is set as a whole: new ones tied, missing ones archived, old ones brought back', async () => {
    const first = (await createService(desk(), service('B-1', 'Первая'))).id
    const second = (await createService(desk(), service('B-2', 'Вторая'))).id
    const doctor = await addDoctor(clinic, { serviceIds: [first] })
    const offered = async () =>
      (await listOffers(clinic.desk, doctor)).services.map((row) => row.code)
    const set = (serviceIds: string[]) => setOffers(desk(), { practitionerId: doctor, serviceIds })
    await set([second, second])
    expect(await offered()).toEqual(['B-2'])
    await set([first, second])
    expect(await offered()).toEqual(['B-1', 'B-2'])
    const ties = clinic.raw.prepare('SELECT version FROM practitioner_service').all()
    expect(ties).toEqual([{ version: 3 }, { version: 1 }])
    expect(await listOffering(clinic.desk, first)).toMatchObject([{ id: doctor }])
    await set([])
    expect(await offered()).toEqual([])
    expect(await listOffering(clinic.desk, first)).toEqual([])
  })

  test('takes only what is there, and writes nothing otherwise', async () => {
    const first = (await createService(desk(), service('B-1', 'Первая'))).id
    const doctor = await addDoctor(clinic, { serviceIds: [] })
    const missing = clinic.newId()
    await expect(
      setOffers(desk(), { practitionerId: doctor, serviceIds: [first, missing] }),
    ).rejects.toMatchObject({
      code: 'not-found',
      data: { entity: 'healthcareService', id: missing },
    })
    expect((await listOffers(clinic.desk, doctor)).services).toEqual([])
    await expect(
      setOffers(desk(), { practitionerId: missing, serviceIds: [] }),
    ).rejects.toMatchObject({ code: 'not-found', data: { entity: 'practitioner' } })
  })
})

test.each([
  ['', 'Anything', true],
  ['  ', 'Anything', true],
  ['echo', 'Échographie', true],
  ['ÉCHO', 'echographie', true],
  ['елка', 'Ёлка', true],
  ['one two', 'Two and one', true],
  ['one three', 'Two and one', false],
])('the words %j in %j: %s', (search, text, found) => {
  expect(matchesWords(search, text)).toBe(found)
})
