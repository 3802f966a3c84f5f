/** A hub in a process of its own, whose memory is looked at from outside: whatever strangers and members send, it stays what it was. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../main/sync/certificates.ts'
import { helloAnswer } from '../../../main/sync/wire.ts'
import { type HubProcess, startHubProcess } from '../../helpers/hub-process.ts'
import { Peer, someOperation } from '../../helpers/test-hub.ts'

const mebibyte = 1024 ** 2
/** What a process of Node swings by itself, between two looks at the same work. */
const swing = 40 * mebibyte

describe.skipIf(process.platform !== 'linux')('the memory of a hub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-flat-'))
  let hub: HubProcess
  let member: Peer
  let epoch: string

  beforeAll(async () => {
    const storage = `file:${join(folder, 'hub.db')}`
    const clockOffMs = Date.parse('2026-11-21T09:00:00.000Z') - Date.now()
    hub = await startHubProcess({ storage, key: '07'.repeat(32), clockOffMs })
    member = new Peer(hub.port, await makeCertificate('Workstation'))
    const joined = await member.join((await hub.invite()).code)
    if (!('data' in joined)) throw new Error(`Not joined: ${joined.code}`)
    epoch = helloAnswer.parse(joined.data).epoch
    await member.mutate('push', { epoch, operations: [someOperation(1)] })
  })

  afterAll(async () => {
    await hub.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Resident bytes of the process, as the kernel counts them. */
  function resident(): number {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))
    return Number(found?.[1] ?? 0) * 1024
  }

  /**
   * How much more there is after the work: what stays of it is warmed up before, by the same or by less
   * of it.
   */
  async function grownBy(work: () => Promise<void>, warmUp = work): Promise<number> {
    await warmUp()
    const before = resident()
    await work()
    return resident() - before
  }

  const isAnswered = async () =>
    (await member.mutate('push', { epoch, operations: [someOperation(1)] })) !== null

  test(
    'is flat under ten thousand connections that say nothing',
    { timeout: 180_000 },
    async () => {
      let most = 0
      const sayNothing = async (waves: number) => {
        const silent: Socket[] = []
        for (let wave = 0; wave < waves; wave += 1) {
          const sockets = Array.from({ length: 500 }, () => {
            const socket = connect(hub.port, '127.0.0.1')
            socket.on('error', () => {})
            return socket
          })
          silent.push(...sockets)
          await Promise.all(sockets.map((socket) => once(socket, 'connect')))
          most = Math.max(most, resident())
        }
        // In the midst of them a member is answered.
        expect(await isAnswered()).toBe(true)
        for (const socket of silent) socket.destroy()
      }
      const grown = await grownBy(
        () => sayNothing(20),
        () => sayNothing(4),
      )
      expect(grown).toBeLessThan(swing)
      // A handshake that waits would take some tens of kilobytes; who says nothing has none.
      expect(most).toBeLessThan(300 * mebibyte)
    },
  )

  test('is flat under a body of a gigabyte', { timeout: 120_000 }, async () => {
    const grown = await grownBy(async () => {
      const piece = Buffer.alloc(mebibyte, 'x')
      const { status } = await member.ask({
        method: 'POST',
        path: '/trpc/push',
        headers: { 'content-type': 'application/json', 'content-length': 1024 * mebibyte },
        send(request) {
          let sent = 0
          const more = () => {
            while (!request.destroyed && sent < 1024) {
              sent += 1
              if (!request.write(piece)) return void request.once('drain', more)
            }
          }
          more()
        },
      })
      expect(status).toBe(413)
    })
    expect(grown).toBeLessThan(swing)
  })

  test('is flat under a push that comes again and again', { timeout: 120_000 }, async () => {
    const note = 'n'.repeat(900_000)
    const operations = [someOperation(2, { note })]
    const socket = await member.socket()
    const push = () => socket.call('mutation', 'push', { epoch, operations })
    const first = await push()
    const grown = await grownBy(async () => {
      for (let again = 0; again < 60; again += 1) expect(await push()).toEqual(first)
    })
    socket.raw.terminate()
    expect(first).toHaveProperty('data')
    expect(grown).toBeLessThan(swing)
  })
})
