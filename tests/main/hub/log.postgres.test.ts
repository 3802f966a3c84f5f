/** The hub's log over PostgreSQL. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe } from 'vitest'
import { openStore } from '../../../main/hub/store.ts'
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
})
