/** A hub makes itself known in the network, and a workstation finds it. */
import { createSocket } from 'node:dgram'
import { describe, expect, it, onTestFinished } from 'vitest'
import { announce } from '../../../main/hub/mdns.ts'
import { findHubs, type FoundHub } from '../../../main/sync/find-hubs.ts'

/** Multicast stays on this machine, beside the system's own mDNS. */
const network = { port: 45_353, interface: '127.0.0.1', bind: '0.0.0.0' }

describe('mDNS', () => {
  it('tells a hub’s name, address and certificate, and that it is gone', async () => {
    const fingerprint = 'ab'.repeat(32)
    const found = Promise.withResolvers<FoundHub>()
    const lost = Promise.withResolvers<FoundHub>()
    const fail = (error: Error) => {
      found.reject(error)
      lost.reject(error)
    }
    const name = 'Clinic by the river'
    const search = findHubs({
      onFound: found.resolve,
      onLost: lost.resolve,
      onError: fail,
      network,
    })
    const announcement = announce({ name, port: 47_600, fingerprint, network, onError: fail })
    try {
      expect(await found.promise).toEqual({
        name,
        address: 'https://127.0.0.1:47600',
        fingerprint,
      })
    } finally {
      await announcement.stop()
    }
    expect(await lost.promise).toMatchObject({ name })
    search.stop()
  })

  it('says so where nobody may listen, and the program goes on', async () => {
    const taken = createSocket('udp4')
    onTestFinished(() => void taken.close())
    await new Promise<void>((resolve) => taken.bind(45_354, '0.0.0.0', resolve))
    const there = { ...network, port: 45_354 }
    const seeker = Promise.withResolvers<Error>()
    const search = findHubs({ onFound: () => {}, onError: seeker.resolve, network: there })
    const hub = Promise.withResolvers<Error>()
    const hubWords = { name: 'Clinic', port: 1, fingerprint: 'ab'.repeat(32), network: there }
    const announcement = announce({ ...hubWords, onError: hub.resolve })
    expect(await Promise.all([seeker.promise, hub.promise])).toEqual([
      expect.objectContaining({ code: 'EADDRINUSE' }),
      expect.objectContaining({ code: 'EADDRINUSE' }),
    ])
    search.stop()
    await announcement.stop()
  })
})
