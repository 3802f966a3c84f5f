/** The times that are taken while a batch is decided, against a list that is looked through from end to end. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClaimLedger } from '../../../main/hub/claim-ledger.rules.ts'
import type { Claim } from '../../../main/hub/store.ts'

const claim = fc.record({
  resource: fc.constantFrom('one', 'two'),
  appointmentId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  startsMs: fc.integer({ min: 0, max: 40 }),
  lastsMs: fc.integer({ min: 1, max: 8 }),
})
const step = fc.record({ claim, isKept: fc.boolean() })

const isRival = (one: Claim, other: Claim) =>
  one.resource === other.resource &&
  one.appointmentId !== other.appointmentId &&
  one.startsMs < other.endsMs &&
  other.startsMs < one.endsMs

function earliestRival(held: readonly Claim[], wish: Claim): Claim | null {
  const rivals = held.filter((one) => isRival(one, wish))
  return rivals.toSorted((one, other) => one.startsMs - other.startsMs)[0] ?? null
}

test('finds who is in the way, and takes back what did not come about', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ledger = new ClaimLedger()
      let held: Claim[] = []
      for (const { claim: wanted, isKept } of steps) {
        const { lastsMs, ...rest } = wanted
        const wish = { ...rest, endsMs: rest.startsMs + lastsMs }
        const rival = earliestRival(held, wish)
        expect(ledger.rivalOf(wish)).toEqual(rival)
        if (rival !== null) continue
        ledger.begin()
        const isOwn = (one: Claim) =>
          one.resource === wish.resource && one.appointmentId === wish.appointmentId
        for (const former of held.filter(isOwn)) ledger.remove(former)
        ledger.add(wish)
        if (isKept) held = [...held.filter((one) => !isOwn(one)), wish]
        else ledger.takeBack()
      }
    }),
  )
})

test('takes nothing from an appointment that holds nothing', () => {
  const ledger = new ClaimLedger()
  const held = { resource: 'one', appointmentId: 'a', startsMs: 10, endsMs: 20 }
  ledger.add(held)
  ledger.begin()
  ledger.remove({ ...held, appointmentId: 'b' })
  ledger.remove({ ...held, resource: 'two' })
  ledger.takeBack()
  expect(ledger.rivalOf({ ...held, appointmentId: 'c' })).toEqual(held)
})
