/**
 * A plain TCP proxy between workstations and hubs that can do to a connection what networks do: delay,
 * cut, truncate, half-close and swallow. With several targets it is a balancer.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** `up` goes from the workstation to the hub, `down` comes back. */
export type Direction = 'up' | 'down'

export type Fault =
  /** Each piece waits that long. */
  | { kind: 'delay'; direction: Direction; ms: number }
  /** Both sides are cut off hard, in the middle of a message, after so many bytes more. */
  | { kind: 'cut'; direction: Direction; afterBytes: number }
  /** The receiver gets so many bytes and then a clean end. */
  | { kind: 'truncate'; direction: Direction; afterBytes: number }
  /** One half is ended, the other one goes on. */
  | { kind: 'half-close'; direction: Direction; afterBytes: number }
  /** Bytes are read and thrown away: an acknowledgement that never comes. */
  | { kind: 'swallow'; direction: Direction }

export interface TcpProxy {
  readonly port: number
  /** Where new connections go, each in turn; one that refuses is passed over. */
  targets: number[]
  /** Done to all connections from now on, those that are open too. */
  faults: Fault[]
  /** False refuses every connection and cuts those that are open. */
  setReachable(isReachable: boolean): void
  /** Connections that are open now. */
  openConnections(): number
  /** Connections taken so far. */
  taken(): number
  /** Bytes that went through, both ways. */
  passed(): Record<Direction, number>
  cutAll(): void
  close(): Promise<void>
}

interface Pair {
  near: Socket
  far: Socket
}

export async function openProxy(...targets: number[]): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  const passed = { up: 0, down: 0 }
  let isReachable = true
  let taken = 0
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    taken += 1
    near.on('error', () => near.destroy())
    if (isReachable) void take(near)
    else near.resetAndDestroy()
  })

  async function take(near: Socket): Promise<void> {
    const far = await reach(proxy.targets, taken)
    if (far === null || near.destroyed) {
      near.resetAndDestroy()
      far?.destroy()
      return
    }
    const pair = { near, far }
    pairs.add(pair)
    const drop = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', drop).on('close', drop)
    pass(pair, 'up')
    pass(pair, 'down')
  }

  function pass(pair: Pair, direction: Direction): void {
    const [from, to] = direction === 'up' ? [pair.near, pair.far] : [pair.far, pair.near]
    let line = Promise.resolve()
    from.on('data', (bytes: Buffer) => {
      passed[direction] += bytes.length
      line = line.then(() => handOn(pair, to, direction, bytes))
    })
    from.on('end', () => {
      line = line.then(() => void to.end())
    })
  }

  async function handOn(
    pair: Pair,
    to: Socket,
    direction: Direction,
    bytes: Buffer,
  ): Promise<void> {
    let rest = bytes
    for (const fault of proxy.faults) {
      if (fault.direction !== direction) continue
      if (fault.kind === 'swallow') return
      if (fault.kind === 'delay') {
        const { promise, resolve } = Promise.withResolvers<void>()
        setTimeout(resolve, fault.ms)
        await promise
      } else {
        fault.afterBytes -= rest.length
        if (fault.afterBytes >= 0) continue
        rest = rest.subarray(0, Math.max(0, rest.length + fault.afterBytes))
        if (!to.destroyed) to.write(rest)
        proxy.faults = proxy.faults.filter((other) => other !== fault)
        breakOff(pair, to, fault.kind)
        return
      }
    }
    if (!to.destroyed && !to.writableEnded) to.write(rest)
  }

  function breakOff(pair: Pair, to: Socket, kind: 'cut' | 'truncate' | 'half-close'): void {
    if (kind === 'cut') {
      pair.near.resetAndDestroy()
      pair.far.resetAndDestroy()
      return
    }
    to.end()
    if (kind === 'truncate') (to === pair.near ? pair.far : pair.near).destroy()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    targets,
    faults: [],
    setReachable(reachable) {
      isReachable = reachable
      if (!reachable) proxy.cutAll()
    },
    openConnections: () => pairs.size,
    taken: () => taken,
    passed: () => ({ ...passed }),
    cutAll() {
      for (const { near, far } of pairs) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      proxy.cutAll()
      await closed
    },
  }
  return proxy
}

/** A connection to the first target that takes one, beginning at a turn's; null when none does. */
async function reach(targets: readonly number[], turn: number): Promise<Socket | null> {
  for (let tried = 0; tried < targets.length; tried += 1) {
    const port = targets[(turn + tried) % targets.length] ?? 0
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    if (isOpen) return socket
    socket.destroy()
  }
  return null
}
