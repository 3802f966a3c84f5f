/** What becomes of text before it is printed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, printable, xmlText } from '../../../main/pdf/plain-text.ts'

const latinOnly = (codePoint: number) => codePoint >= 0x20 && codePoint < 0x180

describe('printable', () => {
  it.each([
    ['plain', 'plain'],
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['a\tb', 'a b'],
    ['a\u0000\u0007\u001B\u007Fb', 'ab'],
    ['a\u202Eb\u200Bc\u00ADd\uFEFF', 'abcd'],
    ['cafe\u0301', 'café'],
    ['👩‍👩‍👧‍👦!', '\uFFFD!'],
    ['❤️', '\uFFFD'],
    ['漢字', '\uFFFD\uFFFD'],
    ['x\u0351', 'x\uFFFD'],
    ['\uD800', '\uFFFD'],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text, latinOnly)).toBe(expected)
  })

  it('leaves nothing that the font cannot show', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const character of printable(text, latinOnly)) {
          const codePoint = character.codePointAt(0) ?? 0
          expect(character === '\n' || character === '\uFFFD' || latinOnly(codePoint)).toBe(true)
        }
      }),
    )
  })
})

describe('oneLine', () => {
  it('joins lines and keeps the narrow spaces of sums', () => {
    expect(oneLine('  a \n\n b\t c ')).toBe('a b c')
    expect(oneLine('1\u202F000\u00A0€')).toBe('1\u202F000\u00A0€')
  })
})

describe('xmlText', () => {
  it('escapes markup and takes out what XML forbids', () => {
    expect(xmlText('A & <B>\u0000\uFFFE\uD800')).toBe('A &amp; &lt;B&gt;  \uFFFD')
  })
})
