/** What becomes of operations, decided from exactly what the rules themselves say that they need. */
import { beforeEach, describe, expect, test } from 'vitest'
import { decideBatch, moreNeeded, movesIn, rowsNeeded } from '../../../main/hub/decide.rules.ts'
import { firstState } from '../../../main/hub/store-records.ts'
import type {
  Claim,
  DecidedBatch,
  DeviceRecord,
  HubState,
  RowKey,
  StoredRow,
  UniqueValue,
} from '../../../main/hub/store.ts'
import type { Row } from '../../../main/sync/merge.rules.ts'
import type { Operation } from '../../../main/sync/wire.ts'
import { deviceRecord, now, Writer } from './hub-clinic.ts'

/** A storage of maps, which gives out nothing but what was asked for. */
class Shelf {
  state: HubState = firstState('epoch')
  readonly rows = new Map<string, RowKey & StoredRow>()
  readonly holders = new Map<string, UniqueValue & { rowId: string }>()
  claims: Claim[] = []

  push(device: DeviceRecord, operations: Operation[]): DecidedBatch {
    const named = rowsNeeded(operations).flatMap((key) => this.rows.get(nameOf(key)) ?? [])
    const rows = [...named, ...this.#standingOn(movesIn(operations, named))]
    const { values, spans } = moreNeeded(device, operations, rows)
    const holders = values.flatMap((value) => this.holders.get(valueOf(value)) ?? [])
    const claims = this.claims.filter((held) => spans.some((span) => overlap(held, span)))
    const arrived = operations.map((operation) => ({ operation, hash: '' }))
    const batch = decideBatch({ device, state: this.state, rows, holders, claims }, arrived)
    this.#save(batch)
    return batch
  }

  #standingOn(ids: string[]): (RowKey & StoredRow)[] {
    const found = [...this.rows.values()].filter(({ row }) =>
      [row['appointmentId'], row['encounterId'], row['invoiceId']].some((id) =>
        ids.includes(String(id)),
      ),
    )
    return found.length === 0
      ? []
      : [...found, ...this.#standingOn(found.map(({ rowId }) => rowId))]
  }

  row(entity: string, rowId: string): Row | undefined {
    return this.rows.get(nameOf({ entity, rowId }))?.row
  }

  #save({ rows, taken, freed, claims, state }: DecidedBatch): void {
    for (const row of rows) this.rows.set(nameOf(row), row)
    for (const value of freed) this.holders.delete(valueOf(value))
    for (const value of taken) this.holders.set(valueOf(value), value)
    const changed = new Set(claims.map(({ appointmentId }) => appointmentId))
    this.claims = [
      ...this.claims.filter(({ appointmentId }) => !changed.has(appointmentId)),
      ...claims.flatMap((one) => one.claims),
    ]
    this.state = state
  }
}

const nameOf = ({ entity, rowId }: RowKey) => `${entity} ${rowId}`
const valueOf = ({ entity, fields, value }: UniqueValue) => `${entity} ${fields} ${value}`
const overlap = (a: Claim, b: Claim) =>
  a.resource === b.resource && a.startsMs < b.endsMs && b.startsMs < a.endsMs
const codes = ({ operations }: DecidedBatch) =>
  operations.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))

const a = deviceRecord('a')
const b = deviceRecord('b')
let shelf: Shelf
let writer: Writer
let other: Writer

beforeEach(() => {
  shelf = new Shelf()
  shelf.state = { ...shelf.state, founder: { deviceId: 'a', until: now } }
  writer = new Writer('a')
  other = new Writer('b')
  shelf.push(a, writer.clinic())
  // What follows was done as a member.
  shelf.state = { ...shelf.state, founder: null }
})

const byA = (...operations: Operation[]) => shelf.push(a, operations)
const byB = (...operations: Operation[]) => shelf.push(b, operations)
const person = (family: string): Row => ({ family, given: 'Eve', phones: '[]' })
const at = (from: string, to: string): Row => ({
  startsAt: `2026-11-24T${from}:00.000Z`,
  endsAt: `2026-11-24T${to}:00.000Z`,
  updatedAt: now,
})

describe('order', () => {
  test('gives each operation the next number, refused ones as well', () => {
    const { operations, state } = byB(
      other.create('patient', 'p', person('A')),
      other.create('unheardOf', 'u', {}),
      other.create('patient', 'q', person('B')),
    )
    expect(operations.map(({ seq }) => seq)).toEqual([10, 11, 12])
    expect(operations.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'accepted'])
    expect(state.head).toBe(12)
  })

  test('names the device that sent it, whatever the operation says', () => {
    const forged = { ...other.create('patient', 'p', person('A')), deviceId: 'a' }
    expect(byB(forged).operations[0]?.deviceId).toBe('b')
  })
})

