/** What the hub is told at its start: words of the command line and variables of the environment. */
import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const commands = [
  'serve',
  'invite',
  'devices',
  'branches',
  'limit',
  'revoke',
  'backup',
  'restore',
  'compact',
] as const
export type HubCommand = (typeof commands)[number]

export interface HubOptions {
  command: HubCommand
  /** LIMIT's and REVOKE's device or the file of BACKUP and RESTORE. */
  subject: string | null
  /** `file:/path/hub.db` or `postgres://…`. */
  store: string
  /** Where the SQLite file and its key lie; null with PostgreSQL. */
  folder: string | null
  host: string
  port: number
  /** Null: no health and metrics. */
  admin: { host: string; port: number } | null
  /** What invitations say; null: what the machine's own address is. */
  publicAddress: string | null
  name: string
  advertise: boolean
  minutes: number
  /** Holds the passphrase of BACKUP and RESTORE; null: see {@link backupVariable}. */
  passphraseFile: string | null
  /** Names or ids of rooms; null for all. */
  branches: string[] | null
}

/** The words make no sense; the message says which and is shown as it is. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const defaultPort = 47_600
export const storeVariable = 'POLYCLINIC_HUB_STORE'
export const passphraseVariable = 'POLYCLINIC_HUB_PASSPHRASE'
export const backupVariable = 'POLYCLINIC_HUB_BACKUP_PASSPHRASE'

export const help = `Polyclinic's hub: brings the workstations of one clinic together.

Usage: npm run hub -- [COMMAND] [OPTIONS]

Commands
  serve          answer workstations until stopped with Ctrl+C or SIGTERM (this is what runs
                 when no command is given); what was accepted is finished first
  invite         print a one-time code, as text and as QR code, for one more workstation
  devices        list the workstations that belong to the hub
  branches       list the rooms of the clinic, which INVITE and LIMIT know by name or id
  limit ID       let a workstation have the bookings of some rooms alone (--branch), or of all
  revoke ID      shut a workstation out, within a second; what it has sent stays
  backup FILE    write all that the hub knows into a new file
  restore FILE   bring a backup into an empty storage; the workstations bring back what is newer
  compact        drop the part of the log that every workstation has

Storage
  --data DIR     keep everything in an encrypted SQLite file in this folder
                 (default: ${defaultFolder({}, 'linux', '~')} on Linux)
  --store URL    keep everything in PostgreSQL 15 or newer: postgres://user@host/database
                 Several hubs may share one. ${storeVariable} says the same without
                 showing a password to others on the machine.
  The SQLite file's key is made at the first start and lies beside it in hub.key, readable for
  its owner alone. With a passphrase in ${passphraseVariable} at the first start the
  key is made from that instead, and the passphrase has to be given at every start.

serve
  --host HOST    listen at this address (default: 127.0.0.1, this machine alone; 0.0.0.0 for the
                 whole network)
  --port PORT    listen at this port, TLS 1.3 (default: ${defaultPort})
  --admin HOST:PORT
                 answer /health and /metrics here (default: 127.0.0.1 and the port after --port;
                 "off" for neither)
  --name NAME    what the hub is called where workstations look for it (default: Polyclinic)
  --no-mdns      do not announce the hub in the network (never done on 127.0.0.1)

invite
  --minutes N    how long the code holds (default: 15)
  --public HOST[:PORT]
                 what workstations reach the hub by, where it is not this machine's own address:
                 a name, or a balancer's address
  --host, --port as given to serve

invite, limit
  --branch ROOM  the workstation has the bookings of this room, and what belongs to them: visits,
                 bills, mails; the name or the id of a room, as often as it has rooms. Patients,
                 staff, services and bookings without a room come to every workstation. Without
                 this it has all rooms.

backup, restore
  --passphrase-file FILE
                 encrypt the backup by the passphrase on this file's first line, or open it by that;
                 ${backupVariable} says the passphrase itself. Without either
                 the backup is not encrypted. Whoever loses the passphrase loses the backup.

  --help         print this
`

/** The system's place for a program's data. */
export function defaultFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'polyclinic-hub')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'polyclinic-hub')
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'polyclinic-hub')
}

