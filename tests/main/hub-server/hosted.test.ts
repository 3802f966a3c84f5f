/** The hub inside a workstation: started, asked and stopped by messages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveParent } from '../../../main/hub/hosted.ts'
import {
  type FromHostedHub,
  type HostedInvitation,
  hostedHubKey,
  type HostedHubStatus,
  type HostedRequestKind,
  type HostedRequests,
  type ToHostedHub,
} from '../../../main/sync/hosting-wire.ts'
import { Peer } from '../../helpers/test-hub.ts'
import { makeCertificate } from '../../../main/sync/certificates.ts'

/** The workstation's end of the channel. */
function hostedHub() {
  let hear: (event: { data: ToHostedHub }) => void = () => {}
  const waiting = new Map<number, (message: FromHostedHub) => void>()
  serveParent({
    on: (_event, listener) => (hear = listener),
    postMessage: (message) => waiting.get(message.id)?.(message),
  })
  let lastId = 0
  return <Kind extends HostedRequestKind>(
    kind: Kind,
    input: HostedRequests[Kind]['input'],
  ): Promise<FromHostedHub> => {
    lastId += 1
    const id = lastId
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      hear({ data: { id, kind, input } as ToHostedHub })
    })
  }
}

function startOptions(): HostedRequests['start']['input'] {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-hosted-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const key = hostedHubKey(new Uint8Array(32).fill(7))
  return { folder, key, host: '127.0.0.1', port: 0, name: 'Test clinic', clockAheadMs: 0 }
}

const stopped = { running: false, address: null, fingerprint: null, trouble: null }

describe('a hosted hub', () => {
  it('starts, invites, lists, revokes, copies and stops', async () => {
    const ask = hostedHub()
    const options = startOptions()
    expect(await ask('status', null)).toMatchObject({ kind: 'done', answer: stopped })
    const started = await ask('start', options)
    expect(started).toMatchObject({
      kind: 'done',
      answer: { running: true, address: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) },
    })
    const invited = await ask('invite', { minutes: 5, branches: null })
    if (invited.kind !== 'done') throw new Error(invited.trouble)
    const { address, code } = invited.answer as HostedRequests['invite']['answer']
    const peer = new Peer(Number(new URL(address).port), await makeCertificate('Desk'))
    const joined = await peer.join(code, 'Second desk')
    expect(joined).toHaveProperty('data.deviceId')
    const devices = await ask('devices', null)
    expect(devices).toMatchObject({
      answer: [{ name: 'Second desk', prefix: 'A', revokedAt: null }],
    })
    const copied = await ask('backup', { path: join(options.folder, 'copy.gz'), passphrase: null })
    expect(copied).toMatchObject({ kind: 'done', answer: { seq: 0 } })
    const { deviceId } = (joined as { data: { deviceId: string } }).data
    expect(await ask('revoke', { deviceId })).toMatchObject({ answer: true })
    expect(await peer.mutate('hello', {})).toEqual({ code: 'revoked' })
    expect(await ask('stop', null)).toMatchObject({ answer: stopped })
  })

  it('goes by the clock of its workstation, also where that was set to another year', async () => {
    const ask = hostedHub()
    const ahead = 5 * 365 * 24 * 60 * 60_000
    const started = await ask('start', { ...startOptions(), clockAheadMs: ahead })
    const { address } = (started as { answer: HostedHubStatus }).answer
    const invited = await ask('invite', { minutes: 5, branches: null })
    const { code, expiresAt } = (invited as { answer: HostedInvitation }).answer
    const year = new Date(Date.now() + ahead).getUTCFullYear()
    expect(expiresAt).toContain(`${year}-`)
    // Its own codes hold by it, and who joins is told its time.
    const peer = new Peer(Number(new URL(address ?? '').port), await makeCertificate('Desk'))
    expect(await peer.join(code)).toHaveProperty('data.now', expect.stringContaining(`${year}-`))
    await ask('stop', null)
  })

  it('is the same hub after a new start, and started twice it is one', async () => {
    const ask = hostedHub()
    const options = startOptions()
    const first = await ask('start', options)
    const status = (first as { answer: HostedHubStatus }).answer
    expect(await ask('start', options)).toMatchObject({ answer: status })
    await ask('stop', null)
    const { fingerprint } = status
    expect(await ask('start', options)).toMatchObject({ answer: { fingerprint } })
    await ask('stop', null)
  })

  it('says in a word why it does not start or answer', async () => {
    const ask = hostedHub()
    expect(await ask('devices', null)).toMatchObject({ kind: 'failed', trouble: 'hub-not-running' })
    const other = hostedHub()
    const running = await other('start', startOptions())
    const taken = 'answer' in running ? (running.answer as { address: string }).address : ''
    const port = Number(new URL(taken).port)
    expect(await ask('start', { ...startOptions(), port })).toMatchObject({
      kind: 'failed',
      trouble: 'EADDRINUSE',
    })
    await other('stop', null)
  })
})

describe('the hosted hub’s key', () => {
  it('is made from the workstation’s and is another one', () => {
    const own = new Uint8Array(32).fill(7)
    expect(Buffer.from(hostedHubKey(own)).equals(Buffer.from(hostedHubKey(own)))).toBe(true)
    expect(Buffer.from(hostedHubKey(own)).equals(Buffer.from(own))).toBe(false)
    expect(hostedHubKey(new Uint8Array(32))).toHaveLength(32)
  })
})
