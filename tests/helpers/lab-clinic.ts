/** A clinic with a small laboratory: potassium, sodium, haemoglobin, a urine strip, two panels, a patient with a card. */
import type { OrderLabs } from '../../main/clinic/labs/lab-orders.input.ts'
import { orderLabs } from '../../main/clinic/labs/lab-orders.service.ts'
import type { SaveRange } from '../../main/clinic/labs/labs-catalog.input.ts'
import {
  saveDefinition,
  savePanel,
  saveRange,
} from '../../main/clinic/labs/labs-catalog.service.ts'
import type { Desk } from '../../main/db/desk.ts'
import type { TestDatabase } from './clinic.ts'
import { emptyCard } from './patients.ts'
import { openVisitDay, type VisitDay } from './visit-day.ts'

export interface LabClinic extends VisitDay {
  analytes: { K: string; NA: string; HB: string; NIT: string }
  panels: { salts: string; blood: string }
  cardNumber: string
  /** Orders for the patient of the day, in the doctor's name. */
  order(wish?: Partial<OrderLabs>): ReturnType<typeof orderLabs>
}

const noLimits = {
  low: null,
  high: null,
  criticalLow: null,
  criticalHigh: null,
  normalText: null,
}

export async function openLabClinic(database?: TestDatabase): Promise<LabClinic> {
  const day = await openVisitDay(database)
  const desk = () => day.desk.with({})
  const quantity = { id: null, version: null, valueKind: 'quantity' as const }
  const define = async (code: string, name: string, more: object = {}) => {
    const wish = { ...quantity, code, name, unit: 'ммоль/л', decimals: 1, loinc: null }
    return (await saveDefinition(desk(), { ...wish, specimenKind: 'serum', ...more })).id
  }
  const K = await define('K', 'Калий', { loinc: '2823-3' })
  const NA = await define('NA', 'Натрий', { decimals: 0 })
  const HB = await define('HB', 'Гемоглобин', { unit: 'г/л', specimenKind: 'blood' })
  const NIT = await define('NIT', 'Нитриты', {
    unit: null,
    valueKind: 'text',
    specimenKind: 'urine',
  })
  const limit = async (definitionId: string, wish: Partial<SaveRange>) =>
    saveRange(desk(), {
      id: null,
      version: null,
      definitionId,
      sex: null,
      fromDays: 0,
      toDays: null,
      ...noLimits,
      ...wish,
    })
  await limit(K, { low: '3.5', high: '5.1', criticalLow: '2.8', criticalHigh: '6.2' })
  await limit(NA, { low: '136', high: '145' })
  await limit(HB, { sex: 'female', fromDays: 6570, low: '120', high: '150' })
  await limit(HB, { sex: 'male', fromDays: 6570, low: '130', high: '170' })
  await limit(NIT, { normalText: 'отрицательно' })
  const panel = async (code: string, definitionIds: string[]) =>
    (await savePanel(desk(), { id: null, version: null, code, name: code, definitionIds })).id
  const panels = { salts: await panel('SALTS', [K, NA]), blood: await panel('BLOOD', [HB, K]) }
  const cardNumber = 'A-00007'
  await desk().write('test.card', async (unit) => {
    const { patientId } = day
    unit.insert('medicalCard', {
      patientId,
      number: cardNumber,
      status: 'draft',
      ...emptyCard,
    })
  })
  const doctor = (): Desk => day.doctor.with({})
  return {
    ...day,
    analytes: { K, NA, HB, NIT },
    panels,
    cardNumber,
    order: (wish = {}) =>
      orderLabs(doctor(), {
        patientId: day.patientId,
        encounterId: null,
        panelIds: [panels.salts],
        definitionIds: [],
        priority: 'routine',
        note: null,
        ...wish,
      }),
  }
}