describe('units', () => {
  const unit = { unitId: 'together' }

  test('come about as a whole or not at all', () => {
    const answer = byB(
      other.create('patient', 'p', person('A'), unit),
      other.create('medicalCard', 'card', { patientId: 'p', number: 'B-1' }, unit),
      other.create('receipt', 'r', { number: 'B-R1', invoiceId: 'none' }, unit),
      other.create('patient', 'q', person('B')),
    )
    expect(codes(answer)).toEqual([
      'refused depends-on-missing',
      'refused depends-on-missing',
      'refused forbidden',
      'accepted',
    ])
    expect(answer.operations[0]?.data).toEqual({ entity: 'receipt', rowId: 'r' })
    expect(shelf.row('patient', 'p')).toBeUndefined()
    // Nothing of it is held: another one may have the number.
    const again = byB(
      other.create('patient', 'p2', person('A')),
      other.create('medicalCard', 'card-2', { patientId: 'p2', number: 'B-1' }),
    )
    expect(codes(again)).toEqual(['accepted', 'accepted'])
  })

  test('that fail leave the time that they moved away from where it was', () => {
    byA(writer.appointment('x', '09:00'))
    byB(
      other.patch('appointment', 'x', at('12:00', '12:30'), unit),
      other.create('encounterAddendum', 'note', { encounterId: 'none' }, unit),
    )
    expect(codes(byA(writer.appointment('y', '09:00')))).toEqual(['merged time-taken'])
    expect(codes(byA(writer.appointment('z', '12:00')))).toEqual(['accepted'])
  })

  test('go on without a row that another desk has written already for the same purpose', () => {
    const mail = { eventKey: 'confirmed x', patientId: 'patient-1' }
    byA(writer.create('message', 'm1', mail))
    const answer = byB(
      other.create('message', 'm2', mail, unit),
      other.create('patient', 'p', person('A'), unit),
    )
    expect(codes(answer)).toEqual(['refused duplicate', 'accepted'])
    expect(answer.operations[0]?.data).toEqual({ rowId: 'm1' })
  })

  test('stand beside each other: a refused one does not touch the next', () => {
    const answer = byB(
      other.create('encounter', 'visit', { appointmentId: 'none' }),
      other.patch('encounter', 'visit', { plan: 'rest' }),
      other.create('patient', 'p', person('A')),
    )
    expect(codes(answer)).toEqual([
      'refused depends-on-missing',
      'refused depends-on-missing',
      'accepted',
    ])
  })
})

describe('merging', () => {
  test('lets changes of different fields both stand, and the later one in the same', () => {
    byA(writer.patch('patient', 'patient-1', { family: 'Rae', note: 'from a' }))
    byB(other.patch('patient', 'patient-1', { note: 'from b' }))
    expect(shelf.row('patient', 'patient-1')).toMatchObject({
      family: 'Rae',
      note: 'from b',
      version: 3,
    })
  })

  test('keeps fields that it does not know, and those of a row that an older program patches', () => {
    byA(writer.create('patient', 'p', { ...person('A'), favouriteColour: 'green' }))
    const { operations } = byB(other.patch('patient', 'p', { family: 'B', shoeSize: 41 }))
    expect(shelf.row('patient', 'p')).toMatchObject({ favouriteColour: 'green', shoeSize: 41 })
    expect(operations[0]?.changes).toEqual({ family: 'B', shoeSize: 41 })
  })

  test('refuses a table that it does not know, alone', () => {
    expect(codes(byB(other.create('horoscope', 'h', {})))).toEqual(['refused unknown-entity'])
  })

  test('takes the same new row twice, and no other one under its id', () => {
    byA(writer.create('patient', 'p', person('A')))
    expect(codes(byB(other.create('patient', 'p', person('A'))))).toEqual(['accepted'])
    expect(shelf.row('patient', 'p')?.['version']).toBe(1)
    expect(codes(byB(other.create('patient', 'p', person('B'))))).toEqual(['refused row-exists'])
  })

  test('never changes a fact or a signed visit, and signs once', () => {
    byA(writer.appointment('x', '09:00'))
    byA(writer.create('encounter', 'visit', { appointmentId: 'x', patientId: 'patient-1' }))
    byA(writer.create('appointmentStep', 'step', { appointmentId: 'x' }, { kind: 'fact' }))
    const sign = (by: Writer) => by.patch('encounter', 'visit', { signedAt: now, plan: 'rest' })
    expect(codes(byA(sign(writer)))).toEqual(['accepted'])
    expect(codes(byB(sign(other)))).toEqual(['refused never-changes'])
    const step = other.patch('appointmentStep', 'step', { reason: 'late' })
    expect(codes(byB(step))).toEqual(['refused never-changes'])
  })
})

