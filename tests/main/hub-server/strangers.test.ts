/** Strangers and floods: each is refused with a code, and none of them makes the hub grow. */
import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  newMember,
  newPeer,
  Peer,
  someOperation,
  startTestHub,
  type TestHub,
} from '../../helpers/test-hub.ts'

const gigabyte = 1024 ** 3
const mebibyte = 1024 ** 2

/** How much the process has grown while `work` ran. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss
  await work()
  return process.memoryUsage().rss - before
}

/** A connection that is cut by the hub some time, without anything being done. */
function plainSocket({ port }: TestHub): Socket {
  const socket = connectPlain(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

async function metric(hub: TestHub, line: string): Promise<number> {
  const text = await (await fetch(`${hub.server.adminAddress}/metrics`)).text()
  const found = text.split('\n').find((one) => one.startsWith(line))
  return Number(found?.split(' ').at(-1) ?? 0)
}

/** Long enough for a connection that goes on, also when the machine is busy. */
const short = { silentMs: 1_000, handshakeMs: 1_500, firstWordMs: 1_000, sweepMs: 50 }

const admin = { host: '127.0.0.1', port: 0 }

describe('who is not a member', () => {
  it.each(['hello', 'push', 'pull'])(
    'may not %s, without a certificate or with one',
    async (name) => {
      const hub = await startTestHub()
      for (const peer of [new Peer(hub.port, null), await newPeer(hub)]) {
        expect(await peer.mutate(name, {})).toEqual({ code: 'unknown-device' })
      }
    },
  )

  it('gets no files and no snapshot', async () => {
    const hub = await startTestHub()
    const peer = await newPeer(hub)
    for (const path of ['/snapshot', `/files/${'0'.repeat(64)}`]) {
      expect((await peer.ask({ path })).status).toBe(401)
    }
  })

  it('is told by the WebSocket’s close why it must go', async () => {
    const hub = await startTestHub()
    expect(await (await (await newPeer(hub)).socket()).closed).toBe(4401)
    expect(await (await new Peer(hub.port, null).socket()).closed).toBe(4401)
  })

  it('may send little', async () => {
    const hub = await startTestHub()
    const body = 'x'.repeat(20_000)
    const headers = { 'content-length': body.length }
    const { status } = await (
      await newPeer(hub)
    ).ask({ method: 'POST', path: '/trpc/join', headers, body })
    expect(status).toBe(413)
  })

  it('is one of few', async () => {
    const hub = await startTestHub({ limits: { strangers: 3 } })
    const peer = await newPeer(hub)
    const sockets = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const socket = connectTls(peer.tls)
        socket.on('error', () => {})
        onTestFinished(() => void socket.destroy())
        await once(socket, 'secureConnect')
        return socket
      }),
    )
    await Promise.any(sockets.map((socket) => once(socket, 'close')))
    const { peer: member } = await newMember(hub)
    expect((await member.ask({ path: '/snapshot' })).status).toBe(200)
  })

  it('is not kept for long', async () => {
    const hub = await startTestHub({ limits: { strangerMs: 1, sweepMs: 20 } })
    const socket = connectTls((await newPeer(hub)).tls)
    socket.on('error', () => {})
    await once(socket, 'close')
  })
})

describe('bodies', () => {
  it('of a gigabyte are refused before they are read', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    let sent = 0
    const grown = await growth(async () => {
      const answer = peer.ask({
        method: 'POST',
        path: '/trpc/push',
        headers: { 'content-type': 'application/json', 'content-length': gigabyte },
        send(request) {
          const piece = Buffer.alloc(mebibyte, 'x')
          const more = () => {
            while (!request.destroyed && sent < gigabyte) {
              sent += piece.length
              if (!request.write(piece)) return void request.once('drain', more)
            }
          }
          more()
        },
      })
      expect((await answer).status).toBe(413)
    })
    expect(sent).toBeLessThan(64 * mebibyte)
    expect(grown).toBeLessThan(128 * mebibyte)
  })

  it('without a length are refused', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const send: NonNullable<Parameters<Peer['ask']>[0]['send']> = (request) =>
      void request.write('{')
    const { status } = await peer.ask({ method: 'POST', path: '/trpc/push', send })
    expect(status).toBe(411)
  })

  it('of a WebSocket message over 8 MB close it', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const socket = await peer.socket()
    socket.raw.send(Buffer.alloc(8 * mebibyte + 1))
    expect(await socket.closed).toBe(1009)
  })

  it('that are no calls are refused, and the line goes on', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    for (const text of ['', 'null', '[]', '{"id":1}', '{"id":1,"method":"query"}', '{{', '"x"']) {
      socket.raw.send(text)
    }
    expect(await socket.call('query', 'pull', { epoch: hello.epoch, cursor: 0 })).toHaveProperty(
      'data',
    )
  })
})

