/** The hub's small decisions: parts of files, floods, wrong codes and letters for desks. */
import { describe, expect, it } from 'vitest'
import { addressOf } from '../../../main/hub/addresses.ts'
import { readContentRange, readPatience, readRange } from '../../../main/hub/byte-range.rules.ts'
import { costOf, fullBucket, spend, verdict } from '../../../main/hub/flood.rules.ts'
import { freePrefix } from '../../../main/hub/prefixes.rules.ts'
import { createTries } from '../../../main/hub/tries.ts'

describe('the patience of who asks for a snapshot', () => {
  it.each([
    [undefined, null],
    ['wait=5', null],
    ['respond-async', 0],
    ['respond-async, wait=1', 1000],
    ['wait=3,respond-async', 3000],
    ['respond-async, wait=900', 20_000],
    ['respond-async, wait=-1', 0],
  ])('is read from %s', (prefer, expected) => {
    expect(readPatience(prefer)).toBe(expected)
  })
})

describe('a part of a file', () => {
  const file = { size: 100, etag: 'abc' }

  it.each([
    [undefined, { start: 0, end: 99 }],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-5', { start: 95, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', 'unsatisfiable'],
    // What is not understood is not there (RFC 9110 §14.2).
    ['bytes=1-2,4-5', { start: 0, end: 99 }],
    ['bytes=-', { start: 0, end: 99 }],
    ['pages=1-2', { start: 0, end: 99 }],
    ['bytes=a-b', { start: 0, end: 99 }],
  ])('is read from %s', (range, expected) => {
    expect(readRange({ range }, file)).toEqual(expected)
  })

  it('is the whole when it would be the rest of another one', () => {
    const asked = { range: 'bytes=10-', 'if-range': '"other"' }
    expect(readRange(asked, file)).toEqual({ start: 0, end: 99 })
    expect(readRange({ ...asked, 'if-range': '"abc"' }, file)).toEqual({ start: 10, end: 99 })
  })

  it.each([
    ['bytes 0-9/15', { index: 0, bytes: 10, total: 15 }],
    ['bytes 10-14/15', { index: 1, bytes: 5, total: 15 }],
    ['bytes 0-9/10', { index: 0, bytes: 10, total: 10 }],
    ['bytes 0-4/15', null],
    ['bytes 5-14/15', null],
    ['bytes 10-19/15', null],
    ['bytes 20-29/15', null],
    ['bytes 0-0/0', null],
    ['bytes 0-9/*', null],
    ['', null],
    [undefined, null],
  ])('is put by %s', (header, expected) => {
    expect(readContentRange(header, 10)).toEqual(expected)
  })
})

describe('a flood', () => {
  const rate = { burst: 10, perSecond: 5 }

  it('is refused when the bucket is empty, and cut when it goes on', () => {
    let bucket = fullBucket(rate, 0)
    const verdicts = Array.from({ length: 22 }, () => {
      bucket = spend(bucket, 1, rate, 0)
      return verdict(bucket, rate)
    })
    expect(verdicts.slice(0, 10)).toEqual(Array(10).fill('pass'))
    expect(verdicts.slice(10, 19)).toEqual(Array(9).fill('refuse'))
    expect(verdicts.slice(19)).toEqual(Array(3).fill('cut'))
  })

  it('is over after a while', () => {
    const empty = spend(fullBucket(rate, 0), 12, rate, 0)
    expect(verdict(spend(empty, 1, rate, 200), rate)).toBe('refuse')
    expect(verdict(spend(empty, 1, rate, 1000), rate)).toBe('pass')
    expect(spend(empty, 0, rate, 60_000).tokens).toBe(10)
  })

  it('does not count time that runs backwards', () => {
    expect(spend({ tokens: 3, filledAtMs: 1000 }, 1, rate, 0).tokens).toBe(2)
  })

  it('is dearer the more it carries', () => {
    expect([costOf(0), costOf(65_536), costOf(8 * 1024 * 1024)]).toEqual([1, 2, 129])
  })
})

describe('wrong codes', () => {
  const limits = { wrongCodesPerAddress: 2, wrongCodes: 3, wrongCodesMs: 1000 }

  it('are counted an address, in all, and forgotten', () => {
    let now = 0
    const tries = createTries(limits, () => now)
    tries.wrong('a')
    expect(tries.mayTry('a')).toBe(true)
    tries.wrong('a')
    expect(tries.mayTry('a')).toBe(false)
    expect(tries.mayTry('b')).toBe(true)
    now = 500
    tries.wrong('b')
    expect(tries.mayTry('c')).toBe(false)
    now = 1000
    expect(tries.mayTry('a')).toBe(true)
  })
})

describe('a desk’s letters', () => {
  it('are the first that nobody has', () => {
    expect(freePrefix(new Set())).toBe('A')
    expect(freePrefix(new Set(['A', 'C']))).toBe('B')
    const letters = Array.from({ length: 26 }, (_none, index) => String.fromCharCode(65 + index))
    expect(freePrefix(new Set(letters))).toBe('AA')
    expect(freePrefix(new Set([...letters, 'AA']))).toBe('AB')
    expect(freePrefix(new Set([...letters, ...letters.map((letter) => `A${letter}`)]))).toBe('BA')
  })
})

describe('the address that is told', () => {
  const wired = { address: '192.168.1.20', family: 'IPv4' as const, internal: false }
  const rest = { netmask: '', mac: '', cidr: null }

  it.each([
    ['127.0.0.1', 'https://127.0.0.1:47600'],
    ['::1', 'https://[::1]:47600'],
    ['hub.clinic.example', 'https://hub.clinic.example:47600'],
    ['0.0.0.0', 'https://192.168.1.20:47600'],
  ])('is for %s', (host, expected) => {
    const interfaces = {
      lo: [{ ...rest, address: '127.0.0.1', family: 'IPv4' as const, internal: true }],
      left: [{ ...rest, ...wired, address: '169.254.3.4' }],
      wired: [{ ...rest, ...wired }],
    }
    expect(addressOf(host, 47_600, interfaces)).toBe(expected)
  })

  it('is this machine’s own where there is no network', () => {
    expect(addressOf('0.0.0.0', 1, {})).toBe('https://127.0.0.1:1')
  })
})
