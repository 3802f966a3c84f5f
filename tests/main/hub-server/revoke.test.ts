/** Revoking: within a second, on every connection and in every process over the storage. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { defaultLimits } from '../../../main/hub/limits.ts'
import { startHub } from '../../../main/hub/server.ts'
import { newMember, Peer, startTestHub } from '../../helpers/test-hub.ts'

describe('a revoked device', () => {
  it('is cut at once, and stays out', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const { peer: other } = await newMember(hub, 'Other')
    const socket = await peer.socket()
    const otherSocket = await other.socket()
    expect(await hub.server.revoke(hello.deviceId)).toBe(true)
    expect(await socket.closed).toBe(4403)
    expect(await (await peer.socket()).closed).toBe(4403)
    expect(await peer.mutate('hello', {})).toEqual({ code: 'revoked' })
    expect((await peer.ask({ path: '/snapshot' })).status).toBe(403)
    const { code } = await hub.server.invite()
    expect(await peer.join(code)).toEqual({ code: 'revoked' })
    const pull = { epoch: hello.epoch, cursor: 0 }
    expect(await otherSocket.call('query', 'pull', pull)).toHaveProperty('data')
  })

  it('is cut within a second when the storage alone was told, by each process', async () => {
    const hub = await startTestHub()
    const second = await startHub({ store: hub.store, host: '127.0.0.1', port: 0 })
    onTestFinished(() => second.stop())
    const { peer, hello } = await newMember(hub)
    const there = new Peer(Number(new URL(second.address).port), peer.shown)
    const sockets = [await peer.socket(), await there.socket()]
    await hub.store.devices.revoke(hello.deviceId, hub.clock.now)
    const codes = await Promise.all(sockets.map(({ closed }) => closed))
    expect(codes).toEqual([4403, 4403])
    // Looked for twice a second; how long a busy machine takes is not the test's matter.
    expect(defaultLimits.revocationMs).toBeLessThanOrEqual(500)
  })

  it('is not answered any more between the decision and the cut', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    await hub.server.revoke(hello.deviceId)
    const late = socket.call('query', 'pull', { epoch: hello.epoch, cursor: 0 })
    expect(await Promise.race([late, socket.closed])).toSatisfy(
      (answer: unknown) => answer === 4403 || JSON.stringify(answer) === '{"code":"revoked"}',
    )
  })

  it('has to be known', async () => {
    const hub = await startTestHub()
    expect(await hub.server.revoke('nobody')).toBe(false)
  })
})
