/** Years of a clinic's work put straight into a hub's storage: what a million pushes would leave there. */
import { v7 } from 'uuid'
import { schemaVersion } from '../../main/db/migrate.ts'
import { russia } from '../../main/demo/people/ru.ts'
import { createRandom, type Random } from '../../main/demo/random.ts'
import type { BackupRecord, BackupTable, HubState, HubStore } from '../../main/hub/store.ts'
import type { Row } from '../../main/sync/merge.rules.ts'
import type { Ordered } from '../../main/sync/wire.ts'
import type { House } from '../sync/work.ts'

const doctors = 20
const at = '2026-11-16T05:30:00.000Z'
const recordsAtOnce = 2_000
const recordsPerTransaction = 40_000

/** Bookings lie in the past, for each doctor one behind the other. */
const firstSlotMs = Date.parse('1990-01-01T06:00:00.000Z')
const slotMs = 30 * 60_000

interface Change {
  entity: string
  kind: 'create' | 'patch'
  rowId: string
  changes: Row
  /** The row as it stands after all of the work; null when a later change still comes to it. */
  row: Row | null
}

interface WorkSize {
  patients: number
  /** Of each patient. */
  bookings: number
}

/** Doctors, then patients, each with a card and bookings, and each booking with the end of its visit. */
function* workOf(house: House, { patients, bookings }: WorkSize): Generator<Change> {
  const random = createRandom('years of work')
  let booked = 0
  const create = (entity: string, fields: Row): Change & { row: Row } => {
    // As they are in truth: what is random in them is most of what a snapshot weighs.
    const rowId = v7()
    const row = { id: rowId, ...fields, version: 1, createdAt: at, updatedAt: at }
    return { entity, kind: 'create', rowId, changes: row, row }
  }
  const doctorIds: string[] = []
  for (let index = 0; index < doctors; index += 1) {
    const { family, given } = russia.name(random, 'female', 1970)
    const doctor = create('practitioner', { family, given, roles: '["doctor"]', language: 'ru' })
    doctorIds.push(doctor.rowId)
    yield doctor
  }
  for (let index = 0; index < patients; index += 1) {
    const patient = create('patient', personOf(random))
    yield patient
    const number = `Z-${String(index + 1).padStart(6, '0')}`
    yield create('medicalCard', { patientId: patient.rowId, number, status: 'approved' })
    for (let count = 0; count < bookings; count += 1) {
      const booking = create('appointment', {
        patientId: patient.rowId,
        practitionerId: doctorIds[booked % doctors] ?? '',
        serviceId: house.serviceId,
        ...spanOf(Math.floor(booked / doctors)),
      })
      booked += 1
      const { entity, rowId } = booking
      yield { ...booking, row: null }
      const changes = { status: 'done', statusAt: at, updatedAt: at }
      yield {
        entity,
        kind: 'patch',
        rowId,
        changes,
        row: { ...booking.row, ...changes, version: 2 },
      }
    }
  }
}

function personOf(random: Random): Row {
  const sex = random.chance(0.55) ? 'female' : 'male'
  const year = random.int(1930, 2024)
  const { family, given, patronymic } = russia.name(random, sex, year)
  const bornOn = `${year}-${twoDigits(random, 12)}-${twoDigits(random, 28)}`
  const phones = JSON.stringify([{ use: 'mobile', value: `+7 9${random.digits(9)}` }])
  return { family, given, patronymic, sex, bornOn, phones, language: 'ru' }
}

function twoDigits(random: Random, to: number): string {
  return String(random.int(1, to)).padStart(2, '0')
}

function spanOf(slot: number): Row {
  const startsAt = new Date(firstSlotMs + slot * slotMs).toISOString()
  const endsAt = new Date(firstSlotMs + (slot + 1) * slotMs).toISOString()
  const more = { status: 'confirmed', statusAt: at, priceMinor: 250_000, currency: 'RUB' }
  const rest = { timeZone: 'Europe/Moscow', overbooked: 0, resourceIds: '[]' }
  return { day: startsAt.slice(0, 10), startsAt, endsAt, ...more, ...rest }
}

