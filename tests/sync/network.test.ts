/** The tests' own tools do what they say: the proxy's faults, the balancer, the cluster that is killed. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { openProxy, type TcpProxy } from '../helpers/tcp-proxy.ts'

/** A server that says back what it hears, with its name before. */
async function openEcho(name = ''): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => socket.write(name + bytes.toString()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function openPassage(...targets: number[]): Promise<TcpProxy> {
  const proxy = await openProxy(...targets)
  onTestFinished(() => proxy.close())
  return proxy
}

async function call(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  await once(socket, 'connect')
  onTestFinished(() => void socket.destroy())
  return socket
}

/** All that a socket receives until its end, and how it ended. */
async function hear(socket: Socket): Promise<{ heard: string; isWhole: boolean }> {
  let heard = ''
  let isWhole = true
  socket.on('data', (bytes) => (heard += bytes.toString()))
  socket.on('error', () => (isWhole = false))
  socket.on('end', () => socket.end())
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.on('close', () => resolve())
  await closed
  return { heard, isWhole }
}

describe('the proxy', () => {
  test('passes both ways', async () => {
    const proxy = await openPassage(await openEcho())
    const socket = await call(proxy.port)
    socket.write('hello')
    expect(String(await once(socket, 'data'))).toBe('hello')
    expect(proxy.passed()).toEqual({ up: 5, down: 5 })
  })

  test.each([
    ['cut', { heard: '', isWhole: false }],
    ['truncate', { heard: 'hel', isWhole: true }],
    ['half-close', { heard: 'hel', isWhole: true }],
  ] as const)('does a %s after three bytes', async (kind, expected) => {
    const proxy = await openPassage(await openEcho())
    proxy.faults = [{ kind, direction: 'down', afterBytes: 3 }]
    const socket = await call(proxy.port)
    const heard = hear(socket)
    socket.write('hello')
    // A reset may take with it what had not been read.
    if (kind === 'cut') expect((await heard).isWhole).toBe(expected.isWhole)
    else expect(await heard).toEqual(expected)
    expect(proxy.faults).toEqual([])
  })

  test('swallows what comes back', async () => {
    const proxy = await openPassage(await openEcho())
    proxy.faults = [{ kind: 'swallow', direction: 'down' }]
    const socket = await call(proxy.port)
    const heard = hear(socket)
    socket.write('hello')
    while (proxy.passed().down < 5) await new Promise(setImmediate)
    proxy.cutAll()
    expect((await heard).heard).toBe('')
  })

  test('gives each target its turn and passes over one that is gone', async () => {
    const proxy = await openPassage(await openEcho('a'), await openEcho('b'), 1)
    const names = []
    for (let index = 0; index < 6; index += 1) {
      const socket = await call(proxy.port)
      socket.write('-')
      names.push(String(await once(socket, 'data')))
      socket.destroy()
    }
    expect(new Set(names)).toEqual(new Set(['a-', 'b-']))
  })

  test('is out of reach when it is told so', async () => {
    const proxy = await openPassage(await openEcho())
    const socket = await call(proxy.port)
    const heard = hear(socket)
    socket.write('x')
    await once(socket, 'data')
    proxy.setReachable(false)
    expect((await heard).isWhole).toBe(false)
  })
})

test.skipIf(postgresProblem !== null)(
  'a killed PostgreSQL comes back with what it had',
  async () => {
    const cluster = await startPostgres()
    onTestFinished(() => cluster.stop())
    const address = await cluster.newDatabase()
    const ask = async (statement: string) => {
      const client = new pg.Client({ connectionString: address })
      client.on('error', () => {})
      await client.connect()
      try {
        return (await client.query(statement)).rows
      } finally {
        await client.end()
      }
    }
    await ask('CREATE TABLE kept (word text)')
    await ask(`INSERT INTO kept VALUES ('here')`)
    await cluster.kill()
    await expect(ask('SELECT 1')).rejects.toThrow('ECONNREFUSED')
    await cluster.start()
    expect(await ask('SELECT word FROM kept')).toEqual([{ word: 'here' }])
  },
)
