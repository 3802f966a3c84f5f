/** What comes from the hub, put into this workstation's rows. */
import { describe, expect, test } from 'vitest'
import { openSyncedClinic } from '../../helpers/synced-desk.ts'

const doctor = {
  family: 'Ли',
  given: 'Анна',
  patronymic: null,
  specialty: null,
  roles: '["doctor"]',
  email: null,
  phone: null,
  language: 'en',
  archivedAt: null,
}

describe('two desks', () => {
  test('hold the same rows after an exchange', async () => {
    const clinic = await openSyncedClinic()
    const other = await clinic.open('b')
    expect(other.rows()).toEqual(clinic.first.rows())
    expect(other.rows().length).toBeGreaterThan(2)
  })

  test('each win the field that they changed', async () => {
    const clinic = await openSyncedClinic()
    const { first } = clinic
    const other = await clinic.open('b')
    const id = await first.desk.write('test', async (unit) => unit.insert('practitioner', doctor))
    await clinic.settle(first, other)
    await first.desk.write('test', async (unit) => unit.patch('practitioner', id, { family: 'X' }))
    await other.desk.write('test', async (unit) => unit.patch('practitioner', id, { given: 'Y' }))
    await clinic.settle(first, other)
    expect(other.rows()).toEqual(first.rows())
    const row = first.raw.prepare('SELECT family, given, version FROM practitioner WHERE id = ?')
    expect(row.get(id)).toEqual({ family: 'X', given: 'Y', version: 3 })
  })
})
