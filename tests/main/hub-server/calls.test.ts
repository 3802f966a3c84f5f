/** Calls of members: over both transports, in the name of their certificate alone, and the news they get. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Operation, pokeSchema, pullAnswer } from '../../../main/sync/wire.ts'
import { instead } from '../../helpers/at-step.ts'
import { newMember, someOperation, startTestHub } from '../../helpers/test-hub.ts'

describe('a member', () => {
  it('is answered over the WebSocket and over plain requests alike', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const pull = { epoch: hello.epoch, cursor: 0 }
    const input = encodeURIComponent(JSON.stringify(pull))
    const overHttp = await peer.ask({ path: `/trpc/pull?input=${input}` })
    const overSocket = await (await peer.socket()).call('query', 'pull', pull)
    expect(JSON.parse(overHttp.body.toString())).toEqual({ result: overSocket })
  })

  it('cannot push in another device’s name', async () => {
    const hub = await startTestHub()
    const [victim, thief] = [await newMember(hub, 'Victim'), await newMember(hub, 'Thief')]
    const operation = { ...someOperation(1), deviceId: victim.hello.deviceId }
    const { epoch } = thief.hello
    const push = await (
      await thief.peer.socket()
    ).call('mutation', 'push', {
      epoch,
      operations: [operation],
      deviceId: victim.hello.deviceId,
    })
    expect(push).toHaveProperty('data')
    const stored = await hub.store.operations(0, 10)
    expect(stored.map(({ deviceId }) => deviceId)).toEqual([thief.hello.deviceId])
  })

  it('gets a code for what the hub refuses', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const operations = [someOperation(1)]
    expect(await socket.call('mutation', 'push', { epoch: 'another', operations })).toEqual({
      code: 'epoch-changed',
    })
    const { epoch } = hello
    const push = (pushed: Operation[]) =>
      socket.call('mutation', 'push', { epoch, operations: pushed })
    expect(await push(operations)).toHaveProperty('data')
    expect(await push(operations)).toHaveProperty('data')
    expect(await push([someOperation(7)])).toEqual({ code: 'out-of-order' })
    expect(await push([someOperation(1, { name: 'Another' })])).toEqual({ code: 'device-cloned' })
  })

  it('hears the newest number at once and after each change, in bundles', async () => {
    const hub = await startTestHub({ limits: { pokeMs: 50 } })
    const [writer, listener] = [await newMember(hub), await newMember(hub)]
    const feed = await listener.peer.socket()
    feed.send('subscription', 'changes')
    expect(await feed.toldTimes(1)).toEqual([{ seq: 0 }])
    const { epoch } = writer.hello
    const desk = await writer.peer.socket()
    for (let seq = 1; seq <= 20; seq += 1) {
      await desk.call('mutation', 'push', { epoch, operations: [someOperation(seq)] })
    }
    while (!JSON.stringify(feed.told.at(-1)).includes('20'))
      await feed.toldTimes(feed.told.length + 1)
    expect(feed.told.length).toBeLessThanOrEqual(21)
  })

  it('hears what is new along with that, as the log has it', async () => {
    const hub = await startTestHub()
    const [writer, listener] = [await newMember(hub), await newMember(hub)]
    const feed = await listener.peer.socket()
    feed.send('subscription', 'changes')
    await feed.toldTimes(1)
    const { epoch } = writer.hello
    const desk = await writer.peer.socket()
    await desk.call('mutation', 'push', { epoch, operations: [someOperation(1, { name: 'УЗИ' })] })
    const poke = pokeSchema.parse((await feed.toldTimes(2))[1])
    const pulled = await desk.call('query', 'pull', { epoch, cursor: 0 })
    const { operations } = pullAnswer.parse('data' in pulled ? pulled.data : null)
    expect(operations).toMatchObject([{ rowId: 'category-1', changes: { name: 'УЗИ' } }])
    expect(poke).toEqual({
      seq: 1,
      news: { epoch, after: 0, operations, cursor: 1, backupSeq: 0 },
    })
  })

  it('hears that there is something, and no more, when there are many to be told', async () => {
    const hub = await startTestHub({ limits: { toldFollowers: 1 } })
    const [writer, first, second] = [
      await newMember(hub),
      await newMember(hub),
      await newMember(hub),
    ]
    const feeds = [await first.peer.socket(), await second.peer.socket()]
    for (const feed of feeds) {
      feed.send('subscription', 'changes')
      await feed.toldTimes(1)
    }
    const { epoch } = writer.hello
    const desk = await writer.peer.socket()
    const push = (deviceSeq: number) =>
      desk.call('mutation', 'push', { epoch, operations: [someOperation(deviceSeq)] })
    await push(1)
    for (const feed of feeds) expect((await feed.toldTimes(2))[1]).toEqual({ seq: 1 })
    feeds[1]?.raw.terminate()
    await feeds[1]?.closed
    // One alone is told all of it, once the hub has seen the other one go.
    for (let deviceSeq = 2; ; deviceSeq += 1) {
      await push(deviceSeq)
      const told = await feeds[0]?.toldTimes(deviceSeq + 1)
      if (pokeSchema.parse(told?.at(-1)).news !== null) break
    }
  })

  it('who does not fetch what it is told is told no more of it, and hears of the last all the same', async () => {
    const hub = await startTestHub({ limits: { unreadNewsBytes: 64 * 1024 } })
    const [writer, sleeper] = [await newMember(hub), await newMember(hub)]
    const feed = await sleeper.peer.socket()
    feed.send('subscription', 'changes')
    await feed.toldTimes(1)
    feed.raw.pause()
    const { epoch } = writer.hello
    const desk = await writer.peer.socket()
    // More than the kernel keeps for a connection that nobody reads.
    const pushes = 240
    const name = 'n'.repeat(60_000)
    for (let seq = 1; seq <= pushes; seq += 1) {
      await desk.call('mutation', 'push', { epoch, operations: [someOperation(seq, { name })] })
    }
    feed.raw.resume()
    const isLast = () => pokeSchema.parse(feed.told.at(-1)).seq === pushes
    while (!isLast()) await feed.toldTimes(feed.told.length + 1)
    const pokes = feed.told.map((told) => pokeSchema.parse(told))
    expect(pokes.slice(1).filter(({ news }) => news !== null)).not.toEqual([])
    expect(pokes.slice(1).filter(({ news }) => news === null)).not.toEqual([])
  })

  it('hears of what nobody poked for when the hub looks by itself', async () => {
    const hub = await startTestHub({
      limits: { pollMs: 20 },
      within: (opened) => instead(opened, { onPoke: () => () => {} }),
    })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    socket.send('subscription', 'changes')
    await socket.toldTimes(1)
    const { epoch } = hello
    await socket.call('mutation', 'push', { epoch, operations: [someOperation(1)] })
    await socket.toldTimes(2)
  })

  it('listens at most four times', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    for (let count = 0; count < 6; count += 1) socket.send('subscription', 'changes')
    await socket.toldTimes(4)
    // One more question, answered after the refusals.
    await socket.call('query', 'pull', { epoch: hello.epoch, cursor: 0 })
    expect(socket.told).toHaveLength(4)
  })

  it('is asked for signs of life, and cut without them', async () => {
    const hub = await startTestHub({ limits: { pingMs: 20, pongMs: 40 } })
    const { peer } = await newMember(hub)
    const lively = await peer.socket()
    const dead = await peer.socket()
    dead.raw.removeAllListeners('message')
    expect(await dead.closed).toBe(1006)
    await wait(0)
    expect(lively.raw.readyState).toBe(lively.raw.OPEN)
  })
})

describe('a clean stop', () => {
  it('answers what was accepted, says when to come back, and lets nobody in', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const { epoch } = hello
    const answers = Array.from({ length: 5 }, (_none, index) =>
      socket.call('mutation', 'push', { epoch, operations: [someOperation(index + 1)] }),
    )
    await answers[0]
    const stopped = hub.server.stop()
    expect(await socket.closed).toBe(1012)
    await stopped
    const accepted = (await hub.store.operations(0, 10)).length
    const settled = await Promise.race([Promise.all(answers), wait(100, null)])
    // Every operation that the storage has was answered, unless the line was cut before it was read.
    expect(accepted).toBeGreaterThan(0)
    if (settled !== null) expect(settled).toHaveLength(accepted)
    await expect(peer.mutate('hello', {})).rejects.toThrow(/ECONNREFUSED/)
  })
})
