/** `npm run hub` as people type it: each command, on a storage of its own, with the hub running or not. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../../../main/sync/certificates.ts'
import { helloAnswer, protocolVersion, readInvitation } from '../../../main/sync/wire.ts'
import { postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { Peer, someOperation } from '../../helpers/test-hub.ts'

const notEncrypted = 'It is not encrypted: keep it where nobody else can read it.\n'
const program = fileURLToPath(new URL('../../../main/hub/index.ts', import.meta.url))

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-hub-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function startProgram(words: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, ...words],
    {
      env: { ...process.env, ...env },
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function run(words: string[], env: NodeJS.ProcessEnv = {}) {
  const child = startProgram(words, env)
  let [out, err] = ['', '']
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()))
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** The hub, serving; its port is the system's choice. */
async function serve(folder: string) {
  const child = startProgram(['--data', folder, '--port', '0'])
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  let text = ''
  for await (const line of lines) {
    text += `${line}\n`
    if (line.startsWith('Stop it')) break
  }
  const port = Number(/answers at https:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1])
  const admin = /metrics: (\S+)/.exec(text)?.[1] ?? ''
  const fingerprint = /fingerprint: ([0-9a-f]{64})/.exec(text)?.[1] ?? ''
  return { child, port, admin, fingerprint }
}

