/** Files and the snapshot: in pieces, resumed after a cut, and never taken for whole unless their hash says so. */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:https'
import { describe, expect, it } from 'vitest'
import { newMember, type Peer, startTestHub } from '../../helpers/test-hub.ts'

const chunkBytes = 1024 * 1024

function someFile(size: number) {
  const bytes = randomBytes(size)
  return { bytes, path: `/files/${createHash('sha256').update(bytes).digest('hex')}` }
}

function putChunk(peer: Peer, path: string, bytes: Uint8Array, index: number) {
  const start = index * chunkBytes
  const body = bytes.subarray(start, start + chunkBytes)
  const range = `bytes ${start}-${start + body.length - 1}/${bytes.length}`
  return peer.ask({
    method: 'PUT',
    path,
    headers: { 'content-range': range, 'content-length': body.length },
    body,
  })
}

const said = (answer: { body: Buffer }): unknown => JSON.parse(answer.body.toString())

async function putAll(peer: Peer, path: string, bytes: Uint8Array) {
  for (let index = 0; index * chunkBytes < bytes.length; index += 1) {
    await putChunk(peer, path, bytes, index)
  }
}

describe('files', () => {
  it('come back as they went, to another member', async () => {
    const hub = await startTestHub()
    const [{ peer: desk }, { peer: room }] = [await newMember(hub), await newMember(hub)]
    const { bytes, path } = someFile(2 * chunkBytes + 5)
    expect(said(await desk.ask({ path: `${path}/chunks` }))).toEqual({
      complete: false,
      chunks: [],
    })
    expect((await desk.ask({ path })).status).toBe(404)
    await putAll(desk, path, bytes)
    expect(said(await room.ask({ path: `${path}/chunks` }))).toMatchObject({ complete: true })
    const got = await room.ask({ path })
    expect(got.status).toBe(200)
    expect(got.body.equals(bytes)).toBe(true)
    const { headers } = await room.ask({ method: 'HEAD', path })
    expect(headers['content-length']).toBe(String(bytes.length))
  })

  it('go on where an upload was cut', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const { bytes, path } = someFile(3 * chunkBytes)
    await putChunk(peer, path, bytes, 0)
    // The second piece is cut in its middle.
    const cut = request({
      ...peer.tls,
      agent: false,
      method: 'PUT',
      path,
      headers: {
        'content-length': chunkBytes,
        'content-range': `bytes ${chunkBytes}-${2 * chunkBytes - 1}/${bytes.length}`,
      },
    })
    cut.on('error', () => {})
    cut.write(bytes.subarray(chunkBytes, chunkBytes + 1000))
    await once(cut, 'socket')
    cut.destroy()
    expect(said(await peer.ask({ path: `${path}/chunks` }))).toEqual({
      complete: false,
      chunks: [0],
    })
    await putChunk(peer, path, bytes, 2)
    expect(said(await putChunk(peer, path, bytes, 1))).toEqual({ complete: true, chunks: [] })
    expect((await peer.ask({ path })).body.equals(bytes)).toBe(true)
  })

  it('go on where a download was cut', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const { bytes, path } = someFile(2 * chunkBytes + 77)
    await putAll(peer, path, bytes)
    for (const [range, start, end] of [
      ['bytes=1048000-', 1_048_000, bytes.length],
      ['bytes=5-9', 5, 10],
      [`bytes=${chunkBytes - 1}-${chunkBytes}`, chunkBytes - 1, chunkBytes + 1],
      ['bytes=-7', bytes.length - 7, bytes.length],
    ] as const) {
      const part = await peer.ask({ path, headers: { range } })
      expect(part.status).toBe(206)
      expect(part.headers['content-range']).toBe(`bytes ${start}-${end - 1}/${bytes.length}`)
      expect(part.body.equals(bytes.subarray(start, end))).toBe(true)
    }
    const beyond = await peer.ask({ path, headers: { range: `bytes=${bytes.length}-` } })
    expect(beyond.status).toBe(416)
  })

  it('with another content than their name are dropped whole', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const { path } = someFile(10)
    const { bytes } = someFile(chunkBytes + 10)
    expect((await putChunk(peer, path, bytes, 0)).status).toBe(200)
    const last = await putChunk(peer, path, bytes, 1)
    expect(last.status).toBe(422)
    expect(said(last)).toMatchObject({ error: 'wrong-hash' })
    expect(said(await peer.ask({ path: `${path}/chunks` }))).toEqual({
      complete: false,
      chunks: [],
    })
  })

  it('are taken once', async () => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const { bytes, path } = someFile(100)
    await putAll(peer, path, bytes)
    expect(said(await putChunk(peer, path, bytes, 0))).toEqual({ complete: true, chunks: [] })
  })

  it.each([
    ['no range', undefined, 400],
    ['a start between pieces', 'bytes 5-9/10', 400],
    ['a piece that is not full', `bytes 0-9/${2 * chunkBytes}`, 400],
    ['a range longer than the body', 'bytes 0-99/100', 400],
    ['more than a file may have', `bytes 0-${chunkBytes - 1}/${10 ** 12}`, 413],
  ])('with %s are refused', async (_what, range, status) => {
    const hub = await startTestHub()
    const { peer } = await newMember(hub)
    const headers = {
      'content-length': 10,
      ...(range === undefined ? {} : { 'content-range': range }),
    }
    const body = Buffer.alloc(10)
    expect((await peer.ask({ method: 'PUT', path: someFile(1).path, headers, body })).status).toBe(
      status,
    )
  })

  it.each(['/files/x', '/files/../../etc/passwd', `/files/${'A'.repeat(64)}`, '/other', '/'])(
    'are not at %s',
    async (path) => {
      const hub = await startTestHub()
      const { peer } = await newMember(hub)
      expect((await peer.ask({ path })).status).toBe(404)
    },
  )
})

describe('the snapshot', () => {
  it('is resumed as long as it is the same one', async () => {
    const hub = await startTestHub()
    const { peer, hello } = await newMember(hub)
    const whole = await peer.ask({ path: '/snapshot' })
    expect(whole.status).toBe(200)
    const sha256 = createHash('sha256').update(whole.body).digest('hex')
    expect(whole.headers).toMatchObject({
      'polyclinic-epoch': hello.epoch,
      'polyclinic-seq': String(hello.head),
      'polyclinic-sha256': sha256,
      etag: `"${sha256}"`,
    })
    const rest = await peer.ask({
      path: '/snapshot',
      headers: { range: 'bytes=10-', 'if-range': `"${sha256}"` },
    })
    expect(rest.status).toBe(206)
    expect(rest.body.equals(whole.body.subarray(10))).toBe(true)
    const another = await peer.ask({
      path: '/snapshot',
      headers: { range: 'bytes=10-', 'if-range': '"another"' },
    })
    expect(another.status).toBe(200)
  })
})
