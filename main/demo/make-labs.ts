/** Makes the demo clinic's laboratory: what it measures, and orders of today on all their ways. */
import { collectSpecimens, orderLabs, sendSpecimens } from '../clinic/labs/lab-orders.service.ts'
import { enterResults } from '../clinic/labs/lab-results.service.ts'
import { saveDefinition, savePanel, saveRange } from '../clinic/labs/labs-catalog.service.ts'
import type { Desk } from '../db/desk.ts'
import { demoAnalytes, demoPanels } from './labs/analytes.ts'
import type { DemoPlan } from './plan.ts'
import { required } from './required.ts'

interface LabStage {
  administrator: Desk
  nurse: Desk
  /** Who orders, and for whom. */
  doctor: Desk
  patientIds: readonly string[]
}

/** How far an order has come; results that are named differ from the usual. */
const orders: readonly {
  panel: string
  way: 'ordered' | 'collected' | 'sent' | 'partial' | 'final'
  priority?: 'urgent'
  results?: Readonly<Record<string, string>>
}[] = [
  { panel: 'CBC', way: 'final' },
  { panel: 'LYTES', way: 'final', priority: 'urgent', results: { K: '6.6', NA: '133' } },
  { panel: 'LIPIDS', way: 'final', results: { CHOL: '6.3', LDL: '4.1' } },
  { panel: 'LIVER', way: 'partial' },
  { panel: 'KIDNEY', way: 'sent' },
  { panel: 'CBC', way: 'collected' },
  { panel: 'LIPIDS', way: 'ordered' },
]

/** The catalogue, and orders of the doctor's patients: some wait for a tube, some for a look, one cannot wait. */
export async function makeLabs(stage: LabStage, { language }: DemoPlan): Promise<void> {
  const { administrator, nurse, doctor, patientIds } = stage
  const ids = await makeAnalytes(administrator, language)
  const panelIds = new Map<string, string>()
  for (const { code, name, analytes } of demoPanels) {
    const definitionIds = analytes.map((one) => required(ids.get(one)))
    const panel = { id: null, version: null, code, name: name[language], definitionIds }
    panelIds.set(code, (await savePanel(administrator, panel)).id)
  }
  for (const [at, { panel, way, priority = 'routine', results = {} }] of orders.entries()) {
    const patientId = patientIds[at % patientIds.length]
    if (patientId === undefined) return
    const { id, specimenIds } = await orderLabs(doctor, {
      patientId,
      encounterId: null,
      panelIds: [required(panelIds.get(panel))],
      definitionIds: [],
      priority,
      note: null,
    })
    if (way === 'ordered') continue
    await collectSpecimens(nurse, { specimenIds })
    if (way === 'collected') continue
    await sendSpecimens(nurse, { specimenIds, sentTo: null })
    if (way === 'sent') continue
    const measured = required(demoPanels.find(({ code }) => code === panel)).analytes
    const told = way === 'partial' ? measured.slice(0, 2) : measured
    await enterResults(nurse, {
      orderId: id,
      results: told.map((code) => ({
        definitionId: required(ids.get(code)),
        value: results[code] ?? required(demoAnalytes.find((one) => one.code === code)).usual,
        note: null,
      })),
    })
  }
}

async function makeAnalytes(
  desk: Desk,
  language: DemoPlan['language'],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { name, unit, ranges, usual: _usual, ...analyte } of demoAnalytes) {
    const { id } = await saveDefinition(desk, {
      id: null,
      version: null,
      ...analyte,
      name: name[language],
      unit: unit === null ? null : unit[language],
      valueKind: 'quantity',
    })
    ids.set(analyte.code, id)
    for (const range of ranges) {
      await saveRange(desk, {
        id: null,
        version: null,
        definitionId: id,
        sex: range.sex ?? null,
        fromDays: 0,
        toDays: null,
        low: range.low ?? null,
        high: range.high ?? null,
        criticalLow: range.criticalLow ?? null,
        criticalHigh: range.criticalHigh ?? null,
        normalText: null,
      })
    }
  }
  return ids
}
