/** Times for the parts of a package: none beside another, in order where that is possible. */
import { expect, test } from 'vitest'
import {
  type FoundTime,
  partsOf,
  planParts,
  timeKey,
} from '../../../renderer/pages/patients/package-plan.ts'

const day = '2026-11-24'

function time(serviceId: string, doctor: string, from: string, to: string): FoundTime {
  return {
    practitioner: { id: doctor, family: doctor, given: 'A', patronymic: null, specialty: null },
    service: {
      id: serviceId,
      code: serviceId,
      name: serviceId,
      durationMinutes: 30,
      priceMinor: 1,
    },
    day,
    startsAt: `${day}T${from}:00.000Z`,
    endsAt: `${day}T${to}:00.000Z`,
    locationId: null,
  }
}

const parts = partsOf([
  { serviceId: 'talk', name: 'Talk', quantity: 1 },
  { serviceId: 'scan', name: 'Scan', quantity: 2 },
])
const talks = [time('talk', 'Ito', '09:00', '09:40'), time('talk', 'Ito', '10:00', '10:40')]
const scans = [
  time('scan', 'Orr', '09:00', '09:30'),
  time('scan', 'Orr', '09:30', '10:00'),
  time('scan', 'Orr', '10:00', '10:30'),
  time('scan', 'Orr', '10:30', '11:00'),
]
const times = new Map([
  ['talk', talks],
  ['scan', scans],
])
const starts = (chosen: Record<string, string> = {}, found = times) =>
  planParts(parts, found, chosen).map((part) => part.time?.startsAt.slice(11, 16) ?? null)

test('each part takes the first time after the one before it', () => {
  expect(starts()).toEqual(['09:00', '10:00', '10:30'])
})

test('a chosen time stays, and the others go round it', () => {
  const [first, second] = parts
  const [later] = talks.slice(1)
  const chosen = { [first?.key ?? '']: later === undefined ? '' : timeKey(later) }
  expect(starts(chosen)).toEqual(['10:00', '09:00', '09:30'])
  const at = (index: number) => timeKey(scans[index] ?? scans[0] ?? time('', '', '', ''))
  expect(starts({ [second?.key ?? '']: at(3) })).toEqual(['09:00', '10:30', '10:00'])
})

test('no part is offered a time beside another part', () => {
  const [talk, scan] = planParts(parts, times, {})
  expect(talk?.options.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(['09:00'])
  expect(scan?.options.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(['10:00'])
})

test('a part for which nothing is free has no time', () => {
  expect(starts({}, new Map([['talk', talks]]))).toEqual(['09:00', null, null])
})
