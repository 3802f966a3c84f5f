/** Frames of MLLP come whole out of a stream, however it is cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frame, FrameTooLarge, MllpFrames } from '../../../main/labs-listener/mllp.rules.ts'
import { utf8 } from '../../helpers/oru.ts'

const texts = (frames: Uint8Array[]) => frames.map((one) => new TextDecoder().decode(one))
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const large = 1_000_000

describe('frames', () => {
  test('come out of pieces of any size as they went in', () => {
    const message = fc.string().map((text) => utf8(text.replaceAll(/[\u000b\u001c]/g, '')))
    fc.assert(
      fc.property(fc.array(message), fc.integer({ min: 1, max: 40 }), (messages, size) => {
        const stream = join(...messages.map(frame))
        const frames = new MllpFrames(large)
        const found: Uint8Array[] = []
        for (let at = 0; at < stream.length; at += size) {
          found.push(...frames.push(stream.subarray(at, at + size)))
        }
        expect(found.map((one) => [...one])).toEqual(messages.map((one) => [...one]))
        expect(frames.isOpen).toBe(false)
      }),
    )
  })

  test('two in one piece are two, and what stands between them is neither’s', () => {
    const piece = join(utf8('noise\r\n'), frame(utf8('a')), utf8('\r\n'), frame(utf8('b')))
    expect(texts(new MllpFrames(large).push(piece))).toEqual(['a', 'b'])
  })

  test('without the return after the end are taken all the same', () => {
    expect(texts(new MllpFrames(large).push(utf8('\va\x1c\vb\x1c')))).toEqual(['a', 'b'])
  })

  test('that begin anew before their end were never finished', () => {
    const frames = new MllpFrames(large)
    expect(frames.push(utf8('\vhalf a mess'))).toEqual([])
    expect(frames.isOpen).toBe(true)
    expect(texts(frames.push(utf8('\vwhole\x1c\r')))).toEqual(['whole'])
  })

  test('that grow too large are refused with what came of them', () => {
    const frames = new MllpFrames(10)
    frames.push(utf8('\v12345'))
    expect(() => frames.push(utf8('678901'))).toThrow(FrameTooLarge)
    expect(frames.isOpen).toBe(false)
  })

  test('of just the largest size are taken', () => {
    expect(texts(new MllpFrames(5).push(frame(utf8('12345'))))).toEqual(['12345'])
  })
})
