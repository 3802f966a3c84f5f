/** Several hub processes over one PostgreSQL: one identity, the same members, and news from each other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultLimits } from '../../../main/hub/limits.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { newMember, Peer, someOperation, startTestHub } from '../../helpers/test-hub.ts'

describe.skipIf(postgresProblem !== null)('two hubs over one PostgreSQL', () => {
  let cluster: PostgresCluster

  beforeAll(async () => {
    cluster = await startPostgres()
  })

  afterAll(() => cluster.stop())

  it('are the same hub: for its members, for news and for a revocation', async () => {
    const storage = await cluster.newDatabase()
    const [one, two] = [await startTestHub({ storage }), await startTestHub({ storage })]
    expect(two.server.fingerprint).toBe(one.server.fingerprint)
    const { peer, hello } = await newMember(one)
    const sockets = [await peer.socket(), await new Peer(two.port, peer.shown).socket()] as const
    sockets[1].send('subscription', 'changes')
    await sockets[1].toldTimes(1)
    const push = { epoch: hello.epoch, operations: [someOperation(1)] }
    expect(await sockets[0].call('mutation', 'push', push)).toHaveProperty('data')
    expect((await sockets[1].toldTimes(2)).at(-1)).toEqual({ seq: 1 })

    expect(await two.server.revoke(hello.deviceId)).toBe(true)
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403])
    // Looked for twice a second; how long a busy machine takes is not the test's matter.
    expect(defaultLimits.revocationMs).toBeLessThanOrEqual(500)
  })

  it('make one identity when both start for the first time', async () => {
    const storage = await cluster.newDatabase()
    // The first one brings the tables up, the identity is raced for.
    const [one, two] = await Promise.all([startTestHub({ storage }), startTestHub({ storage })])
    expect(one.server.fingerprint).toBe(two.server.fingerprint)
    const { code } = await one.server.invite()
    const { peer } = await newMember(two)
    expect(await new Peer(one.port, peer.shown).join(code)).toHaveProperty('data')
  })
})