describe('permissions', () => {
  const by = (actorId: string) => ({ actorId })

  test.each([
    ['cashier-1', 'refused forbidden'],
    ['desk-1', 'accepted'],
    ['stranger', 'refused unknown-actor'],
    ['system', 'refused forbidden'],
    ['nobody', 'refused forbidden'],
  ])('%s writes a patient: %s', (actor, outcome) => {
    expect(codes(byB(other.create('patient', 'p', person('A'), by(actor))))).toEqual([outcome])
  })

  test('are those of the person as the hub knows them, within a batch as well', () => {
    const answer = byB(
      other.patch(
        'practitioner',
        'desk-1',
        { archivedAt: now, updatedAt: now },
        { actorId: 'admin-1' },
      ),
      other.create('patient', 'p', person('A'), by('desk-1')),
    )
    expect(codes(answer)).toEqual(['accepted', 'refused forbidden'])
  })

  describe.each(['labMessage', 'labMessageReport', 'labMatch', 'diagnosticReport', 'observation'])(
    'for what a laboratory sends: %s',
    (entity) => {
      const facts: Record<string, Row> = {
        labMessage: { sender: 'LAB', controlId: '1', contentHash: 'h' },
        labMessageReport: { messageId: 'message', position: 1 },
        labMatch: { messageReportId: 'report', turn: 1, patientId: 'patient-1' },
        diagnosticReport: { patientId: 'patient-1', orderId: null, matchId: null },
        observation: { reportId: 'results', patientId: 'patient-1' },
      }

      test.each([
        ['system', 'accepted'],
        ['doctor-1', 'accepted'],
        ['desk-1', 'refused forbidden'],
        ['cashier-1', 'refused forbidden'],
        ['admin-1', 'refused forbidden'],
        ['stranger', 'refused unknown-actor'],
      ])('%s: %s', (actor, outcome) => {
        byB(
          other.create('labMessage', 'message', { controlId: '0' }, by('system')),
          other.create('labMessageReport', 'report', { messageId: 'message' }, by('system')),
          other.create('diagnosticReport', 'results', { patientId: 'patient-1' }, by('system')),
        )
        const row = other.create(entity, 'new', facts[entity] ?? {}, by(actor))
        expect(codes(byB(row))).toEqual([outcome])
      })
    },
  )

  test('let the program note what it does by itself', () => {
    const note = other.create('message', 'm', { eventKey: 'e' }, by('system'))
    expect(codes(byB(note))).toEqual(['accepted'])
  })

  test('are not asked for what the founder did before it joined, and are from then on', () => {
    const fresh = new Shelf()
    fresh.state = { ...fresh.state, founder: { deviceId: 'a', until: now } }
    const history = new Writer('a')
    const system = by('system')
    const first = fresh.push(a, [
      history.create('organization', 'clinic-1', { name: 'Clinic' }, system),
      history.create('patient', 'p', person('A'), system),
    ])
    expect(codes(first)).toEqual(['accepted', 'accepted'])
    const later = { ...system, clock: '2026-11-21T09:00:00.001Z-0000-a' }
    expect(codes(fresh.push(a, [history.create('patient', 'q', person('B'), later)]))).toEqual([
      'refused forbidden',
    ])
    // A clock that is set back afterwards opens nothing again.
    expect(codes(fresh.push(a, [history.create('patient', 'r', person('C'), system)]))).toEqual([
      'refused forbidden',
    ])
  })

  test('are asked for of everybody else while the founder’s history comes in', () => {
    const fresh = new Shelf()
    fresh.state = { ...fresh.state, founder: { deviceId: 'a', until: now } }
    const early = other.create('organization', 'mine', { name: 'Mine' }, by('system'))
    expect(codes(fresh.push(b, [early]))).toEqual(['refused forbidden'])
    expect(fresh.state.clinicId).toBeNull()
  })

  test('let nobody bring a second clinic', () => {
    const second = other.create('organization', 'clinic-2', { name: 'Two' }, by('admin-1'))
    expect(codes(byB(second))).toEqual(['refused row-exists'])
  })
})

