/** A PostgreSQL cluster of the tests' own on loopback, made from the programs that the machine has. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface PostgresCluster {
  /** An empty database, or a copy of another one; answers its address. */
  newDatabase(template?: string): Promise<string>
  /** A copy of a database whose files lie in a folder of another disk. */
  newDatabaseOn(folder: string, template: string): Promise<string>
  dropDatabase(address: string): Promise<void>
  /** `kill -9` of the server with all its children: one in the midst of a statement would end it first. */
  kill(): Promise<void>
  /** Starts it again over the same files and waits until it answers. */
  start(): Promise<void>
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

/** Debian's place for each version, newest first, then the search path's. */
function findPrograms(): string | null {
  const root = '/usr/lib/postgresql'
  let versions: string[] = []
  try {
    versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a))
  } catch {
    // No Debian packages; perhaps it stands on the path.
  }
  const folders = versions.map((version) => join(root, version, 'bin'))
  return [...folders, ...(process.env['PATH'] ?? '').split(':')].find(hasServer) ?? null
}

/** Linux tells; elsewhere they see in a moment themselves that they are orphans. */
function childrenOf({ pid }: ChildProcess): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(list)) return []
  return readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

function endOrphan(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It went with its parent.
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!isGone) throw error
  }
}

function hasServer(folder: string): boolean {
  try {
    accessSync(join(folder, 'postgres'), constants.X_OK)
    accessSync(join(folder, 'initdb'), constants.X_OK)
    return true
  } catch {
    return false
  }
}

const programs = findPrograms()

/** PostgreSQL does not run as root; Debian's package brings a user for it. */
function findUser(): { uid: number; gid: number } | 'myself' | null {
  if (process.getuid?.() !== 0) return 'myself'
  try {
    const idOf = (flag: string) =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    return null
  }
}

const user = findUser()

/** Why no cluster can be started here, or null. Tests that need one are skipped by it. */
export const postgresProblem: string | null =
  programs === null
    ? 'PostgreSQL is not installed'
    : user === null
      ? 'PostgreSQL does not run as root, and its user is missing'
      : null

/**
 * Starts a cluster. A killed server loses nothing that it handed to the system, so the tests leave out
 * the waiting for the disk; only figures want it.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresCluster> {
  if (programs === null || user === null) throw new Error(postgresProblem ?? '')
  // Without the disk's waits it may as well lie in memory.
  const place = !durable && existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(place, 'polyclinic-postgres-'))
  const as = user === 'myself' ? {} : user
  if (user !== 'myself') chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const words = ['-D', data, '-U', 'clinic', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']
  execFileSync(join(programs, 'initdb'), words, { ...as, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const addressOf = (name: string) => `postgres://clinic@127.0.0.1:${port}/${name}`
  let server: ChildProcess | null = null
  let made = 0

  async function start(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const command = ['-D', data, '-p', String(port), ...options]
    // After a kill its children need a moment to see that they are orphans; until then it refuses.
    for (let tries = 0; tries < 40; tries += 1) {
      server = spawn(join(programs ?? '', 'postgres'), command, {
        ...as,
        cwd: folder,
        stdio: 'ignore',
      })
      if (await hasComeUp(addressOf('postgres'), server)) return
    }
    throw new Error('PostgreSQL does not start')
  }

  async function end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    if (server === null) return
    const gone = once(server, 'exit')
    const children = signal === 'SIGKILL' ? childrenOf(server) : []
    server.kill(signal)
    for (const child of children) endOrphan(child)
    await gone
    server = null
  }

  async function run(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: addressOf('postgres') })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }

  await start()
  return {
    async newDatabase(template) {
      made += 1
      const name = `hub_${made}`
      const from = template === undefined ? 'template0' : nameOf(template)
      await run(`CREATE DATABASE ${name} TEMPLATE ${from}`)
      return addressOf(name)
    },
    async newDatabaseOn(place, template) {
      made += 1
      const name = `hub_${made}`
      const files = mkdtempSync(join(place, 'tablespace-'))
      if (user !== 'myself') chownSync(files, user.uid, user.gid)
      await run(`CREATE TABLESPACE place_${made} LOCATION '${files}'`)
      await run(`CREATE DATABASE ${name} TEMPLATE ${nameOf(template)} TABLESPACE place_${made}`)
      return addressOf(name)
    },
    dropDatabase: (address) => run(`DROP DATABASE IF EXISTS ${nameOf(address)} WITH (FORCE)`),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function nameOf(address: string): string {
  return new URL(address).pathname.slice(1)
}

/** Asks until it answers, or until it has ended. */
async function hasComeUp(address: string, server: ChildProcess): Promise<boolean> {
  while (server.exitCode === null) {
    const client = new pg.Client({ connectionString: address })
    client.on('error', () => {})
    const isUp = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (isUp) return true
    const { promise, resolve } = Promise.withResolvers<void>()
    setTimeout(resolve, 50)
    await promise
  }
  return false
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const closed = once(server, 'close')
  server.close()
  await closed
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
