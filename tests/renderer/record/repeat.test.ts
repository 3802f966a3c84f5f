/** An earlier prescription as the beginning of a new one. */
import { expect, test } from 'vitest'
import { repeated } from '../../../renderer/pages/record/repeat.ts'

test('the same medicines are taken for as many days from today as they were then', () => {
  const dosage = '1 tablet in the morning'
  const earlier = {
    issuedOn: '2026-02-20',
    medicines: [
      { medicine: 'Ramipril 5 mg', dosage, quantity: '30 tablets', takenUntil: '2026-03-22' },
      { medicine: 'Bisoprolol 2.5 mg', dosage, quantity: null, takenUntil: null },
    ],
  }
  expect(repeated(earlier, '2026-11-24')).toEqual([
    { medicine: 'Ramipril 5 mg', dosage, quantity: '30 tablets', takenUntil: '2026-12-24' },
    { medicine: 'Bisoprolol 2.5 mg', dosage, quantity: '', takenUntil: null },
  ])
})