describe('dependencies', () => {
  test('refuse a row whose parent is not there, and take it after its parent in one batch', () => {
    const card = { patientId: 'p', number: 'B-1' }
    expect(codes(byB(other.create('medicalCard', 'card', card)))).toEqual([
      'refused depends-on-missing',
    ])
    const answer = byB(
      other.create('patient', 'p', person('A')),
      other.create('medicalCard', 'card', card),
    )
    expect(codes(answer)).toEqual(['accepted', 'accepted'])
  })

  test('name what is missing', () => {
    const { operations } = byB(other.appointment('x', '09:00', { patientId: 'nobody' }))
    expect(operations[0]?.data).toEqual({ entity: 'patient', rowId: 'nobody' })
  })

  test('refuse a patch without its row', () => {
    const { operations } = byB(other.patch('patient', 'nobody', { family: 'A' }))
    expect(operations[0]).toMatchObject({ outcome: 'refused', code: 'depends-on-missing' })
  })
})

describe('unique values', () => {
  const admin = { actorId: 'admin-1' }
  const bill = (number: string): Row => ({
    number,
    patientId: 'patient-1',
    appointmentId: 'x',
    totalMinor: 100,
  })

  test('refuse a second one and name the first', () => {
    const login = (practitionerId: string) => ({ practitionerId, login: 'anna' })
    byA(writer.create('credential', 'c1', login('doctor-1'), admin))
    const { operations } = byB(other.create('credential', 'c2', login('doctor-2'), admin))
    expect(operations[0]).toMatchObject({ code: 'duplicate', data: { rowId: 'c1' } })
  })

  test('are free again when their row has another one, in the same batch as well', () => {
    const login = (practitionerId: string) => ({ practitionerId, login: 'anna' })
    byA(writer.create('credential', 'c1', login('doctor-1'), admin))
    const answer = byB(
      other.patch('credential', 'c1', { login: 'berg' }, admin),
      other.create('credential', 'c2', login('doctor-2'), admin),
    )
    expect(codes(answer)).toEqual(['accepted', 'accepted'])
    expect(shelf.holders.get('credential login ["berg"]')?.rowId).toBe('c1')
    expect(shelf.holders.get('credential login ["anna"]')?.rowId).toBe('c2')
  })

  test('give a number that is taken the desk’s prefix, and count on', () => {
    byA(
      writer.create('patient', 'p1', person('A')),
      writer.create('patient', 'p2', person('B')),
      writer.create('patient', 'p3', person('C')),
      writer.create('medicalCard', 'k1', { patientId: 'patient-1', number: '7' }),
      writer.create('medicalCard', 'k2', { patientId: 'p1', number: '7-B' }),
    )
    const answer = byB(
      other.create('medicalCard', 'k3', { patientId: 'p2', number: '7' }),
      other.create('medicalCard', 'k4', { patientId: 'p3', number: '7' }),
    )
    expect(codes(answer)).toEqual(['merged number-taken', 'merged number-taken'])
    expect(answer.operations.map(({ changes }) => changes['number'])).toEqual(['7-B2', '7-B-k4'])
    expect(answer.operations[0]?.data).toEqual({ was: '7' })
    expect(shelf.row('medicalCard', 'k3')?.['number']).toBe('7-B2')
  })

  test('keep a second bill for the same visit, without the visit', () => {
    byA(writer.appointment('x', '09:00'), writer.create('invoice', 'i1', bill('A-1')))
    const { operations } = byB(other.create('invoice', 'i2', bill('A-1')))
    expect(operations[0]).toMatchObject({
      outcome: 'merged',
      code: 'bill-exists',
      data: { rowId: 'i1', was: 'A-1' },
      changes: { appointmentId: null, number: 'A-1-B', totalMinor: 100 },
    })
  })

  test('except rows in which one of the fields is empty', () => {
    const loose = { ...bill('A-1'), appointmentId: null }
    byA(writer.create('invoice', 'i1', loose))
    expect(codes(byB(other.create('invoice', 'i2', { ...loose, number: 'B-1' })))).toEqual([
      'accepted',
    ])
  })
})

