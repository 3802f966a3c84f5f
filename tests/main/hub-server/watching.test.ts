/** What the hub tells those who look after it: health, metrics and a log without anybody's data. */
import { describe, expect, it } from 'vitest'
import { createHubLogger } from '../../../main/hub/logs.ts'
import { newMember, newPeer, someOperation, startTestHub } from '../../helpers/test-hub.ts'

const admin = { host: '127.0.0.1', port: 0 }

describe('health and metrics', () => {
  it('stand at an address of their own', async () => {
    const hub = await startTestHub({ admin })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    socket.send('subscription', 'changes')
    await socket.toldTimes(1)
    await socket.call('mutation', 'push', { epoch: hello.epoch, operations: [someOperation(1)] })
    const health = await fetch(`${hub.server.adminAddress}/health`)
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ status: 'fine', head: expect.any(Number) })
    const metrics = await fetch(`${hub.server.adminAddress}/metrics`)
    expect(metrics.headers.get('content-type')).toContain('text/plain')
    const text = await metrics.text()
    for (const line of [
      'polyclinic_hub_connections{kind="members"} 1',
      'polyclinic_hub_followers 1',
      'polyclinic_hub_call_seconds_count{procedure="push",outcome="ok"} 1',
      'polyclinic_hub_call_seconds_count{procedure="join",outcome="ok"} 1',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(line)
    }
    expect((await fetch(`${hub.server.adminAddress}/other`)).status).toBe(404)
  })

  it('say it when the storage does not answer', async () => {
    const hub = await startTestHub({ admin })
    await hub.store.close()
    const health = await fetch(`${hub.server.adminAddress}/health`)
    expect(health.status).toBe(503)
    expect(await health.json()).toEqual({ status: 'storage-trouble' })
  })

  it('are nowhere when they are not asked for', async () => {
    const hub = await startTestHub()
    expect(hub.server.adminAddress).toBeNull()
    const { peer } = await newMember(hub)
    expect((await peer.ask({ path: '/metrics' })).status).toBe(404)
  })
})

describe('the log', () => {
  const secret = 'Abernathy-Quill'

  it('holds nothing of what devices send, refused or not', async () => {
    const lines: string[] = []
    const hub = await startTestHub({ log: createHubLogger((line) => lines.push(line)) })
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    const epoch = hello.epoch
    await socket.call('mutation', 'push', {
      epoch,
      operations: [someOperation(1, { name: secret })],
    })
    await socket.call('mutation', 'push', { epoch, operations: [{ name: secret }] })
    await socket.call('mutation', 'push', { epoch: secret, operations: [someOperation(2)] })
    socket.raw.send(`{{${secret}`)
    await socket.call('query', secret, { epoch })
    await (await newPeer(hub)).join(secret)
    await peer.ask({ path: `/${secret}?${secret}` })
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.join('')).not.toContain(secret)
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg')
  })

  it('keeps an error’s kind and place, not its words', () => {
    const lines: string[] = []
    const error = Object.assign(new TypeError(`invalid value: ${secret}\n${secret}`), {
      code: '22P02',
    })
    createHubLogger((line) => lines.push(line)).error('push failed', error, { deviceId: 'd1' })
    const [line = ''] = lines
    expect(JSON.parse(line)).toMatchObject({
      msg: 'push failed',
      kind: 'TypeError',
      code: '22P02',
      deviceId: 'd1',
    })
    expect(line).toContain('watching.test.ts')
    expect(line).not.toContain(secret)
  })

  it('does not carry an error’s words to the caller either', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const socket = await peer.socket()
    await hub.store.close()
    let text = ''
    socket.raw.on('message', (data: Buffer) => (text += data.toString()))
    const operations = [someOperation(1, { name: secret })]
    const answer = await socket.call('mutation', 'push', { epoch: hello.epoch, operations })
    expect(answer).toEqual({ code: 'bug' })
    expect(text).not.toContain('.ts')
    expect(text).not.toContain(secret)
  })
})
