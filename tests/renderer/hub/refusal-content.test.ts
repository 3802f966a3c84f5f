/** What a person reads of a change that the hub refused. */
import { expect, test } from 'vitest'
import { reasonsOf, writtenFields } from '../../../renderer/pages/hub/refusal-content.ts'

test('is what was written, without the program’s own marks', () => {
  const written = writtenFields({
    id: '01900000-0000-7000-8000-000000000001',
    patientId: '01900000-0000-7000-8000-000000000002',
    startsAt: '2026-11-24T10:00:00.000Z',
    statusAt: '2026-11-24T09:00:00.000Z',
    status: 'confirmed',
    signedBy: 'x',
    contentHash: 'x',
    resourceIds: '[]',
    note: 'С переводчиком',
    cancelReason: null,
    complaint: '',
    priceMinor: 250_000,
    updatedAt: '2026-11-24T09:00:00.000Z',
  })
  expect(written).toEqual([
    ['startsAt', '2026-11-24T10:00:00.000Z'],
    ['note', 'С переводчиком'],
    ['priceMinor', 250_000],
  ])
})

test('says why once, and of rows that fell with another one only what that was refused for', () => {
  expect(reasonsOf(['depends-on-missing', 'duplicate', 'depends-on-missing'])).toEqual([
    'duplicate',
  ])
  expect(reasonsOf(['depends-on-missing', 'depends-on-missing'])).toEqual(['depends-on-missing'])
})