describe('claims', () => {
  beforeEach(() => {
    byA(writer.appointment('winner', '09:00'))
  })

  test('give a time to the first, and keep the other as cancelled with the winner’s name', () => {
    const { operations } = byB(other.appointment('loser', '09:15', { note: 'kept' }))
    expect(operations[0]).toMatchObject({
      outcome: 'merged',
      code: 'time-taken',
      changes: { status: 'cancelled', cancelReason: 'time-taken', statusAt: now, note: 'kept' },
      data: {
        heldBy: 'winner',
        startsAt: '2026-11-24T09:15:00.000Z',
        endsAt: '2026-11-24T09:45:00.000Z',
      },
    })
    // What stands on it stays: money, mails, the steps.
    const step = other.create('appointmentStep', 's', { appointmentId: 'loser' })
    expect(codes(byB(step))).toEqual(['accepted'])
  })

  test.each([
    ['08:30', 'accepted'],
    ['08:31', 'merged time-taken'],
    ['09:29', 'merged time-taken'],
    ['09:30', 'accepted'],
  ])('a half hour from %s beside 09:00 to 09:30: %s', (from, outcome) => {
    expect(codes(byB(other.appointment('x', from)))).toEqual([outcome])
  })

  test('are the doctor’s alone: another doctor has the same time', () => {
    const elsewhere = other.appointment('x', '09:00', { practitionerId: 'doctor-2' })
    expect(codes(byB(elsewhere))).toEqual(['accepted'])
  })

  test('see a time written another way as the same', () => {
    const odd = { startsAt: '2026-11-24T10:00:00+01:00', endsAt: '2026-11-24T10:30:00+01:00' }
    expect(codes(byB(other.appointment('x', '09:00', odd)))).toEqual(['merged time-taken'])
  })

  test('hold rooms and equipment as well, each once', () => {
    const room = { practitionerId: 'doctor-2', resourceIds: '["room-1","room-1"]' }
    byA(writer.appointment('x', '11:00', room))
    const same = { resourceIds: '["laser","room-1"]' }
    expect(codes(byB(other.appointment('y', '11:00', same)))).toEqual(['merged time-taken'])
    expect(codes(byB(other.appointment('z', '11:00')))).toEqual(['accepted'])
  })

  test.each(['cancelled', 'no-show'])('are let go by %s', (status) => {
    byA(writer.patch('appointment', 'winner', { status, updatedAt: now }))
    expect(codes(byB(other.appointment('x', '09:00')))).toEqual(['accepted'])
    const back = writer.patch('appointment', 'winner', { status: 'confirmed', updatedAt: now })
    expect(codes(byA(back))).toEqual(['merged time-taken'])
    expect(shelf.row('appointment', 'winner')?.['status']).toBe('cancelled')
  })

  test('follow a booking that is moved, and cancel it where the new time is taken', () => {
    byA(writer.patch('appointment', 'winner', at('10:00', '10:30')))
    byB(other.appointment('x', '09:00'))
    const back = byA(writer.patch('appointment', 'winner', at('09:00', '09:30')))
    expect(codes(back)).toEqual(['merged time-taken'])
    expect(codes(byB(other.appointment('y', '10:00')))).toEqual(['accepted'])
  })

  test('are not asked for again by a change of something else', () => {
    expect(codes(byB(other.patch('appointment', 'winner', { note: 'n' })))).toEqual(['accepted'])
    expect(codes(byB(other.appointment('x', '09:00')))).toEqual(['merged time-taken'])
  })

  test('do not undo what has happened: the visit stands, and holds nothing', () => {
    const inRoom = other.appointment('x', '09:00', { status: 'in-room' })
    expect(codes(byB(inRoom))).toEqual(['accepted'])
    byA(writer.patch('appointment', 'winner', { status: 'cancelled', updatedAt: now }))
    expect(codes(byB(other.appointment('y', '09:00')))).toEqual(['accepted'])
  })

  test('stay with the visit that has begun in its own time', () => {
    byA(writer.patch('appointment', 'winner', { status: 'in-room', updatedAt: now }))
    expect(codes(byB(other.appointment('x', '09:00')))).toEqual(['merged time-taken'])
  })

  test('let who may set one booking over another, and nobody else', () => {
    const over = { overbooked: 1 }
    const by = (actorId: string) => ({ actorId })
    expect(codes(byB(other.appointment('x', '09:00', over, by('desk-1'))))).toEqual(['accepted'])
    // A step of hers later on is no overbooking of hers.
    const step = other.patch('appointment', 'x', { status: 'to-pay' }, by('cashier-1'))
    expect(codes(byB(step))).toEqual(['accepted'])
    expect(codes(byB(other.appointment('y', '09:00', over, by('cashier-1'))))).toEqual([
      'refused forbidden',
    ])
  })

  test('are decided within one batch as across batches', () => {
    const answer = byB(
      other.appointment('x', '12:00'),
      other.appointment('y', '12:00'),
      other.patch('appointment', 'x', { status: 'cancelled', updatedAt: now }),
      other.appointment('z', '12:00'),
    )
    expect(codes(answer)).toEqual(['accepted', 'merged time-taken', 'accepted', 'accepted'])
  })

  test('are none for a stretch that is no time', () => {
    const odd = [
      { startsAt: 'soon', endsAt: 'later' },
      { startsAt: '2026-11-24T09:30:00.000Z', endsAt: '2026-11-24T09:00:00.000Z' },
      { resourceIds: 'no list', startsAt: '2026-11-25T09:00:00.000Z', endsAt: null },
    ]
    const answer = byB(...odd.map((row, index) => other.appointment(`x${index}`, '09:00', row)))
    expect(codes(answer)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(answer.claims).toEqual([])
  })
})

describe('branches', () => {
  test('are those of the place, and of what stands on it', () => {
    byA(
      writer.create('location', 'north', { name: 'North' }, { actorId: 'admin-1' }),
      writer.create('location', 'south', { name: 'South' }, { actorId: 'admin-1' }),
    )
    const { operations } = byA(
      writer.appointment('x', '09:00', { locationId: 'north' }),
      writer.create('appointmentStep', 's', { appointmentId: 'x' }),
      writer.create('patient', 'p', person('A')),
    )
    expect(operations.map(({ branch }) => branch)).toEqual(['north', 'north', null])
    // Who sees it no more has to hear that as well, and who sees it now gets what stands on it.
    const moved = byA(writer.patch('appointment', 'x', { locationId: 'south' }))
    expect(moved.operations[0]).toMatchObject({
      branch: 'south',
      move: {
        from: 'north',
        rows: [
          ['appointment', { id: 'x' }],
          ['appointmentStep', { id: 's' }],
        ],
      },
    })
    expect(moved.rows.map(({ rowId, branch }) => [rowId, branch])).toEqual([
      ['x', 'south'],
      ['s', 'south'],
    ])
  })

  test('stay what they are when something else of a row changes', () => {
    byA(
      writer.create('location', 'north', { name: 'North' }, { actorId: 'admin-1' }),
      writer.appointment('x', '09:00', { locationId: 'north' }),
      writer.create('invoice', 'i', { appointmentId: 'x', number: 'A-1' }, { actorId: 'desk-1' }),
      writer.create('invoiceLine', 'l', { invoiceId: 'i', serviceId: 'service-1' }),
    )
    const { operations } = byA(
      writer.patch('invoice', 'i', { note: 'paid in cash' }, { actorId: 'desk-1' }),
      writer.patch('appointment', 'x', { note: 'by the window' }),
    )
    expect(operations).toMatchObject([{ branch: 'north' }, { branch: 'north' }])
    expect(operations.some(({ move }) => move !== undefined)).toBe(false)
    const moved = byA(writer.patch('appointment', 'x', { locationId: null }))
    expect(moved.operations[0]?.move?.rows.map(([, row]) => row['id'])).toEqual(['x', 'i', 'l'])
    expect(moved.rows.every(({ branch }) => branch === null)).toBe(true)
  })

  test('let a workstation write in those that it serves, and move nothing out of them', () => {
    byA(
      writer.create('location', 'north', { name: 'North' }, { actorId: 'admin-1' }),
      writer.create('location', 'south', { name: 'South' }, { actorId: 'admin-1' }),
      writer.appointment('n', '09:00', { locationId: 'north' }),
      writer.appointment('s', '10:00', { locationId: 'south' }),
    )
    const answer = shelf.push({ ...b, branches: ['north'] }, [
      other.appointment('mine', '11:00', { locationId: 'north' }),
      other.appointment('theirs', '12:00', { locationId: 'south' }),
      other.patch('appointment', 's', { note: 'seen from afar' }),
      other.create('appointmentStep', 'step', { appointmentId: 's' }),
      other.patch('appointment', 'n', { locationId: 'south' }),
      other.create('patient', 'p', person('A')),
    ])
    expect(codes(answer)).toEqual([
      'accepted',
      'refused another-branch',
      'refused another-branch',
      'refused another-branch',
      'refused another-branch',
      'accepted',
    ])
    expect(answer.operations[1]?.data).toEqual({ locationId: 'south' })
    expect(shelf.row('appointment', 'n')).toMatchObject({ locationId: 'north' })
  })
})
