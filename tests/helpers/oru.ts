/** Messages as laboratories send them. */

export interface OruWish {
  controlId?: string
  sender?: string
  charset?: string
  /** PID-3, PID-5, PID-7, PID-8; empty where the laboratory does not say. */
  card?: string
  family?: string
  given?: string
  born?: string
  sex?: string
  placer?: string
  filler?: string
  /** OBR-25. */
  status?: string
  type?: string
  processingId?: string
  takenAt?: string
  /** Whole segments after the OBR. */
  results?: string[]
}

/** An ORU^R01 as text, a segment a line. */
export function oru(wish: OruWish = {}): string {
  const {
    controlId = '1',
    sender = 'LAB|NORTH',
    charset = '',
    card = '',
    family = '',
    given = '',
    born = '',
    sex = '',
    placer = '',
    filler = '',
    status = 'F',
    type = 'ORU^R01',
    processingId = 'P',
    takenAt = '20261116083000',
    results = [potassium('4.2')],
  } = wish
  return [
    `MSH|^~\\&|${sender}|CLINIC||20261116090000||${type}|${controlId}|${processingId}|2.5.1||||||${charset}`,
    `PID|1||${card}||${family}^${given}||${born}|${sex}`,
    `OBR|1|${placer}|${filler}|SALTS|||${takenAt}||||||||||||||||||${status}`,
    ...results,
  ].join('\r')
}

export function potassium(value: string, more: { flag?: string; status?: string } = {}): string {
  return `OBX|1|NM|2823-3^Potassium^LN||${value}|ммоль/л||${more.flag ?? ''}|||${more.status ?? 'F'}`
}

export function sodium(value: string, more: { flag?: string; status?: string } = {}): string {
  return `OBX|2|NM|NA^Sodium^L||${value}|ммоль/л|136-145|${more.flag ?? ''}|||${more.status ?? 'F'}`
}

const encoder = new TextEncoder()

export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** Windows-1251 of Cyrillic letters and ASCII. */
export function windows1251(text: string): Uint8Array {
  return Uint8Array.from([...text], (letter) => {
    const code = letter.codePointAt(0) ?? 0
    if (code < 0x80) return code
    if (letter === 'ё') return 0xb8
    if (letter === 'Ё') return 0xa8
    return code - 0x410 + 0xc0
  })
}

/** Messages of two results each, of one laboratory. */
export function manyMessages(count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    oru({ controlId: `m${at}`, family: 'Ёлкина', results: [potassium('4.2'), sodium('140')] }),
  )
}
