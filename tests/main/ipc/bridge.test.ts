/** The bridge over a real message channel, with the window's own link at the other end. */
import { inspect } from 'node:util'
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { ClinicError } from '../../../main/clinic/shared/errors.ts'
import { lineInput } from '../../../main/clinic/shared/inputs.ts'
import { type Port, serveBridge } from '../../../main/ipc/bridge.ts'
import { follow } from '../../../main/ipc/events.ts'
import { procedure, router } from '../../../main/ipc/procedure.ts'
import { Session } from '../../../main/ipc/session.ts'
import type { Workstation } from '../../../main/workstation.ts'
import { portLink } from '../../../renderer/trpc.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

/** What the tests' procedures tell of themselves. */
const told: string[] = []
const listeners = new Set<(event: number) => void>()
const emit = (event: number) => {
  for (const listener of listeners) listener(event)
}

/** Resolves when its signal aborts, and says so. */
const untilAborted = (name: string, signal: AbortSignal | undefined) =>
  new Promise<string>((resolve) => {
    told.push(`${name} began`)
    signal?.addEventListener('abort', () => {
      told.push(`${name} ended`)
      resolve('too late')
    })
  })

const testRouter = router({
  echo: procedure('anyone')
    .input(z.unknown())
    .query(({ input }) => ({ input })),
  addRoom: procedure('anyone')
    .input(z.object({ name: lineInput(20) }))
    .mutation(({ ctx, input }) =>
      ctx.desk.write('test.room', async (unit) => ({
        id: unit.insert('location', { name: input.name, archivedAt: null }),
      })),
    ),
  refuse: procedure('anyone').query(() => {
    throw new ClinicError('not-found', { entity: 'patient', id: 'p' })
  }),
  fail: procedure('anyone')
    .input(z.object({ family: z.string() }))
    .mutation(({ ctx }) =>
      ctx.desk.write('test.fail', async () => {
        throw new TypeError('it broke')
      }),
    ),
  spoiltDisk: procedure('anyone')
    .input(z.string())
    .query(({ input }) => {
      throw Object.assign(new Error('what SQLite says'), { code: input })
    }),
  unclonable: procedure('anyone').query(() => ({ answer: () => 42 })),
  guarded: procedure('staff.write').query(() => 'secret'),
  wait: procedure('anyone').query(({ signal }) => untilAborted('query', signal)),
  count: procedure('anyone').subscription(async function* ({ signal }) {
    told.push('count began')
    try {
      yield* follow<number>((push) => {
        listeners.add(push)
        return () => listeners.delete(push)
      }, signal)
    } finally {
      told.push('count ended')
    }
  }),
  three: procedure('anyone').subscription(async function* () {
    yield 1
    yield 2
    yield 3
  }),
  spoilt: procedure('anyone').subscription(async function* () {
    yield 1
    throw new ClinicError('not-found', { entity: 'patient', id: 'p' })
  }),
})

/** A MessagePort of Node's as main/electron/window adapts Electron's. */
function adapted(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.addEventListener('message', (event) => onMessage(event.data))
      port.addEventListener('close', onClose)
      port.start()
    },
  }
}

let workstation: Workstation
let bugs: [path: string, error: unknown][]

/** A window's end of a new bridge; `far` is its port. */
function connect() {
  const { port1: far, port2: near } = new MessageChannel()
  onTestFinished(() => far.close())
  serveBridge(adapted(near), {
    router: testRouter,
    context: (requestKey) => ({ workstation, session: new Session(), requestKey }),
    logBug: (path, error) => bugs.push([path, error]),
  })
  return { client: createTRPCClient<typeof testRouter>({ links: [portLink(far)] }), far }
}

beforeEach(async () => {
  bugs = []
  told.length = 0
  const started = startWorkstation({ keyStore: fakeKeyStore(1) })
  workstation = started.workstation
  await workstation.open()
  await workstation.setUp(setUpWish)
})

/** What a call was refused with, as the window's code gets it. */
async function refusalOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => 'nothing',
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw new Error(`no refusal: ${inspect(error)}`)
  return { message: error.message, ...error.data } as Record<string, unknown>
}