/** Null when help is asked for. Throws {@link UsageError}. */
export function readOptions(words: readonly string[], env: NodeJS.ProcessEnv): HubOptions | null {
  const { values, positionals } = parse(words)
  if (values.help === true) return null
  const [word = 'serve', subject, ...rest] = positionals
  const command = commands.find((one) => one === word)
  if (command === undefined) throw new UsageError(`There is no command "${word}"`)
  if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is one word too many`)
  const port = readPort(values.port ?? String(defaultPort), '--port')
  const host = values.host ?? '127.0.0.1'
  return {
    command,
    subject: readSubject(command, subject),
    ...readStorage(values.data, values.store ?? env[storeVariable], env),
    host,
    port,
    admin: readAdmin(values.admin, port),
    publicAddress: values.public === undefined ? null : readPublic(values.public, port),
    name: values.name ?? 'Polyclinic',
    advertise: values['no-mdns'] !== true && !isLoopback(host),
    minutes: readMinutes(values.minutes ?? '15'),
    passphraseFile: readPassphraseFile(command, values['passphrase-file']),
    branches: values.branch ?? null,
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        data: { type: 'string' },
        store: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        admin: { type: 'string' },
        name: { type: 'string' },
        'no-mdns': { type: 'boolean' },
        minutes: { type: 'string' },
        public: { type: 'string' },
        'passphrase-file': { type: 'string' },
        branch: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const subjects: Partial<Record<HubCommand, string>> = {
  limit: 'the id of a workstation (see devices)',
  revoke: 'the id of a workstation (see devices)',
  backup: 'a file to write to',
  restore: 'a file to read from',
}

function readSubject(command: HubCommand, subject: string | undefined): string | null {
  const wanted = subjects[command]
  if (wanted === undefined && subject !== undefined) {
    throw new UsageError(`"${subject}" is one word too many`)
  }
  if (wanted !== undefined && subject === undefined) {
    throw new UsageError(`${command} needs ${wanted}`)
  }
  return subject ?? null
}

function readStorage(data: string | undefined, store: string | undefined, env: NodeJS.ProcessEnv) {
  if (store !== undefined) {
    if (data !== undefined) throw new UsageError('Give either --data or --store')
    if (!/^postgres(ql)?:\/\//.test(store)) {
      throw new UsageError('--store begins with postgres://; a folder is given with --data')
    }
    return { store, folder: null }
  }
  const folder = resolve(data ?? defaultFolder(env, process.platform, homedir()))
  return { store: `file:${join(folder, 'hub.db')}`, folder }
}

function readPort(text: string, option: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`${option} takes a port between 0 and 65535, not "${text}"`)
}

function readAdmin(text: string | undefined, port: number) {
  if (text === 'off') return null
  if (text === undefined) {
    // Any free one when the hub itself takes any free one.
    return { host: '127.0.0.1', port: port === 0 || port === 65_535 ? 0 : port + 1 }
  }
  const parts = /^(?:(\[.+\]|[^:]+):)?(\d+)$/.exec(text)
  if (parts === null) throw new UsageError(`--admin takes HOST:PORT or "off", not "${text}"`)
  const host = (parts[1] ?? '127.0.0.1').replaceAll(/[[\]]/g, '')
  return { host, port: readPort(parts[2] ?? '', '--admin') }
}

function readPublic(text: string, port: number): string {
  const url = URL.parse(`https://${text}`)
  if (url === null || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new UsageError(`--public takes HOST or HOST:PORT, not "${text}"`)
  }
  // 443 is what a URL leaves out.
  const said = url.port !== '' || text.endsWith(':443')
  return said ? `https://${text}` : `https://${url.hostname}:${port}`
}

function readMinutes(text: string): number {
  const minutes = Number(text)
  if (/^\d+$/.test(text) && minutes >= 1 && minutes <= 24 * 60) return minutes
  throw new UsageError(`--minutes takes a number between 1 and 1440, not "${text}"`)
}

function readPassphraseFile(command: HubCommand, path: string | undefined): string | null {
  if (path === undefined) return null
  if (command === 'backup' || command === 'restore') return resolve(path)
  throw new UsageError('--passphrase-file goes with backup and restore')
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