describe('who says nothing', () => {
  it('is cut after a while, before, in and after the handshake', async () => {
    const hub = await startTestHub({ admin, limits: short })
    const { peer } = await newMember(hub)
    const silent = plainSocket(hub)
    const half = plainSocket(hub)
    half.write(Buffer.from([22, 3, 1]))
    const quiet = connectTls(peer.tls)
    quiet.on('error', () => {})
    await Promise.all([silent, half, quiet].map((socket) => once(socket, 'close')))
    for (const why of ['silent', 'handshake', 'no-first-word']) {
      expect(await metric(hub, `polyclinic_hub_turned_away_total{why="${why}"}`)).toBe(1)
    }
  })

  it('is cut at once when it does not speak TLS', async () => {
    const hub = await startTestHub()
    const socket = plainSocket(hub)
    socket.write('GET / HTTP/1.1\r\n\r\n')
    await once(socket, 'close')
  })

  it('does not hold up others by half a handshake', async () => {
    const hub = await startTestHub({
      limits: { handshakes: 2, handshakeMs: 60_000, crowdedHandshakeMs: 1, sweepMs: 20 },
    })
    for (let count = 0; count < 4; count += 1) plainSocket(hub).write(Buffer.from([22, 3, 1]))
    expect(await (await newPeer(hub)).mutate('hello', {})).toEqual({ code: 'unknown-device' })
  })

  it(
    'is one of four thousand at most, and members are answered beside them',
    { timeout: 120_000 },
    async () => {
      const hub = await startTestHub({ admin })
      const { peer, hello } = await newMember(hub)
      const pull = { epoch: hello.epoch, cursor: 0 }
      let kept = 0
      // In the same process as the hub, so what the test's own ends take counts as well.
      const grown = await growth(async () => {
        for (let wave = 0; wave < 10; wave += 1) {
          const sockets = Array.from({ length: 500 }, () => plainSocket(hub))
          await Promise.all(sockets.map((socket) => once(socket, 'connect')))
        }
        kept = await metric(hub, 'polyclinic_hub_connections{kind="silent"}')
        expect(
          (await peer.ask({ path: `/trpc/pull?input=${encodeURIComponent(JSON.stringify(pull))}` }))
            .status,
        ).toBe(200)
      })
      expect(kept).toBeLessThanOrEqual(4_000)
      expect(grown).toBeLessThan(200 * mebibyte)
    },
  )
})

describe('who asks too much', () => {
  it('is refused with a code, then cut', async () => {
    const hub = await startTestHub({ limits: { burst: 20, callsPerSecond: 0 } })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const pull = () => socket.call('query', 'pull', { epoch: hello.epoch, cursor: 0 })
    const answers = []
    for (let count = 0; count < 25; count += 1) answers.push(await pull())
    expect(answers[0]).toHaveProperty('data')
    expect(answers.at(-1)).toEqual({ code: 'too-many-tries' })
    for (let count = 0; count < 40; count += 1) void pull()
    expect(await socket.closed).toBe(1013)
  })

  it('pays for what it sends by its length', async () => {
    const hub = await startTestHub({ limits: { burst: 20, callsPerSecond: 0 } })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const long = {
      epoch: hello.epoch,
      operations: [someOperation(1, { note: 'x'.repeat(900_000) })],
    }
    expect(await socket.call('mutation', 'push', long)).toHaveProperty('data')
    expect(await socket.call('mutation', 'push', long)).toEqual({ code: 'too-many-tries' })
  })

  it('is refused while too many of its calls wait', async () => {
    const hub = await startTestHub({ limits: { waitingCalls: 2 } })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        socket.call('query', 'pull', { epoch: hello.epoch, cursor: 0 }),
      ),
    )
    expect(answers.filter((answer) => 'data' in answer).length).toBeGreaterThanOrEqual(2)
  })
})
