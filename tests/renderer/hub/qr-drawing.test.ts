/** The picture of an invitation is read back by a reader of QR codes as the text that it was made of. */
import decodeQR from 'qr/decode.js'
import { expect, test } from 'vitest'
import { writeInvitation } from '../../../main/sync/wire.ts'
import { qrDrawing } from '../../../renderer/pages/hub/qr-drawing.ts'

/** The drawing as a camera would see it: so many pixels a module, dark on white. */
function photograph({ path, size }: { path: string; size: number }) {
  const scale = 4
  const side = size * scale
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < scale * scale; at += 1) {
      const column = Number(x) * scale + (at % scale)
      const row = Number(y) * scale + Math.floor(at / scale)
      data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
    }
  }
  return { width: side, height: side, data }
}

test('an invitation is read back as it was written', () => {
  const invitation = writeInvitation({
    address: 'https://192.168.1.20:47600',
    fingerprint: '3f5a8c1e7b2d9406'.repeat(4),
    code: 'K7QM-4TXR-9HPL-2VCW',
  })
  expect(decodeQR(photograph(qrDrawing(invitation)))).toBe(invitation)
})

test('has a white edge of four modules', () => {
  const { path, size } = qrDrawing('x')
  const places = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect(Math.min(...places)).toBe(4)
  expect(Math.max(...places)).toBe(size - 5)
})
