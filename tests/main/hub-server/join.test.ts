/** Joining the hub: by a one-time code and a certificate of one's own, and in no other way. */
import { describe, expect, it } from 'vitest'
import { joinHub } from '../../../main/sync/link.ts'
import { WrongHub } from '../../../main/sync/pinned-socket.ts'
import { helloAnswer } from '../../../main/sync/wire.ts'
import { newMember, newPeer, Peer, startTestHub } from '../../helpers/test-hub.ts'

const hello = {
  protocol: 1,
  schemaVersion: 1,
  programVersion: '0.1.0',
  now: '2026-11-21T09:00:00.000Z',
  clinicId: null,
  epoch: null,
  cursor: 0,
}

describe('joining', () => {
  it('makes a stranger a member, from zero', async () => {
    const hub = await startTestHub()
    const { code, address, fingerprint } = await hub.server.invite()
    expect({ address, fingerprint }).toEqual({
      address: hub.server.address,
      fingerprint: hub.server.fingerprint,
    })
    const peer = await newPeer(hub)
    expect(await peer.mutate('hello', hello)).toEqual({ code: 'unknown-device' })
    const joined = await peer.join(code, 'Front desk')
    expect(helloAnswer.parse('data' in joined ? joined.data : null)).toMatchObject({
      prefix: 'A',
      clinicId: null,
      head: 0,
    })
    const [device] = await hub.server.devices()
    expect(device).toMatchObject({
      name: 'Front desk',
      prefix: 'A',
      fingerprint: peer.fingerprint,
      revokedAt: null,
    })
    const socket = await peer.socket()
    expect(await socket.call('mutation', 'hello', hello)).toHaveProperty('data')
  })

  it('takes the code as people type it', async () => {
    const hub = await startTestHub()
    const { code } = await hub.server.invite()
    const typed = code.toLowerCase().replaceAll('0', 'o').match(/.{4}/g)?.join(' - ') ?? ''
    expect(await (await newPeer(hub)).join(typed)).toHaveProperty('data')
  })

  it('keeps the first member’s own id and prefix, and gives the next one the next letter', async () => {
    const hub = await startTestHub()
    const first = await newPeer(hub)
    const own = { deviceId: 'the-old-desk', prefix: 'A' }
    const joined = await first.join((await hub.server.invite()).code, 'Old', own)
    expect(joined).toMatchObject({ data: { deviceId: 'the-old-desk', prefix: 'A' } })
    const second = await newPeer(hub)
    const clone = await second.join((await hub.server.invite()).code, 'Copy', own)
    expect(clone).toMatchObject({ data: { prefix: 'B' } })
    expect(clone).not.toMatchObject({ data: { deviceId: 'the-old-desk' } })
  })

  it('spends a code once', async () => {
    const hub = await startTestHub()
    const { code } = await hub.server.invite()
    expect(await (await newPeer(hub)).join(code)).toHaveProperty('data')
    expect(await (await newPeer(hub)).join(code)).toEqual({ code: 'wrong-code' })
  })

  it('gives the same answer again to the one who joined and did not hear it', async () => {
    const hub = await startTestHub()
    const { code } = await hub.server.invite()
    const peer = await newPeer(hub)
    const once = await peer.join(code)
    expect(await peer.join(code)).toEqual(once)
    expect(await hub.server.devices()).toHaveLength(1)
  })

  it('refuses a code after its time', async () => {
    const hub = await startTestHub()
    const { code, expiresAt } = await hub.server.invite(15)
    expect(expiresAt).toBe('2026-11-21T09:15:00.000Z')
    hub.clock.now = expiresAt
    expect(await (await newPeer(hub)).join(code)).toEqual({ code: 'wrong-code' })
  })

  it('refuses a wrong code, and after some of them every code from there', async () => {
    const hub = await startTestHub({ limits: { wrongCodesPerAddress: 3 } })
    const { code } = await hub.server.invite()
    const peer = await newPeer(hub)
    for (const guess of ['AAAAAAAAAAAAAAAA', 'BBBBBBBB', code.slice(0, -1)]) {
      expect(await peer.join(guess)).toEqual({ code: 'wrong-code' })
    }
    expect(await peer.join(code)).toEqual({ code: 'too-many-tries' })
  })

  it('sends nothing to a hub whose certificate is not the one that was told', async () => {
    const hub = await startTestHub()
    const { code, address } = await hub.server.invite()
    const { shown } = await newPeer(hub)
    if (shown === null) throw new Error('No certificate')
    const wish = { code, name: 'Desk', deviceId: null, prefix: null }
    const elsewhere = { address, fingerprint: 'ab'.repeat(32), ...shown }
    await expect(joinHub(elsewhere, wish)).rejects.toHaveProperty('cause', expect.any(WrongHub))
    expect(await hub.server.devices()).toEqual([])
    const here = { ...elsewhere, fingerprint: hub.server.fingerprint }
    expect(await joinHub(here, wish)).toMatchObject({ prefix: 'A' })
  })

  it('wants a certificate to be shown', async () => {
    const hub = await startTestHub()
    const nobody = new Peer(hub.port, null)
    const { code } = await hub.server.invite()
    expect(await nobody.join(code)).toEqual({ code: 'unknown-device' })
    // The code was not spent by it.
    expect(await (await newPeer(hub)).join(code)).toHaveProperty('data')
  })

  it('counts a second member’s letter on and takes a revoked one back under its own', async () => {
    const hub = await startTestHub()
    const { hello: first } = await newMember(hub)
    const { hello: second } = await newMember(hub)
    expect([first.prefix, second.prefix]).toEqual(['A', 'B'])
    await hub.server.revoke(second.deviceId)
    const again = await newPeer(hub)
    const { code } = await hub.server.invite()
    expect(await again.join(code, 'Back', { deviceId: second.deviceId })).toMatchObject({
      data: { deviceId: second.deviceId, prefix: 'B' },
    })
  })
})
