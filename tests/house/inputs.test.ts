/** What bad input gets, at every procedure: a code, the field that it is at, and nothing written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissionMatrix, roles } from '../../main/clinic/shared/permissions.ts'
import type { Session } from '../../main/ipc/session.ts'
import {
  everyProcedure,
  openProcedureClinic,
  type Outcome,
  type ProcedureClinic,
  type ProcedurePath,
} from '../helpers/procedures.ts'
import { type ValidInput, validInputs } from '../helpers/valid-inputs.ts'

let clinic: ProcedureClinic
const sessions = new Map<string, Session>()
beforeAll(async () => {
  clinic = await openProcedureClinic()
  for (const role of roles) sessions.set(role, await clinic.signedIn(role))
})
afterAll(() => clinic.close())

/** A field of an input: where it is and what stands there. */
interface Field {
  path: string[]
  value: unknown
}

/** Every field of an input, those inside of others included. */
function fieldsOf(value: unknown, path: string[] = []): Field[] {
  const here = path.length === 0 ? [] : [{ path, value }]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return here
  const inner = Object.entries(value).flatMap(([key, part]) => fieldsOf(part, [...path, key]))
  return [...here, ...inner]
}

/** The input with another value at the path; `undefined` leaves the field out. */
function withValue(input: unknown, [first, ...rest]: string[], value: unknown): unknown {
  if (first === undefined) return value
  if (Array.isArray(input)) {
    return input.map((part, at) => (String(at) === first ? withValue(part, rest, value) : part))
  }
  const fields: Record<string, unknown> = { ...(input as object) }
  const changed = withValue(fields[first], rest, value)
  if (changed === undefined) delete fields[first]
  else fields[first] = changed
  return fields
}

interface Wrong {
  name: string
  field: string
  input: unknown
}

const day = /^\d{4}-\d{2}-\d{2}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const wallTime = /^\d{2}:\d{2}$/
const uuid = /^[0-9a-f]{8}-/

/** Values that nothing of the same kind takes. */
function wrongValues(value: unknown, mayHoldAnything: boolean): [string, unknown][] {
  if (typeof value === 'number') {
    return [
      ['negative', -1],
      ['a fraction', value + 0.5],
      ['no number', Number.NaN],
      ['endless', Number.POSITIVE_INFINITY],
      ['huge', 2 ** 53],
      ['a text', String(value)],
      ['null', null],
    ]
  }
  if (typeof value === 'boolean')
    return [
      ['a text', 'true'],
      ['a number', 1],
      ['null', null],
    ]
  if (Array.isArray(value))
    return [
      ['a text', 'x'],
      ['an object', {}],
      ['too many', tooMany(value)],
    ]
  if (value instanceof Uint8Array)
    return [
      ['a text', 'x'],
      ['a list', [1, 2]],
      ['null', null],
    ]
  if (typeof value === 'object')
    return [
      ['a text', 'x'],
      ['a list', []],
    ]
  if (typeof value !== 'string') return []
  return [
    ['a number', 7],
    ['a list', [value]],
    ['an object', { toString: 'x' }],
    ['too long', `${value}${'x'.repeat(100_000)}`],
    ...(mayHoldAnything ? [] : controlCharacters(value)),
    ...wrongShapes(value),
  ]
}

const tooMany = (value: unknown[]) => Array.from({ length: 5000 }, () => value[0])

const controlCharacters = (value: string): [string, unknown][] => [
  ['with a null character', `${value.slice(0, 1)}\u0000${value.slice(1)}`],
  ['with an escape', `${value.slice(0, 1)}\u001b[2J${value.slice(1)}`],
  ['turned around', `${value.slice(0, 1)}\u202e${value.slice(1)}`],
]

function wrongShapes(value: string): [string, unknown][] {
  if (uuid.test(value))
    return [
      ['SQL', `'; DROP TABLE patient;--`],
      ['cut short', value.slice(1)],
    ]
  if (day.test(value)) {
    return [
      ['a day that does not exist', '2026-02-30'],
      ['a leap day of no leap year', '2027-02-29'],
      ['a thirteenth month', '2026-13-01'],
      ['a day of year nought', '0000-00-00'],
      ['the other way round', '23.11.2026'],
    ]
  }
  if (instant.test(value)) {
    return [
      ['on a day that does not exist', '2026-02-30T09:00:00.000Z'],
      ['at an hour that does not exist', '2026-11-23T25:00:00.000Z'],
      ['without a zone', '2026-11-23T09:00:00.000'],
      ['in another zone', '2026-11-23T09:00:00.000+03:00'],
    ]
  }
  if (wallTime.test(value))
    return [
      ['an hour too late', '25:00'],
      ['a minute too late', '09:60'],
    ]
  return []
}

/** Each way of getting this procedure's input wrong, once. */
function wrongInputs(valid: ValidInput): Wrong[] {
  const { input, optional = [], anyCharacters = [] } = valid
  return fieldsOf(input).flatMap(({ path, value }) => {
    const field = path.join('.')
    const isItem = /^\d+$/.test(path.at(-1) ?? '')
    const values = wrongValues(value, anyCharacters.includes(field))
    if (!optional.includes(field) && !isItem) values.unshift(['missing', undefined])
    return values.map(([name, wrong]) => ({
      name: `${field} ${name}`,
      field,
      input: withValue(input, path, wrong),
    }))
  })
}

