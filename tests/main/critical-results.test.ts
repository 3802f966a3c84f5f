/** A critical result is told to the doctor at the desk, once, without a word of whose it is. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enterResults } from '../../main/clinic/labs/lab-results.service.ts'
import type { Role } from '../../main/clinic/shared/permissions.ts'
import { tellOfCriticalResults, type Toast } from '../../main/critical-results.ts'
import { type LabClinic, openLabClinic } from '../helpers/lab-clinic.ts'

let clinic: LabClinic
beforeEach(async () => {
  clinic = await openLabClinic()
})
afterEach(() => clinic.close())

const doctor = () => ({ id: clinic.practitionerId, roles: ['doctor' as Role] })

/** What somebody at the window is told when a potassium has been entered. */
async function toasts(value: string, who: { id: string; roles: Role[] } | null): Promise<Toast[]> {
  const { id } = await clinic.order()
  const results = [{ definitionId: clinic.analytes.K, value, note: null }]
  await enterResults(clinic.nurse.with({}), { orderId: id, results })
  const unit = clinic.committed.at(-1)
  if (unit === undefined) throw new Error('nothing was committed')
  const told: Toast[] = []
  const signedIn =
    who === null
      ? null
      : { practitionerId: who.id, roles: who.roles, passwordChangedAt: '', locked: true }
  await tellOfCriticalResults(
    {
      signedIn: () => signedIn,
      desk: ({ practitionerId, roles }) => clinic.deskOf([...roles], practitionerId),
      show: (toast) => told.push(toast),
    },
    unit,
  )
  return told
}

test('the doctor who ordered is told of a critical result', async () => {
  expect(await toasts('7.1', doctor())).toEqual([
    {
      title: 'Критический результат анализа',
      body: 'Он ждёт в ваших списках, в разделе «Результаты».',
    },
  ])
})

test('nobody is told of one that is not critical', async () => {
  expect(await toasts('5.5', doctor())).toEqual([])
})

test('another doctor, a nurse, and nobody are not told', async () => {
  const others = [
    { id: clinic.administratorId, roles: ['doctor' as Role] },
    { id: clinic.practitionerId, roles: ['nurse' as Role] },
    null,
  ]
  for (const other of others) expect(await toasts('7.1', other)).toEqual([])
})
