/** Saved views of the board: whose column each shows. */
import { describe, expect, test } from 'vitest'
import {
  everyone,
  isInView,
  mostDayViews,
  roomsOfDay,
  usualViews,
} from '../../../renderer/pages/day/day-views.ts'

const doctor = { id: 'd1', specialty: 'Cardiology' }

describe('a view shows', () => {
  test.each([
    ['everyone while it names nobody', {}, true],
    ['the specialties it names', { specialties: ['Cardiology', 'Therapy'] }, true],
    ['no other specialty', { specialties: ['Therapy'] }, false],
    ['the doctors it names', { practitionerIds: ['d2', 'd1'] }, true],
    ['no other doctor', { practitionerIds: ['d2'] }, false],
    ['who is in one of its rooms', { locationIds: ['r1', 'r9'] }, true],
    ['nobody of other rooms', { locationIds: ['r9'] }, false],
    [
      'only whom each kind lets through',
      { specialties: ['Cardiology'], practitionerIds: ['d2'] },
      false,
    ],
  ])('%s', (_what, choice, isShown) => {
    expect(isInView(doctor, { ...everyone, ...choice }, new Set(['r1']))).toBe(isShown)
  })

  test('nobody without a specialty where specialties are named', () => {
    expect(isInView({ id: 'd3', specialty: null }, { ...everyone, specialties: ['Therapy'] })).toBe(
      false,
    )
  })
})

test('a doctor is in the rooms of the hours and of the bookings of the day', () => {
  const rooms = roomsOfDay({
    practitioners: [
      { id: 'd1', spans: [{ locationId: 'r1' }] },
      { id: 'd2', spans: [{ locationId: null }] },
    ],
    appointments: [
      { practitioner: { id: 'd1' }, location: { id: 'r2' } },
      { practitioner: { id: 'd2' }, location: null },
    ],
  })
  expect([...(rooms.get('d1') ?? [])]).toEqual(['r1', 'r2'])
  expect(rooms.has('d2')).toBe(false)
})

describe('who has saved no view', () => {
  test('has everyone under 1 and each specialty under the digits that follow', () => {
    const views = usualViews([doctor, { specialty: 'Therapy' }, doctor, { specialty: null }], 'All')
    expect(views.map(({ name }) => name)).toEqual(['All', 'Cardiology', 'Therapy'])
    expect(views[1]).toMatchObject({ specialties: ['Cardiology'], practitionerIds: [] })
  })

  test('has a digit left for a first view of their own', () => {
    const many = Array.from({ length: 20 }, (_none, index) => ({ specialty: `S${index}` }))
    expect(usualViews(many, 'All')).toHaveLength(mostDayViews - 1)
  })
})