/** Collects records and puts them in by the way of a restore, many at once. */
class Filling {
  readonly #store: HubStore
  readonly #waiting = new Map<BackupTable, BackupRecord[]>()
  #count = 0

  constructor(store: HubStore) {
    this.#store = store
  }

  async add(table: BackupTable, record: BackupRecord): Promise<void> {
    const records = this.#waiting.get(table) ?? []
    records.push(record)
    this.#waiting.set(table, records)
    this.#count += 1
    if (this.#count >= recordsPerTransaction) await this.#write()
  }

  /** A row with what it makes unique and what it claims. */
  async addRow(entity: string, row: Row): Promise<void> {
    const rowId = String(row['id'])
    await this.add('hub_row', { entity, row_id: rowId, branch: null, body: JSON.stringify(row) })
    if (entity === 'medicalCard') {
      for (const field of ['patientId', 'number']) {
        const value = JSON.stringify([row[field]])
        await this.add('unique_value', { entity, fields: field, value, row_id: rowId })
      }
    }
    if (entity !== 'appointment') return
    await this.add('claim', {
      appointment_id: rowId,
      resource: `practitioner:${String(row['practitionerId'])}`,
      starts_ms: Date.parse(String(row['startsAt'])),
      ends_ms: Date.parse(String(row['endsAt'])),
    })
  }

  async finish(change: (state: HubState) => HubState): Promise<void> {
    await this.#write()
    await this.#store.write(async (tx) => tx.setState(change(await tx.state())))
  }

  async #write(): Promise<void> {
    const tables = [...this.#waiting]
    this.#waiting.clear()
    this.#count = 0
    await this.#store.write(async (tx) => {
      for (const [table, records] of tables) {
        for (let from = 0; from < records.length; from += recordsAtOnce) {
          await tx.put(table, records.slice(from, from + recordsAtOnce))
        }
      }
    })
  }
}

/** The rows of a clinic alone, as they are after the log was forgotten. */
export async function fillRows(store: HubStore, house: House, size: WorkSize): Promise<void> {
  const filling = new Filling(store)
  for (const { entity, row } of workOf(house, size)) {
    if (row !== null) await filling.addRow(entity, row)
  }
  await filling.finish((state) => ({ ...state, compactedTo: state.head }))
}

/** So many operations of a device, with the rows that they leave. Answers the newest number. */
export async function fillLog(
  store: HubStore,
  house: House,
  { deviceId, count }: { deviceId: string; count: number },
): Promise<number> {
  const filling = new Filling(store)
  const { head } = await store.state()
  let made = 0
  for (const change of workOf(house, { patients: count, bookings: 3 })) {
    made += 1
    const { entity, row, changes } = change
    const operation = operationOf(change, { deviceId, deviceSeq: made, seq: head + made })
    await filling.add('operation', {
      seq: operation.seq,
      device_id: deviceId,
      device_seq: made,
      outcome: operation.outcome,
      code: null,
      branch: null,
      hash: `${'0'.repeat(43)}=`,
      body: JSON.stringify(operation),
    })
    const isLast = made === count
    if (row !== null || isLast) await filling.addRow(entity, row ?? changes)
    if (isLast) break
  }
  await filling.finish((state) => ({ ...state, head: head + made }))
  return head + made
}

function operationOf(
  { entity, kind, rowId, changes }: Change,
  place: Pick<Ordered, 'deviceId' | 'deviceSeq' | 'seq'>,
): Ordered {
  return {
    ...place,
    unitId: v7(),
    actorId: 'system',
    command: 'bench.work',
    entity,
    rowId,
    kind,
    baseVersion: kind === 'create' ? 0 : 1,
    changes,
    clock: `${at}-0000-${place.deviceId}`,
    schemaVersion,
    outcome: 'accepted',
    code: null,
    data: {},
  }
}