// Each command is a program of its own, which a busy machine takes seconds to start.
describe('the hub’s command line', { timeout: 180_000 }, () => {
  it('explains itself', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('Usage: npm run hub -- [COMMAND] [OPTIONS]')
  })

  it('says what it does not understand, with 2', async () => {
    const { code, err } = await run(['dance'])
    expect({ code, err }).toEqual({
      code: 2,
      err: 'There is no command "dance"\nSee npm run hub -- --help\n',
    })
  })

  it('serves, invites, lists and revokes side by side, and stops when told', async () => {
    const folder = newFolder()
    const { child, port, admin, fingerprint } = await serve(folder)
    expect((await fetch(`${admin}/health`)).status).toBe(200)
    expect(statSync(join(folder, 'hub.db')).mode & 0o077).toBe(0)

    const invited = await run(['invite', '--data', folder, '--port', String(port)])
    expect(invited.code).toBe(0)
    const line = invited.out.split('\n').find((one) => one.startsWith('Invitation:')) ?? ''
    const invitation = readInvitation(line.replace('Invitation:', ''))
    expect(invitation).toMatchObject({ address: `https://127.0.0.1:${port}`, fingerprint })
    expect(invited.out).toMatch(/Code: +(\w{4}-){3}\w{4}\n/)

    const peer = new Peer(port, await makeCertificate('Desk'))
    const joined = await peer.join(invitation?.code ?? '', 'Front desk')
    expect(joined).toHaveProperty('data.deviceId')
    const { deviceId } = (joined as { data: { deviceId: string } }).data
    const socket = await peer.socket()
    const listed = await run(['devices', '--data', folder])
    expect(listed.out).toContain(`${deviceId}  A   Front desk  (joined `)

    expect((await run(['branches', '--data', folder])).out).toContain('no rooms yet')
    const nowhere = await run(['invite', '--data', folder, '--branch', 'North'])
    expect(nowhere).toMatchObject({ code: 2 })
    expect(nowhere.err).toContain('There is no room "North"')
    expect(await run(['limit', deviceId, '--data', folder])).toMatchObject({ code: 0 })

    expect(await run(['revoke', deviceId, '--data', folder])).toMatchObject({ code: 0 })
    expect(await socket.closed).toBe(4403)
    expect((await run(['devices', '--data', folder])).out).toContain('revoked 20')
    expect(await run(['revoke', 'nobody', '--data', folder])).toMatchObject({ code: 1 })

    // Twice, as Ctrl+C in a terminal comes: from there, and from the script that started it.
    const exit = once(child, 'exit')
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await exit).toEqual([0, null])
  })

  it('copies, restores into an empty storage as the same hub, and compacts', async () => {
    const [folder, second] = [newFolder(), newFolder()]
    const { child, port, fingerprint } = await serve(folder)
    const invited = await run(['invite', '--data', folder])
    const code = /Code: +(\S+)/.exec(invited.out)?.[1] ?? ''
    const peer = new Peer(port, await makeCertificate('Desk'))
    const joined = helloAnswer.parse(((await peer.join(code)) as { data: unknown }).data)
    const push = { epoch: joined.epoch, operations: [someOperation(1)] }
    expect(await peer.mutate('push', push)).toHaveProperty('data')

    const copy = join(folder, 'copy.gz')
    const copied = await run(['backup', copy, '--data', folder])
    expect(copied).toMatchObject({
      code: 0,
      out: `Everything up to number 1 is in ${copy}.\n${notEncrypted}`,
    })
    expect(statSync(copy).mode & 0o077).toBe(0)
    // Shut out when the copy was made already: the copy does not know of it, and says so.
    expect(await run(['revoke', joined.deviceId, '--data', folder])).toMatchObject({ code: 0 })
    child.kill('SIGTERM')
    await once(child, 'exit')

    const brought = await run(['restore', copy, '--data', second])
    expect(brought).toMatchObject({ code: 0 })
    expect(brought.out).toContain('revoke them again')
    const listed = await run(['devices', '--data', second])
    expect(listed.out).toMatch(/^\S+  A   Desk  \(joined \d{4}-\d\d-\d\d \S+ UTC, last seen /)
    const restored = await serve(second)
    expect(restored.fingerprint).toBe(fingerprint)
    const hello = await new Peer(restored.port, peer.shown).mutate('hello', {
      protocol: protocolVersion,
      schemaVersion: 1,
      programVersion: '',
      now: joined.now,
      clinicId: null,
      epoch: joined.epoch,
      cursor: 0,
    })
    expect(hello).toMatchObject({ data: { restored: { epoch: joined.epoch, seq: 1 } } })
    expect(await run(['restore', copy, '--data', second])).toMatchObject({ code: 1 })
    expect(await run(['compact', '--data', folder])).toMatchObject({ code: 0 })
  })

  it('encrypts a backup by a passphrase from a file, and opens it by that from the environment', async () => {
    const [folder, second] = [newFolder(), newFolder()]
    const secret = join(folder, 'secret')
    writeFileSync(secret, 'correct horse\nnot this line\n')
    const copy = join(folder, 'copy')
    const words = ['backup', copy, '--data', folder, '--passphrase-file', secret]
    expect(await run(words)).toMatchObject({
      code: 0,
      out: `Everything up to number 0 is in ${copy}.\n`,
    })
    expect(readFileSync(copy, 'latin1').startsWith('polyclinic-sealed-backup-1\n')).toBe(true)
    const restore = ['restore', copy, '--data', second]
    expect(await run(restore)).toMatchObject({
      code: 1,
      err: 'This backup needs its passphrase\n',
    })
    const env = (said: string) => ({ POLYCLINIC_HUB_BACKUP_PASSPHRASE: said })
    expect(await run(restore, env('wrong horse'))).toMatchObject({
      code: 1,
      err: 'The passphrase does not fit this backup\n',
    })
    expect(await run(restore, env('correct horse'))).toMatchObject({ code: 0 })
    writeFileSync(secret, '\n')
    expect(await run(words)).toMatchObject({
      code: 1,
      err: `There is no passphrase in ${secret}\n`,
    })
  })

  it('keeps its data behind a passphrase where one was given at the start', async () => {
    const folder = newFolder()
    const env = { POLYCLINIC_HUB_PASSPHRASE: 'correct horse' }
    expect(await run(['devices', '--data', folder], env)).toMatchObject({
      code: 0,
      out: 'No workstation has joined yet.\n',
    })
    expect(existsSync(join(folder, 'hub.key'))).toBe(true)
    expect(await run(['devices', '--data', folder])).toMatchObject({
      code: 1,
      err: 'This hub needs its passphrase\n',
    })
  })

  it('says so when the port is taken', async () => {
    const { port } = await serve(newFolder())
    const second = await run(['--data', newFolder(), '--port', String(port), '--admin', 'off'])
    expect(second.code).toBe(1)
    expect(second.err).toContain('EADDRINUSE')
  })

  it.skipIf(postgresProblem !== null)('works on PostgreSQL as on a file', async () => {
    const cluster = await startPostgres()
    onTestFinished(() => cluster.stop())
    const env = { POLYCLINIC_HUB_STORE: await cluster.newDatabase() }
    const invited = await run(['invite', '--public', 'hub.clinic.example:443'], env)
    expect(invited).toMatchObject({ code: 0 })
    expect(invited.out).toContain('Hub:         https://hub.clinic.example:443\n')
    const copy = join(newFolder(), 'copy.gz')
    expect(await run(['backup', copy], env)).toMatchObject({ code: 0 })
    // From the database into a file.
    const file = newFolder()
    expect(await run(['restore', copy, '--data', file])).toMatchObject({ code: 0 })
    expect(await run(['devices'], env)).toMatchObject({ code: 0 })
  })
})
