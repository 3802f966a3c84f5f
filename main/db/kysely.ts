/** kysely over one better-sqlite3 connection: statements kept, transactions that take the write lock at once. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyPlugin,
  type RawBuilder,
  type RootOperationNode,
  sql,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import { sqliteCode } from './open.ts'
import { type ClinicTables, sharedTables } from './tables.ts'

/** A handle that can only read; what services and queries get outside of a unit of work. */
export type ReadHandle = ReadonlyKysely<ClinicTables>

/** What a query needs to read: the handle outside of a unit of work and `unit.db` inside one both do. */
export type Reader = Pick<ReadHandle, 'selectFrom'>

/** Set while a unit of work's story runs, so that the outer handle can refuse to be used inside it. */
export const openUnit = new AsyncLocalStorage<true>()

/** Where a kept question gets a value each time it is asked. */
class Place {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** Names a value of a kept question; stands in the query where the value will. */
export type Places<Values> = <Name extends keyof Values & string>(
  name: Name,
) => RawBuilder<Values[Name]>

/**
 * A question that is asked so often that building and compiling it would cost more than its answer:
 * built once, with a place for each value. What the builder does may depend on nothing else.
 */
export function keptQuestion<Values extends object, Row>(
  build: (db: Reader, place: Places<Values>) => { compile(): CompiledQuery<Row> },
): (db: Reader, values: Values) => Promise<Row[]> {
  let kept: CompiledQuery<Row> | null = null
  return async (db, values) => {
    // Every handle is one; only the read handle's type says less.
    if (!(db instanceof Kysely)) throw new Error('A kept question needs a handle of the database')
    if (openUnit.getStore() === true && !db.isTransaction) throw outerHandleInside()
    kept ??= build(db, (name) => sql`${new Place(name)}`).compile()
    const given = new Map<string, unknown>(Object.entries(values))
    const parameters = kept.parameters.map((value) =>
      value instanceof Place ? given.get(value.name) : value,
    )
    return (await db.executeQuery<Row>({ ...kept, parameters })).rows
  }
}

function outerHandleInside(): Error {
  return new Error('The outer read handle was used inside a unit of work; use unit.db there')
}

const preparedLimit = 500

/** The driver's own cache, because preparing a statement costs more than running most of ours. */
function keepStatements(raw: Database.Database) {
  const kept = new Map<string, Database.Statement>()
  return {
    close: () => raw.close(),
    prepare(sql: string) {
      const known = kept.get(sql)
      if (known !== undefined) return known
      const statement = raw.prepare(sql)
      if (kept.size >= preparedLimit) kept.clear()
      kept.set(sql, statement)
      return statement
    },
  }
}

class ImmediateDriver extends SqliteDriver implements Driver {
  readonly #raw: Database.Database

  constructor(raw: Database.Database) {
    super({ database: keepStatements(raw) })
    this.#raw = raw
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const giveUpAt = performance.now() + lockPatienceMs
    for (;;) {
      try {
        // A transaction that reads first and writes later would fail half-way when the worker holds the lock.
        return void (await connection.executeQuery(CompiledQuery.raw('begin immediate')))
      } catch (error) {
        const isTaken = sqliteCode(error)?.startsWith('SQLITE_BUSY') === true
        if (!isTaken || performance.now() > giveUpAt) throw error
        // SQLite itself would wait with the whole thread, and sleep past the worker's short pauses.
        await wait(lockPauseMs)
      }
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // On a full disk SQLite has rolled back by itself; a second time would hide what went wrong.
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** How long a unit of work waits for the other connection's, and how often it looks. */
const lockPatienceMs = 10_000
const lockPauseMs = 2

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ClinicDialect extends SqliteDialect {
  readonly #raw: Database.Database

  constructor(raw: Database.Database) {
    const database = keepStatements(raw)
    super({ database })
    this.#raw = raw
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#raw)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

/** Refuses every write, and every use while a unit of work is open in the same flow of calls. */
class OuterHandlePlugin implements KyselyPlugin {
  transformQuery({ node }: { node: RootOperationNode }): RootOperationNode {
    if (openUnit.getStore() === true) throw outerHandleInside()
    if (isWrite(node)) throw new Error('A write outside of a unit of work; use desk.write')
    return node
  }

  async transformResult<Result>({ result }: { result: Result }): Promise<Result> {
    return result
  }
}

const sharedColumnTables = new Set<string>(
  Object.keys(sharedTables).map((name) => name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)),
)

/** Inside a unit of work local tables may be written with kysely; shared ones only through the unit. */
class UnitHandlePlugin implements KyselyPlugin {
  transformQuery({ node }: { node: RootOperationNode }): RootOperationNode {
    const table = isWrite(node) ? writtenTable(node) : null
    if (table !== null && (sharedColumnTables.has(table) || table in sharedTables)) {
      throw new Error(`${table} is shared: write it with unit.insert or unit.patch`)
    }
    return node
  }

  async transformResult<Result>({ result }: { result: Result }): Promise<Result> {
    return result
  }
}

function isWrite(node: RootOperationNode): boolean {
  if (node.kind === 'RawNode') {
    const first = 'sqlFragments' in node ? node.sqlFragments[0] : undefined
    return !/^\s*(select|pragma|explain|with)\b/i.test(first ?? '')
  }
  return node.kind !== 'SelectQueryNode'
}

/** The table a write names; raw writes name none and are told apart as such. */
function writtenTable(node: RootOperationNode): string {
  if (node.kind === 'InsertQueryNode' && node.into !== undefined) {
    return node.into.table.identifier.name
  }
  const target =
    node.kind === 'UpdateQueryNode'
      ? node.table
      : node.kind === 'DeleteQueryNode'
        ? node.from.froms[0]
        : undefined
  if (target?.kind === 'TableNode' && 'table' in target) {
    return (target as { table: { identifier: { name: string } } }).table.identifier.name
  }
  throw new Error('A write inside a unit of work must name one table')
}

export interface Handles {
  /** For db/write and the migrator alone. */
  root: Kysely<ClinicTables>
  /** For everyone else. */
  read: ReadHandle
  /**
   * Runs work on the connection itself in one immediate transaction, with no unit of work beside it:
   * for main/sync, which writes rows as the hub has them. The work must not wait for anything.
   */
  transact<Result>(work: () => Result): Promise<Result>
  /** Resolves when the unit of work that is under way, if any, has come to its end. */
  idle(): Promise<void>
}

/** The two handles over one connection. */
export function createHandles(raw: Database.Database): Handles {
  const root = new Kysely<ClinicTables>({
    dialect: new ClinicDialect(raw),
    plugins: [new CamelCasePlugin()],
  })
  // kysely's own way to the read-only type is this cast; the plugin holds it at run time.
  const read = root.withPlugin(new OuterHandlePlugin()) as never
  return {
    root,
    read,
    transact: (work) => root.transaction().execute(async () => work()),
    idle: () => root.connection().execute(async () => {}),
  }
}

export const unitHandlePlugin: KyselyPlugin = new UnitHandlePlugin()
