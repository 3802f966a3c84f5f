/** Makes the demo clinic's equipment and what needs it, and its package, price lists and a covered patient. */
import {
  addCoverage,
  savePackage,
  savePriceList,
  setPrice,
} from '../clinic/catalog/prices.service.ts'
import { saveEquipment, setNeeds } from '../clinic/catalog/resources.service.ts'
import { addDays } from '../clinic/shared/days.ts'
import type { Desk } from '../db/desk.ts'
import { machines, roomKinds, serviceInTreatmentRoom } from './catalogue.ts'
import type { DemoPlan } from './plan.ts'
import { required } from './required.ts'
import { texts } from './texts.ts'

/** The machines, and what services claim; before anything is booked. */
export async function makeEquipment(
  desk: Desk,
  { language, services }: DemoPlan,
  ids: { rooms: ReadonlyMap<string, string>; services: ReadonlyMap<string, string> },
): Promise<void> {
  const kind = roomKinds.ultrasound[language]
  for (const { name, room } of machines) {
    const locationId = room === null ? null : required(ids.rooms.get(room))
    await saveEquipment(desk, { id: null, version: null, name: name[language], kind, locationId })
  }
  for (const { code } of services.filter((one) => one.category === 'ultrasound')) {
    const needs = [{ target: 'equipment' as const, kind, resourceIds: [] }]
    await setNeeds(desk, { serviceId: required(ids.services.get(code)), needs })
  }
  await setNeeds(desk, {
    serviceId: required(ids.services.get(serviceInTreatmentRoom)),
    needs: [{ target: 'room', kind: roomKinds.procedures[language], resourceIds: [] }],
  })
}

const heartCheck = {
  code: 'PK-01',
  name: texts('Heart check', 'Проверка сердца', 'Check-up do coração', 'Bilan cardiaque'),
  services: ['CA-01', 'CA-03', 'US-04'],
}

const companyList = texts(
  'Kestrel Railways, employees',
  'Сотрудники «Вербной дороги»',
  'Funcionários da Ferrovia Ipê',
  'Salariés des Chemins des Tilleuls',
)
const nextList = texts(
  'Prices of the coming year',
  'Цены следующего года',
  'Preços do próximo ano',
  'Tarifs de l’an prochain',
)

/**
 * A package, a list for a company's people, one for everyone from the next year on, and who is covered.
 * After everything was booked: what was made keeps its price.
 */
export async function makePrices(
  desk: Desk,
  plan: DemoPlan,
  ids: { services: ReadonlyMap<string, string>; patientId: string },
): Promise<void> {
  const { language, services, today } = plan
  const newYear = `${String(Number(today.slice(0, 4)) + 1)}-01-01`
  const parts = services.filter(({ code }) => heartCheck.services.includes(code))
  await savePackage(desk, {
    id: null,
    version: null,
    code: heartCheck.code,
    name: heartCheck.name[language],
    priceMinor: inTens(parts.reduce((sum, { priceMinor }) => sum + priceMinor, 0) * 0.85),
    validFrom: addDays(today, -90),
    validTo: null,
    parts: parts.map(({ code }) => ({ serviceId: required(ids.services.get(code)), quantity: 1 })),
  })
  const lists = [
    { name: companyList, audience: 'covered', validFrom: addDays(today, -90), share: 0.9 },
    { name: nextList, audience: 'everyone', validFrom: newYear, share: 1.1 },
  ] as const
  for (const { name, audience, validFrom, share } of lists) {
    const list = { name: name[language], audience, validFrom, validTo: null }
    const { id } = await savePriceList(desk, { id: null, version: null, ...list })
    for (const { code, priceMinor } of services.filter(isConsultation)) {
      const serviceId = required(ids.services.get(code))
      await setPrice(desk, { priceListId: id, serviceId, priceMinor: inTens(priceMinor * share) })
    }
    if (audience === 'covered') {
      await addCoverage(desk, {
        patientId: ids.patientId,
        priceListId: id,
        policyNumber: 'KR-204117',
        validFrom,
        validTo: null,
      })
    }
  }
}

function isConsultation({ category }: { category: string }): boolean {
  return category === 'consultation'
}

/** Whole tens of the currency's units, as price lists have them. */
function inTens(minor: number): number {
  return Math.round(minor / 1000) * 1000
}
