/** The list of pairs that look like one person: kept up as patients come and change, worked off by decisions. */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { DuplicatePairRow } from '../../db/tables.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  addPairs,
  countOpenPairs,
  countToCompare,
  listAllCompared,
  listCompared,
  listOpenPairs,
  listToCompare,
  listWithDigits,
  removeAllPairs,
  removePairsOf,
  takeOffQueue,
} from './duplicate-pairs.queries.ts'
import {
  type DuplicatePair,
  findAllPairs,
  inOrder,
  pairsOf,
  type RegisteredPatient,
} from './duplicate-pairs.rules.ts'
import {
  type ComparablePatient,
  type DuplicateReason,
  duplicateKeys,
  duplicateReasons,
  phoneHalves,
  preparePatient,
} from './duplicates.rules.ts'
import type { PatientPair } from './merge.input.ts'
import { phoneValues } from './patient-index.rules.ts'
import { findPatient, listSharingKey } from './patients.queries.ts'

/** With more than this many waiting, comparing everybody at once is quicker. */
const oneByOne = 500
const patientsPerUnit = 25
const takenOffPerUnit = 500
/** Between two units the other connection gets its turn. */
const pauseMs = 4
const comparedLimit = 200

export interface CompareTools {
  onProgress: (progress: { phase: string; done: number; total: number }) => void
  signal: AbortSignal
}

/**
 * Compares whoever came or changed with the others, and keeps the pairs. After an import or on the
 * first start everybody is compared with everybody whom they share a key with. Answers whether there
 * was anything to do. For the worker: 200,000 patients take some seconds.
 */
export async function keepPairs(desk: Desk, tools: CompareTools): Promise<boolean> {
  const waiting = await countToCompare(desk.read)
  if (waiting === 0) return false
  const { country } = await readClinic(desk)
  if (waiting > oneByOne) await compareAll(desk, country, tools)
  else await compareEach(desk, country, tools.signal)
  return true
}

async function compareAll(
  desk: Desk,
  country: string,
  { onProgress, signal }: CompareTools,
): Promise<void> {
  // Read before the patients: who changes in between stays on the queue with a newer version.
  const queue = await listToCompare(desk.read, null)
  const patients = (await listAllCompared(desk.read)).map((row) => registered(row, country))
  const pairs = await findAllPairs(patients, {
    onProgress: (done, total) => onProgress({ phase: 'compare', done, total }),
    pause: async () => {
      signal.throwIfAborted()
      await turn()
    },
  })
  await desk.write('patients.findPairs', async (unit) => {
    await removeAllPairs(unit.db)
    await addPairs(unit.db, pairs.map(pairRow))
  })
  // A queue of a whole registry in one unit would keep the desk's own writes waiting for seconds.
  for (let from = 0; from < queue.length; from += takenOffPerUnit) {
    signal.throwIfAborted()
    await desk.write('patients.findPairs', (unit) =>
      takeOffQueue(unit.db, queue.slice(from, from + takenOffPerUnit)),
    )
    await wait(pauseMs)
  }
}

async function compareEach(desk: Desk, country: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const queue = await listToCompare(desk.read, patientsPerUnit)
    if (queue.length === 0) return
    await desk.write('patients.findPairs', async (unit) => {
      const rows = await listCompared(
        unit.db,
        queue.map(({ patientId }) => patientId),
      )
      const patients = new Map(rows.map((row) => [row.id, registered(row, country)]))
      for (const { patientId } of queue) {
        await removePairsOf(unit.db, patientId)
        const patient = patients.get(patientId)
        if (patient === undefined) continue
        const others = await listAlike(unit.db, patient, country)
        await addPairs(unit.db, pairsOf(patient, others).map(pairRow))
      }
      await takeOffQueue(unit.db, queue)
    })
    await turn()
  }
}

/** Whoever may be the same person as this one: of a key in common, or half of a phone. */
async function listAlike(
  db: Reader,
  patient: RegisteredPatient,
  country: string,
): Promise<RegisteredPatient[]> {
  const sharing = await listSharingKey(db, duplicateKeys(patient), comparedLimit)
  const near = await listNearPhones(db, patient)
  const known = new Set(sharing.map(({ id }) => id))
  const rows = await listCompared(
    db,
    near.filter((id) => !known.has(id)),
  )
  return [...sharing, ...rows].map((row) => registered(row, country))
}

/** Patients who have half of a phone in common with this one: one of one digit more or less may be among them. */
export async function listNearPhones(db: Reader, patient: ComparablePatient): Promise<string[]> {
  const near = new Set<string>()
  for (const half of preparePatient(patient).phones.flatMap(phoneHalves)) {
    const found = await listWithDigits(db, half.slice(1), comparedLimit)
    for (const { patientId } of found) near.add(patientId)
  }
  return [...near]
}

type ComparedRow = Awaited<ReturnType<typeof listAllCompared>>[number]

function registered(row: ComparedRow, country: string): RegisteredPatient {
  return { ...row, phones: phoneValues(row.phones), country }
}

function pairRow({ reasons, ...pair }: DuplicatePair): DuplicatePairRow {
  return { ...pair, reasons: JSON.stringify(reasons) }
}

/** So many pairs are shown at once; those that follow come up as these are decided. */
const shownPairs = 200

/** Pairs to decide about, the likeliest first, how many there are, and how many patients are still to be compared. */
export async function listDuplicatePairs(desk: Desk) {
  const rows = await listOpenPairs(desk.read, shownPairs)
  const ids = [...new Set(rows.flatMap(({ oneId, otherId }) => [oneId, otherId]))]
  const patients = new Map((await listCompared(desk.read, ids)).map((row) => [row.id, row]))
  const pairs = rows.flatMap(({ oneId, otherId, score, reasons }) => {
    const one = patients.get(oneId)
    const other = patients.get(otherId)
    if (one === undefined || other === undefined) return []
    return [
      {
        id: `${oneId}:${otherId}`,
        one: nameOf(one),
        other: nameOf(other),
        score,
        reasons: readReasons(reasons),
      },
    ]
  })
  return {
    pairs,
    count: await countOpenPairs(desk.read),
    waiting: await countToCompare(desk.read),
  }
}

function nameOf({ id, family, given, patronymic, bornOn }: ComparedRow) {
  return { id, family, given, patronymic, bornOn }
}

function readReasons(column: string): DuplicateReason[] {
  const words: unknown = JSON.parse(column)
  if (!Array.isArray(words)) return []
  return duplicateReasons.filter((reason) => words.includes(reason))
}

/** How many pairs wait for a decision. */
export async function countDuplicatePairs(desk: Desk): Promise<number> {
  return countOpenPairs(desk.read)
}

/** Remembers for good that two who look alike are two people; said twice it stays one record. */
export async function keepDistinct(desk: Desk, { oneId, otherId }: PatientPair): Promise<void> {
  const pair = inOrder(oneId, otherId)
  await desk.write('patients.keepDistinct', async (unit) => {
    for (const id of [oneId, otherId]) {
      if ((await findPatient(unit.db, id)) === undefined) {
        throw new ClinicError('not-found', { entity: 'patient', id })
      }
    }
    const known = await unit.db
      .selectFrom('patientDistinct')
      .select('id')
      .where('oneId', '=', pair.oneId)
      .where('otherId', '=', pair.otherId)
      .executeTakeFirst()
    if (known !== undefined) return
    unit.insert('patientDistinct', { ...pair, decidedAt: unit.now, decidedBy: desk.actor.id })
  })
}
