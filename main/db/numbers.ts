/** Human numbers: each desk counts for itself under its own prefix, so two offline desks never collide. */
import type { Unit } from './write.ts'

export type NumberKind =
  | 'card'
  | 'invoice'
  | 'receipt'
  | 'refund'
  | 'referral'
  | 'prescription'
  | 'sick-note'
  | 'certificate'
  | 'lab-order'
  | 'specimen'
  | 'document'

const shapes: Record<NumberKind, { letter: string; yearly: boolean; digits: number }> = {
  card: { letter: '', yearly: false, digits: 5 },
  invoice: { letter: '', yearly: true, digits: 4 },
  receipt: { letter: 'R', yearly: true, digits: 5 },
  refund: { letter: 'B', yearly: true, digits: 4 },
  referral: { letter: 'N', yearly: true, digits: 4 },
  prescription: { letter: 'P', yearly: true, digits: 4 },
  'sick-note': { letter: 'K', yearly: true, digits: 4 },
  certificate: { letter: 'C', yearly: true, digits: 4 },
  'lab-order': { letter: 'L', yearly: true, digits: 4 },
  document: { letter: 'D', yearly: true, digits: 4 },
  // Short, so that its barcode fits on a tube.
  specimen: { letter: 'S', yearly: false, digits: 5 },
}

/** How a series counts: each kind by its year, tickets by the day. */
async function countOn(unit: Unit, kind: NumberKind | 'ticket', period: number): Promise<number> {
  const row = await unit.db
    .insertInto('numberSeries')
    .values({ kind, year: period, nextNumber: 2 })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'year']).doUpdateSet((eb) => ({
        nextNumber: eb('numberSeries.nextNumber', '+', 1),
      })),
    )
    .returning('nextNumber')
    .executeTakeFirstOrThrow()
  return row.nextNumber - 1
}

async function readPrefix(unit: Unit): Promise<string> {
  const device = await unit.db.selectFrom('device').select('prefix').executeTakeFirstOrThrow()
  return device.prefix
}

/** The next ticket of a day, `A12`: short, because it is called out. Each desk begins at 1 each day. */
export async function nextTicket(unit: Unit, day: string): Promise<string> {
  const prefix = await readPrefix(unit)
  return `${prefix}${await countOn(unit, 'ticket', Number(day.replaceAll('-', '')))}`
}

/**
 * The next number of a series, taken inside the unit so that a refused unit leaves no gap:
 * `A-01482` for a card, `A-2026-0917` for an invoice. `day` gives the year of yearly series.
 */
export async function nextNumber(unit: Unit, kind: NumberKind, day: string): Promise<string> {
  const shape = shapes[kind]
  const year = shape.yearly ? Number(day.slice(0, 4)) : 0
  const prefix = await readPrefix(unit)
  const count = await countOn(unit, kind, year)
  const counted = `${shape.letter}${String(count).padStart(shape.digits, '0')}`
  return shape.yearly ? `${prefix}-${year}-${counted}` : `${prefix}-${counted}`
}
