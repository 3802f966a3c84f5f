/** Pairs of patients who look like one person, found among all by keys that such pairs share. */
import {
  type ComparablePatient,
  type DuplicateReason,
  duplicateKeys,
  pairToDecide,
  nearPhoneKeys,
  preparePatient,
  type PreparedPatient,
} from './duplicates.rules.ts'

export interface RegisteredPatient extends ComparablePatient {
  id: string
}

/** The smaller id stands first, so that a pair is one however it was met. */
export interface DuplicatePair {
  oneId: string
  otherId: string
  /** 50 to 100. */
  score: number
  reasons: DuplicateReason[]
}

/** A key that more share says nothing of a person: a clinic's own phone, a day put for an unknown one. */
const largestBlock = 100

/** So many comparisons are made between two pauses: a few milliseconds. */
const comparisonsPerTurn = 2_000

export interface FindTools {
  /** Lets others of the thread have their turn. Throws to stop the finding. */
  pause: () => Promise<void>
  /** Told from time to time how many of the patients have been compared. */
  onProgress?: (done: number, total: number) => void
}

/** The pairs among all patients. Compares only those who share a key, each pair once. */
export async function findAllPairs(
  patients: readonly RegisteredPatient[],
  { pause, onProgress }: FindTools,
): Promise<DuplicatePair[]> {
  const earlier = new Map<string, number[]>()
  const prepared: PreparedPatient[] = []
  const pairs: DuplicatePair[] = []
  let comparisons = 0
  for (const [index, patient] of patients.entries()) {
    const self = preparePatient(patient)
    prepared.push(self)
    const met = new Set<number>()
    for (const key of blockKeys(self)) {
      const block = earlier.get(key)
      if (block === undefined) {
        earlier.set(key, [index])
        continue
      }
      for (const other of block) met.add(other)
      if (block.length < largestBlock) block.push(index)
    }
    for (const at of met) {
      const other = prepared[at]
      const otherId = patients[at]?.id
      if (other === undefined || otherId === undefined) continue
      const pair = pairOf({ id: patient.id, self }, { id: otherId, self: other })
      if (pair !== null) pairs.push(pair)
    }
    comparisons += met.size + 1
    if (comparisons < comparisonsPerTurn) continue
    comparisons = 0
    onProgress?.(index, patients.length)
    await pause()
  }
  return pairs
}

/** The pairs of one patient among some others. */
export function pairsOf(
  patient: RegisteredPatient,
  others: readonly RegisteredPatient[],
): DuplicatePair[] {
  const self = preparePatient(patient)
  return others.flatMap((other) => {
    if (other.id === patient.id) return []
    const pair = pairOf({ id: patient.id, self }, { id: other.id, self: preparePatient(other) })
    return pair === null ? [] : [pair]
  })
}

/** Every key by which two who are worth a look may be met. */
function blockKeys(self: PreparedPatient): string[] {
  return [...new Set([...duplicateKeys(self.patient), ...nearPhoneKeys(self)])]
}

interface Side {
  id: string
  self: PreparedPatient
}

function pairOf(one: Side, other: Side): DuplicatePair | null {
  const told = pairToDecide(one.self, other.self)
  if (told === null) return null
  return {
    ...inOrder(one.id, other.id),
    score: Math.round(told.score * 100),
    reasons: told.reasons,
  }
}

/** Two ids as a pair keeps them. */
export function inOrder(a: string, b: string): { oneId: string; otherId: string } {
  return a < b ? { oneId: a, otherId: b } : { oneId: b, otherId: a }
}
