/** Branches by their names, as the command line knows them. */
import { describe, expect, it } from 'vitest'
import { idsOfBranches, listBranches } from '../../../main/hub/branches.ts'
import { newMember, someOperation, startTestHub } from '../../helpers/test-hub.ts'

async function hubOfRooms(...names: [id: string, name: string, archivedAt?: string][]) {
  const hub = await startTestHub()
  const { peer, hello } = await newMember(hub)
  const at = '2026-11-21T09:00:00.000Z'
  const operations = names.map(([rowId, name, archivedAt], index) => ({
    ...someOperation(index + 1),
    entity: 'location',
    rowId,
    changes: { name, createdAt: at, updatedAt: at, ...(archivedAt ? { archivedAt } : {}) },
  }))
  expect(await peer.mutate('push', { epoch: hello.epoch, operations })).toHaveProperty('data')
  return hub
}

describe('the rooms of a clinic', () => {
  it('are listed by name, without those that are archived', async () => {
    const { store } = await hubOfRooms(
      ['r2', 'Room 2'],
      ['r1', 'Room 1'],
      ['r3', 'Cellar', '2026-01-01T00:00:00.000Z'],
    )
    expect(await listBranches(store)).toEqual([
      { id: 'r1', name: 'Room 1' },
      { id: 'r2', name: 'Room 2' },
    ])
  })

  it('are named by name or id, each once, and no other', async () => {
    const { store } = await hubOfRooms(['r1', 'Room 1'], ['r2', 'Room 2'], ['r3', 'room 2'])
    expect(await idsOfBranches(store, null)).toBeNull()
    expect(await idsOfBranches(store, ['room 1', 'r1', 'r2'])).toEqual(['r1', 'r2'])
    await expect(idsOfBranches(store, ['Room 9'])).rejects.toThrow('There is no room "Room 9"')
    await expect(idsOfBranches(store, ['Room 2'])).rejects.toThrow('Several rooms are called')
  })
})

describe('an invitation for some rooms', () => {
  it('makes a workstation of these rooms, and invited again after a revocation of others', async () => {
    const hub = await hubOfRooms(['r1', 'Room 1'])
    const { peer } = await newMember(hub, 'Guest')
    const guest = (await hub.server.devices()).find(({ name }) => name === 'Guest')
    expect(guest?.branches).toBeNull()
    expect(await hub.server.limit(guest?.id ?? '', ['r1'])).toBe(true)
    const socket = await peer.socket()
    expect(await hub.server.limit(guest?.id ?? '', ['r2'])).toBe(true)
    // Its line is cut, and it hears of it when it comes back.
    expect(await socket.closed).toBe(4409)
    const again = await peer.socket()
    const hello = await again.call('mutation', 'hello', {
      protocol: 1,
      schemaVersion: 1,
      programVersion: '',
      now: hub.clock.now,
      clinicId: null,
      epoch: null,
      cursor: 0,
    })
    expect(hello).toMatchObject({ data: { branches: ['r2'] } })
  })
})