const wholes = [undefined, null, 'text', 7, true, [], new Date(0)]

/** Someone who may call it, so that the refusal is the input's. */
function caller(path: ProcedurePath): Session {
  const access = everyProcedure.find((procedure) => procedure.path === path)?.access
  const holders: readonly string[] =
    access === undefined || access === 'anyone' || access === 'signed-in'
      ? roles
      : permissionMatrix[access]
  const session = sessions.get(holders[0] ?? '')
  if (session === undefined) throw new Error(`nobody may call ${path}`)
  return session
}

/** The fields that a refusal names, or null when it is no refusal of the input. */
function refusedFields(outcome: Outcome): string[] | null {
  if (outcome.ok || outcome.code !== 'BAD_REQUEST') return null
  if (outcome.clinic?.code !== 'invalid-input') return null
  const { data } = outcome.clinic
  return 'fields' in data ? data.fields.map((field) => field.path) : null
}

/** Whether one of the named fields is the one, or holds it, or is held by it. */
const names = (fields: string[] | null, field: string, shapes: boolean) =>
  fields?.some(
    (named) =>
      named === field ||
      named.startsWith(`${field}.`) ||
      (named !== '' && field.startsWith(`${named}.`)) ||
      (shapes && named === ''),
  ) === true

test('every procedure has an input that is right in the table, and no other has', () => {
  expect(Object.keys(validInputs).toSorted()).toEqual(
    everyProcedure.map(({ path }) => path).toSorted(),
  )
})

/** What the table and the procedure say of an input; both have one, or neither. */
const inputs = everyProcedure.map(({ path, takes }) => {
  const valid: ValidInput | null = validInputs[path]
  return { path, valid, takes }
})

test.each(inputs.filter(({ valid, takes }) => valid === null || takes === null))(
  '$path takes nothing',
  ({ valid, takes }) => {
    expect([valid, takes]).toEqual([null, null])
  },
)

const withInput = inputs.flatMap(({ path, valid, takes }) =>
  valid === null || takes === null ? [] : [{ path, valid, takes }],
)

describe.each(withInput)('$path', ({ path, valid, takes }) => {
  test('takes what is right', () => {
    expect(takes(valid.input)).toBe(true)
    for (const field of valid.optional ?? []) {
      expect([field, takes(withValue(valid.input, field.split('.'), undefined))]).toEqual([
        field,
        true,
      ])
    }
  })

  test('refuses what is wrong, names its field, and writes nothing', async () => {
    const before = clinic.rowCounts()
    const unrefused: string[] = []
    for (const whole of wholes) {
      const isEmptyTaken = takes({}) && typeof whole === 'object' && whole !== null
      const outcome = await clinic.call(path, whole, caller(path))
      if (!isEmptyTaken && refusedFields(outcome) === null) unrefused.push(`as a whole: ${whole}`)
    }
    for (const wrong of wrongInputs(valid)) {
      const outcome = await clinic.call(path, wrong.input, caller(path))
      const fields = refusedFields(outcome)
      if (names(fields, wrong.field, valid.shapes === true)) continue
      unrefused.push(`${wrong.name}: ${JSON.stringify(fields ?? outcome)}`)
    }
    expect(unrefused).toEqual([])
    expect(clinic.rowCounts()).toEqual(before)
  })
})

describe('what looks like a command is kept as the text that it is', () => {
  const texts = [
    `Robert'); DROP TABLE patient;--`,
    `' OR '1'='1`,
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '{{constructor.constructor("alert(1)")()}}',
    '${process.exit(1)}',
    '%00 %n %s',
    '=HYPERLINK("http://evil.example")',
    '../../etc/passwd',
    'Zoë 李小龙 О’Нил-Смит 🙂',
  ]

  test.each(texts)('a patient called %s', async (text) => {
    const session = caller('patients.register')
    const wish = { ...validInputs['patients.register'].input, family: text, note: text }
    const registered = await clinic.call('patients.register', wish, session)
    const { id } = (registered.ok ? registered.data : {}) as { id?: string }
    const read = await clinic.call('patients.get', { id }, session)
    expect(read).toMatchObject({ ok: true, data: { family: text, note: text } })
    const search = await clinic.call('patients.search', { query: text, limit: 50 }, session)
    expect(search.ok).toBe(true)
  })

  test.each(texts)('a room, a service and a colleague called %s', async (text) => {
    const session = caller('catalog.createRoom')
    expect(await clinic.call('catalog.createRoom', { name: text }, session)).toMatchObject({
      ok: true,
    })
    const rooms = await clinic.call('catalog.rooms', undefined, session)
    expect(rooms.ok ? rooms.data : []).toContainEqual(expect.objectContaining({ name: text }))
    const login = `login${texts.indexOf(text)}`
    const wish = { ...validInputs['staff.create'].input, family: text, login }
    expect(await clinic.call('staff.create', wish, session)).toMatchObject({ ok: true })
    const staff = await clinic.call('staff.list', undefined, session)
    expect(staff.ok ? staff.data : []).toContainEqual(expect.objectContaining({ family: text }))
    const services = await clinic.call('catalog.services', { search: text }, session)
    expect(services.ok).toBe(true)
  })

  test('and every table is still there', () => {
    expect(clinic.rowCounts()).toMatchObject({ patient: texts.length, location: texts.length })
  })
})