/** Once the condition holds; the channel's messages come in turns of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition).toBe(true)
}

describe('what crosses the bridge is what was sent', () => {
  test.each<[string, unknown]>([
    ['nought', 0],
    ['an empty text', ''],
    ['false', false],
    ['null', null],
    ['nothing', undefined],
    ['a list', [0, '', false, null]],
    ['a day in time', new Date('2026-11-21T09:30:00.000Z')],
    ['bytes', new Uint8Array([0, 255, 7])],
    ['letters of all kinds', 'Ёлка 李 🙂 \u2028'],
    ['an object that names what objects have', JSON.parse('{"__proto__":{"x":1},"kind":"stop"}')],
  ])('%s', async (_, value) => {
    const { client } = connect()
    expect(await client.echo.query(value)).toEqual({ input: value })
  })

  test('many at a time, each with its own answer', async () => {
    const { client } = connect()
    const numbers = Array.from({ length: 200 }, (_, number) => number)
    const answers = await Promise.all(numbers.map((number) => client.echo.query(number)))
    expect(answers).toEqual(numbers.map((input) => ({ input })))
  })
})

describe('a mutation', () => {
  const rooms = () =>
    workstation
      .desk({ id: 'system', roles: [] }, null)
      .read.selectFrom('location')
      .select('name')
      .execute()

  test('with the same key is one result', async () => {
    const { client } = connect()
    const options = { context: { key: 'the same key' } }
    const first = await client.addRoom.mutate({ name: 'Room 1' }, options)
    const { client: other } = connect()
    expect(await other.addRoom.mutate({ name: 'Room 1' }, options)).toEqual(first)
    expect(await rooms()).toHaveLength(1)
    const changed = client.addRoom.mutate({ name: 'Room 2' }, options)
    expect(await refusalOf(changed)).toMatchObject({ clinic: { code: 'idempotency-mismatch' } })
  })

  test('twice without a key is two', async () => {
    const { client } = connect()
    await client.addRoom.mutate({ name: 'Room 1' })
    await client.addRoom.mutate({ name: 'Room 1' })
    expect(await rooms()).toHaveLength(2)
  })
})

describe('a refusal', () => {
  test('carries the transport’s code and the clinic’s own', async () => {
    const { client } = connect()
    expect(await refusalOf(client.refuse.query())).toMatchObject({
      code: 'NOT_FOUND',
      message: 'not-found',
      clinic: { code: 'not-found', data: { entity: 'patient', id: 'p' } },
    })
    expect(await refusalOf(client.guarded.query())).toMatchObject({
      code: 'UNAUTHORIZED',
      clinic: { code: 'not-signed-in' },
    })
    expect(bugs).toEqual([])
  })

  test('of an input names the field', async () => {
    const { client } = connect()
    const refused = await refusalOf(client.addRoom.mutate({ name: 'x'.repeat(21) }))
    expect(refused).toMatchObject({
      code: 'BAD_REQUEST',
      clinic: {
        code: 'invalid-input',
        data: { fields: [{ path: 'name', code: 'too_big', kind: 'string', limit: 20 }] },
      },
    })
  })

  test('in the middle of a subscription arrives as one, and is no bug', async () => {
    const { client } = connect()
    const events: unknown[] = []
    const error = await new Promise((resolve) => {
      client.spoilt.subscribe(undefined, { onData: (data) => events.push(data), onError: resolve })
    })
    expect(events).toEqual([1])
    expect(error).toMatchObject({ data: { code: 'NOT_FOUND', clinic: { code: 'not-found' } } })
    expect(bugs).toEqual([])
  })
})

describe('a bug', () => {
  test('is logged with where it happened, and with nothing that was sent', async () => {
    const { client } = connect()
    const refused = await refusalOf(client.fail.mutate({ family: 'Водолазова' }))
    expect(refused).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', clinic: null })
    expect(bugs).toEqual([['fail', expect.objectContaining({ message: 'it broke' })]])
    expect(inspect(bugs, { depth: 20, showHidden: true })).not.toContain('Водолазова')
    expect(inspect(refused)).not.toContain('Водолазова')
    expect(inspect(refused)).not.toContain('bridge.test.ts')
  })

  test('of an answer that cannot cross is an error, not silence', async () => {
    const { client } = connect()
    const refused = await refusalOf(client.unclonable.query())
    expect(refused).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(bugs).toHaveLength(1)
  })
})

describe('a database that fails under a call', () => {
  test.each([
    ['SQLITE_CORRUPT', { code: 'database-trouble', data: { trouble: 'damaged' } }],
    // The key fitted when the file was opened.
    ['SQLITE_NOTADB', { code: 'database-trouble', data: { trouble: 'damaged' } }],
    ['SQLITE_IOERR_READ', { code: 'database-trouble', data: { trouble: 'not-readable' } }],
    ['SQLITE_FULL', { code: 'disk-full', data: {} }],
  ])('%s is said, and logged', async (code, clinic) => {
    const { client } = connect()
    expect(await refusalOf(client.spoiltDisk.query(code))).toMatchObject({
      code: 'CONFLICT',
      clinic,
    })
    expect(inspect(bugs)).toContain(code === 'SQLITE_FULL' ? '[]' : 'what SQLite says')
  })
})

describe('a subscription', () => {
  test('hands on every event, and ends when the window leaves it', async () => {
    const { client } = connect()
    const events: number[] = []
    const subscription = client.count.subscribe(undefined, {
      onData: (event) => events.push(event),
    })
    await until(() => listeners.size === 1)
    for (const event of [0, 1, 2]) emit(event)
    await until(() => events.length === 3)
    subscription.unsubscribe()
    await until(() => told.includes('count ended'))
    expect(events).toEqual([0, 1, 2])
    expect(listeners.size).toBe(0)
  })

  test('says when it is complete', async () => {
    const { client } = connect()
    const events: number[] = []
    await new Promise<void>((resolve) => {
      client.three.subscribe(undefined, {
        onData: (event) => events.push(event),
        onComplete: resolve,
      })
    })
    expect(events).toEqual([1, 2, 3])
  })

  test('of a window that is gone ends as well', async () => {
    const { client, far } = connect()
    client.count.subscribe(undefined, {})
    await until(() => listeners.size === 1)
    far.close()
    await until(() => told.includes('count ended'))
    expect(listeners.size).toBe(0)
  })
})

describe('a call that is no longer wanted', () => {
  test('is aborted, and says so on both sides', async () => {
    const { client } = connect()
    const stop = new AbortController()
    const call = client.wait.query(undefined, { signal: stop.signal })
    const ended = call.then(
      () => 'answered',
      (error: unknown) => (error instanceof Error ? error.name : 'thrown'),
    )
    await until(() => told.includes('query began'))
    stop.abort()
    await until(() => told.includes('query ended'))
    expect(await ended).toBe('TRPCClientError')
  })

  test('is never sent when it was stopped before', async () => {
    const { client } = connect()
    const call = client.wait.query(undefined, { signal: AbortSignal.abort() })
    await expect(call).rejects.toThrow('Stopped')
    await client.echo.query('after it')
    expect(told).toEqual([])
  })

  test('ends with the port', async () => {
    const { client, far } = connect()
    void client.wait.query().catch(() => {})
    await until(() => told.includes('query began'))
    far.close()
    await until(() => told.includes('query ended'))
  })
})

describe('what is no call', () => {
  const call = { kind: 'call', id: 1, type: 'query', path: 'echo', key: 'k', input: 1 }

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'call'],
    ['a list', [call]],
    ['an unknown kind', { ...call, kind: 'cast' }],
    ['no id', { ...call, id: undefined }],
    ['a text for an id', { ...call, id: '1' }],
    ['no key', { ...call, key: undefined }],
    ['an empty key', { ...call, key: '' }],
    ['an endless key', { ...call, key: 'k'.repeat(201) }],
    ['an endless path', { ...call, path: 'p'.repeat(201) }],
    ['an unknown type', { ...call, type: 'eval' }],
    ['a stop of nothing', { kind: 'stop', id: 999 }],
    ['a stop without an id', { kind: 'stop' }],
  ])('is passed over: %s', async (_, message) => {
    const { client, far } = connect()
    const answers: unknown[] = []
    far.addEventListener('message', (event) => answers.push(event.data))
    far.postMessage(message)
    expect(await client.echo.query('after it')).toEqual({ input: 'after it' })
    expect(answers).toHaveLength(1)
    expect(bugs).toEqual([])
  })

  test.each(['', 'nowhere', 'echo.deeper', '__proto__', 'constructor', '_def', 'toString'])(
    'is not found: %j',
    async (path) => {
      const { far } = connect()
      const answer = new Promise<unknown>((resolve) => {
        far.addEventListener('message', (event) => resolve(event.data))
      })
      far.start()
      far.postMessage({ ...call, path })
      expect(await answer).toMatchObject({
        id: 1,
        kind: 'error',
        error: { data: { code: 'NOT_FOUND' } },
      })
      expect(bugs).toEqual([])
    },
  )

  test('changes nothing when a mutation is asked for as a question', async () => {
    const { far } = connect()
    const answer = new Promise<unknown>((resolve) => {
      far.addEventListener('message', (event) => resolve(event.data))
    })
    far.start()
    far.postMessage({ ...call, path: 'addRoom', input: { name: 'Room 1' } })
    expect(await answer).toMatchObject({ kind: 'error' })
    expect(bugs).toEqual([])
  })
})
