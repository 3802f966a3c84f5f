/** The hub's migrations in their order, for both engines; imported statically so that a bundle holds them. */
import type { Migration } from 'kysely/migration'
import * as hub from './0001-hub.ts'
import * as claimsByTime from './0002-claims-by-time.ts'
import * as branches from './0003-branches.ts'
import * as grounds from './0004-grounds.ts'

export type HubEngine = 'sqlite' | 'postgres'

/** The two engines differ in a few column types and in how an overlap is refused. */
export function hubMigrations(engine: HubEngine): Record<string, Migration> {
  return {
    '0001-hub': { up: (db) => hub.up(db, engine) },
    '0002-claims-by-time': { up: (db) => claimsByTime.up(db, engine) },
    '0003-branches': { up: (db) => branches.up(db, engine) },
    '0004-grounds': { up: (db) => grounds.up(db, engine) },
  }
}
