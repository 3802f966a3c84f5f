/** The visit that the signed-in doctor can write now, opened in the window. */
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { button, type Seat } from './hands.ts'
import { open } from './screen-round.ts'
import { ask } from './window-calls.ts'
import { demoNow } from './window.ts'

export interface OwnVisit {
  /** The booking's. */
  id: string
  patientId: string
  encounterId: string
}

const meShape = z.object({ id: z.string() })
const dayShape = z.object({
  appointments: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      patient: z.object({ id: z.string() }),
      practitioner: z.object({ id: z.string() }),
    }),
  ),
})
const visitShape = z.object({ encounter: z.object({ id: z.string() }) })

/** Goes to whoever is with the doctor, or waits for them, and begins the visit where nobody has. */
export async function openOwnVisit({ page, words }: Seat): Promise<OwnVisit> {
  const visit = await visitToWrite(page)
  await open(page, `/visits/${visit.id}`)
  const sheet = page.getByRole('region', { name: words('visit:writing'), exact: true })
  const start = button(page, words('visit:start.button'))
  await start.or(sheet).waitFor()
  if (await start.isVisible()) await start.click()
  await sheet.waitFor()
  const opened = await ask(page, 'query', 'visits.read', { appointmentId: visit.id })
  const { encounter } = visitShape.parse(opened)
  return { id: visit.id, patientId: visit.patient.id, encounterId: encounter.id }
}

async function visitToWrite(page: Page) {
  const me = meShape.parse(await ask(page, 'query', 'staff.me', undefined))
  const day = await ask(page, 'query', 'appointments.day', { day: demoNow.slice(0, 10) })
  const own = dayShape.parse(day).appointments.filter((one) => one.practitioner.id === me.id)
  const visit = ['in-room', 'called', 'arrived']
    .map((status) => own.find((one) => one.status === status))
    .find((one) => one !== undefined)
  if (visit === undefined) throw new Error('The doctor has nobody to see now.')
  return visit
}
