/** What may happen to a clinic of several desks, as plain data that can be shrunk and replayed. */
import fc from 'fast-check'
import { anyDeed, type Deed } from './work.ts'

/** What the network does to one exchange. */
const wires = ['fine', 'request-lost', 'answer-lost', 'twice', 'pull-lost', 'old-answer'] as const
export type Wire = (typeof wires)[number]

/** What becomes of what the hub tells the other desks unasked when one has exchanged. */
const pokes = ['fine', 'lost', 'twice', 'held-back'] as const
export type PokeWire = (typeof pokes)[number]

export type Happening =
  | { what: 'work'; desk: number; deed: Deed }
  | { what: 'exchange'; desk: number; wire: Wire; pokes: PokeWire }
  | { what: 'crash'; desk: number }
  | { what: 'replay'; pick: number }
  | { what: 'restart-hub' }
  | { what: 'backup' }
  | { what: 'restore' }
  | { what: 'minutes-pass'; minutes: number }

const desk = fc.nat({ max: 4 })
const what = <What extends string>(word: What) => fc.constant(word)

export const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ what: what('work'), desk, deed: anyDeed }) },
  {
    weight: 9,
    arbitrary: fc.record({
      what: what('exchange'),
      desk,
      wire: fc.constantFrom(...wires),
      pokes: fc.constantFrom(...pokes),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: what('crash'), desk }) },
  { weight: 2, arbitrary: fc.record({ what: what('replay'), pick: fc.nat({ max: 50 }) }) },
  { weight: 1, arbitrary: fc.record({ what: what('restart-hub') }) },
  { weight: 1, arbitrary: fc.record({ what: what('backup') }) },
  { weight: 1, arbitrary: fc.record({ what: what('restore') }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: what('minutes-pass'), minutes: fc.integer({ min: 1, max: 45 }) }),
  },
)
