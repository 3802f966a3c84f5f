/** Human numbers: each desk counts for itself under its own prefix, so two offline desks never collide. */
import type { Unit } from './write.ts'

export type NumberKind = 'card' | 'invoice' | 'receipt' | 'refund' | 'referral'

const shapes: Record<NumberKind, { letter: string; yearly: boolean; digits: number }> = {
  card: { letter: '', yearly: false, digits: 5 },
  invoice: { letter: '', yearly: true, digits: 4 },
  receipt: { letter: 'R', yearly: true, digits: 5 },
  refund: { letter: 'B', yearly: true, digits: 4 },
  referral: { letter: 'N', yearly: true, digits: 4 },
}

/**
 * The next number of a series, taken inside the unit so that a refused unit leaves no gap:
 * `A-01482` for a card, `A-2026-0917` for an invoice. `day` gives the year of yearly series.
 */
export async function nextNumber(unit: Unit, kind: NumberKind, day: string): Promise<string> {
  const shape = shapes[kind]
  const year = shape.yearly ? Number(day.slice(0, 4)) : 0
  const device = await unit.db.selectFrom('device').select('prefix').executeTakeFirstOrThrow()
  const row = await unit.db
    .insertInto('numberSeries')
    .values({ kind, year, nextNumber: 2 })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'year']).doUpdateSet((eb) => ({
        nextNumber: eb('numberSeries.nextNumber', '+', 1),
      })),
    )
    .returning('nextNumber')
    .executeTakeFirstOrThrow()
  const counted = `${shape.letter}${String(row.nextNumber - 1).padStart(shape.digits, '0')}`
  return shape.yearly ? `${device.prefix}-${year}-${counted}` : `${device.prefix}-${counted}`
}
