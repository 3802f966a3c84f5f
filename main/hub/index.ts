/** `npm run hub`: the hub as a program of its own, on plain Node. */
import { readFileSync } from 'node:fs'
import { encodeQR } from 'qr'
import { v7 } from 'uuid'
import { showJoinCode } from '../sync/join-code.ts'
import { writeInvitation } from '../sync/wire.ts'
import { addressOf } from './addresses.ts'
import { BackupTrouble } from './backup-seal.ts'
import { giveInvitation } from './devices.ts'
import { idsOfBranches, listBranches } from './branches.ts'
import { ensureIdentity } from './identity.ts'
import { hubKey, KeyTrouble } from './key.ts'
import { createHubLog, type HubLog } from './log.service.ts'
import { createHubLogger } from './logs.ts'
import {
  backupVariable,
  help,
  type HubCommand,
  type HubOptions,
  passphraseVariable,
  readOptions,
  UsageError,
} from './options.ts'
import { type HubStore, openStore } from './store.ts'

interface Tools {
  store: HubStore
  history: HubLog
  options: HubOptions
  /** What the command is about: a device or a file. */
  subject: string
}

const now = () => new Date().toISOString()
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Each says what it has done; the number is the exit code. */
const commands: Record<HubCommand, (tools: Tools) => Promise<number>> = {
  serve,
  invite,
  devices: listDevices,
  branches: tellBranches,
  limit,
  revoke,
  async backup({ history, options, subject }) {
    const passphrase = backupPassphrase(options)
    const { seq } = await history.backup(subject, passphrase)
    say(`Everything up to number ${seq} is in ${subject}.`)
    if (passphrase === null) say('It is not encrypted: keep it where nobody else can read it.')
    return 0
  },
  async restore({ history, options, subject }) {
    const { seq } = await history.restore(subject, backupPassphrase(options))
    say(`Restored up to number ${seq}. Workstations bring back what is newer when they connect.`)
    say(
      'Whom you shut out after the backup was made it lets in: see "devices", and revoke them again.',
    )
    return 0
  },
  async compact({ history }) {
    const compactedTo = await history.compact()
    say(`The log begins after number ${compactedTo}.`)
    return 0
  },
}

/** The first line of the file that was named, else the environment's. Throws {@link BackupTrouble}. */
function backupPassphrase({ passphraseFile }: HubOptions): string | null {
  if (passphraseFile === null) return process.env[backupVariable] || null
  const [line = ''] = readFileSync(passphraseFile, 'utf8').split(/\r?\n/, 1)
  if (line === '') throw new BackupTrouble(`There is no passphrase in ${passphraseFile}`)
  return line
}

async function serve({ store, options }: Tools): Promise<number> {
  // Read here alone: the other commands have no use for it, and are quicker without.
  const { startHub } = await import('./server.ts')
  const log = createHubLogger()
  const { host, port, admin, publicAddress, name, advertise } = options
  const hub = await startHub({
    store,
    host,
    port,
    now,
    log,
    ...(admin === null ? {} : { admin }),
    ...(publicAddress === null ? {} : { publicAddress }),
    ...(advertise ? { announcedAs: name } : {}),
  })
  say(`The hub answers at ${hub.address}`)
  say(`Its fingerprint: ${hub.fingerprint}`)
  if (hub.adminAddress !== null) say(`Health and metrics: ${hub.adminAddress}`)
  const byHand = 'Settings, Hub, Change address, and type the address above.'
  const byThemselves =
    'Workstations that knew it elsewhere find it here by themselves in this network.'
  if (advertise) say(byThemselves)
  say(`${advertise ? 'Where one does not' : 'Where one knew it elsewhere'}: ${byHand}`)
  say('Stop it with Ctrl+C.')
  // Ctrl+C reaches a program and who started it, and that one passes it on: the second must not hurt.
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve())
  })
  await hub.stop()
  return 0
}

async function invite({ store, options }: Tools): Promise<number> {
  const { fingerprint } = await ensureIdentity(store)
  const address = options.publicAddress ?? addressOf(options.host, options.port)
  const { minutes } = options
  const branches = await idsOfBranches(store, options.branches)
  const wish = { minutes, address, branches }
  const given = await giveInvitation({ store, now, fingerprint }, wish)
  const text = writeInvitation(given)
  // Half a character a module: it fits into eighty columns.
  say(encodeQR(text, 'ascii'))
  say(`Code:        ${showJoinCode(given.code)}`)
  say(`Hub:         ${address}`)
  say(`Fingerprint: ${fingerprint}`)
  say(`Invitation:  ${text}`)
  const rooms = options.branches === null ? '' : ` with the rooms ${options.branches.join(', ')}`
  say(`For one workstation${rooms}, until ${localTime(given.expiresAt)}.`)
  return 0
}

async function listDevices({ store }: Tools): Promise<number> {
  const devices = await store.devices.list()
  if (devices.length === 0) say('No workstation has joined yet.')
  const names = new Map((await listBranches(store)).map(({ id, name }) => [id, name]))
  for (const { id, name, prefix, joinedAt, lastSeenAt, revokedAt, branches } of devices) {
    const lastSeen = lastSeenAt === null ? 'never' : localTime(lastSeenAt)
    const state = revokedAt === null ? `last seen ${lastSeen}` : `revoked ${localTime(revokedAt)}`
    const rooms = branches?.map((branch) => names.get(branch) ?? branch).join(', ')
    const served = rooms === undefined ? '' : `, rooms: ${rooms}`
    say(`${id}  ${prefix.padEnd(3)} ${name}  (joined ${localTime(joinedAt)}, ${state}${served})`)
  }
  return 0
}

/** As the clock of this machine says it, with its zone. */
function localTime(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZoneName: 'short' })
}

async function tellBranches({ store }: Tools): Promise<number> {
  const branches = await listBranches(store)
  if (branches.length === 0) say('The clinic has no rooms yet: they are made in the catalogue.')
  for (const { id, name } of branches) say(`${id}  ${name}`)
  return 0
}

async function limit({ store, subject, options }: Tools): Promise<number> {
  const branches = await idsOfBranches(store, options.branches)
  if (!(await store.devices.limit(subject, branches))) return unknownDevice(subject)
  say(
    branches === null
      ? 'The workstation has all rooms from now on.'
      : `The workstation has these rooms alone from now on: ${options.branches?.join(', ')}.`,
  )
  return 0
}

function unknownDevice(id: string): number {
  process.stderr.write(`No workstation has the id ${id}.\n`)
  return 1
}

async function revoke({ store, subject }: Tools): Promise<number> {
  if (!(await store.devices.revoke(subject, now()))) return unknownDevice(subject)
  say('The workstation is shut out.')
  return 0
}

async function run(options: HubOptions): Promise<number> {
  const passphrase = process.env[passphraseVariable] ?? null
  const key =
    options.folder === null ? new Uint8Array(32) : await hubKey(options.folder, passphrase)
  const store = await openStore(options.store, { key, now, newId: v7 })
  try {
    const history = createHubLog(store, { now, newId: v7 })
    const subject = options.subject ?? ''
    return await commands[options.command]({ store, history, options, subject })
  } finally {
    await store.close()
  }
}

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env)
    if (options !== null) return await run(options)
    process.stdout.write(help)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee npm run hub -- --help\n`)
      return 2
    }
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      error instanceof KeyTrouble || error instanceof BackupTrouble
        ? `${reason}\n`
        : `The hub failed: ${reason}\n`,
    )
    return 1
  }
}

// Data, key and backups are for their owner alone.
process.umask(0o077)
process.exitCode = await main()
