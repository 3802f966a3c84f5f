/** The hub's log over PostgreSQL. */
import { once } from 'node:events'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPokes } from '../../../main/hub/postgres-pokes.ts'
import { type HubStore, openStore } from '../../../main/hub/store.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { now } from './hub-clinic.ts'
import { logSuite } from './log.suite.ts'

let cluster: PostgresCluster
let address = ''

const options = { key: new Uint8Array(32), now: () => now, newId: v7 }

describe.skipIf(postgresProblem !== null)('the log over PostgreSQL', () => {
  beforeAll(async () => {
    cluster = await startPostgres()
  })
  afterAll(async () => cluster.stop())

  logSuite({
    async open() {
      address = await cluster.newDatabase()
      return openStore(address, options)
    },
    openAgain: () => openStore(address, options),
  })

  describe('by itself', () => {
    let store: HubStore
    let client: pg.Client

    beforeEach(async () => {
      address = await cluster.newDatabase()
      store = await openStore(address, options)
      client = new pg.Client({ connectionString: address })
      await client.connect()
    })
    afterEach(async () => {
      await client.end()
      await store.close()
    })

    test('refuses two claims that share a moment, whoever writes them', async () => {
      const claim = (id: string, resource: string, starts: number, ends: number) =>
        client.query('INSERT INTO claim VALUES ($1, $2, $3, $4)', [id, resource, starts, ends])
      await claim('x', 'practitioner:1', 100, 200)
      await claim('y', 'practitioner:1', 200, 300)
      await claim('z', 'practitioner:2', 150, 250)
      await expect(claim('w', 'practitioner:1', 199, 201)).rejects.toMatchObject({ code: '23P01' })
    })

    test.each(['40P01', '40001', '23P01'])('tries again after %s', async (code) => {
      let tries = 0
      const result = await store.write(async (tx) => {
        tries += 1
        await tx.setState({ ...(await tx.state()), head: tries })
        if (tries < 3) throw Object.assign(new Error('another one was first'), { code })
        return 'written'
      })
      expect(result).toBe('written')
      expect(await store.state()).toMatchObject({ head: 3 })
    })

    test('gives up a trouble that does not pass, and one that is of another kind at once', async () => {
      let tries = 0
      const failing = (code: string) =>
        store.write(async () => {
          tries += 1
          throw Object.assign(new Error('always'), { code })
        })
      await expect(failing('40P01')).rejects.toThrow('always')
      expect(tries).toBe(5)
      await expect(failing('42601')).rejects.toThrow('always')
      expect(tries).toBe(6)
      await expect(failing('53100')).rejects.toMatchObject({ code: 'disk-full' })
    })

    test('tells other processes once for many commits, and nothing of what was written', async () => {
      const heard: (string | undefined)[] = []
      client.on('notification', ({ payload }) => heard.push(payload))
      await client.query('LISTEN polyclinic_hub')
      const pokes = await createPokes(address, (statement) => client.query(statement))
      let told = 0
      pokes.listen(() => (told += 1))
      const first = once(client, 'notification')
      for (let count = 0; count < 40; count += 1) pokes.poke()
      // Whoever listens here waits for nothing.
      expect(told).toBe(40)
      await first
      await pokes.close()
      expect(heard).toEqual([''])
    })

    test('tells other processes of what was written here', async () => {
      const second = await openStore(address, options)
      const poked = new Promise<void>((resolve) => second.onPoke(resolve))
      await store.write(async () => {})
      await poked
      await second.close()
    })

    test('hears of changes again after its listening connection was cut', async () => {
      let heard = Promise.withResolvers<void>()
      store.onPoke(() => heard.resolve())
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN polyclinic_hub'`,
      )
      // Coming back it says so: something may have happened meanwhile.
      await heard.promise
      heard = Promise.withResolvers<void>()
      await client.query('NOTIFY polyclinic_hub')
      await heard.promise
    })
  })
})
