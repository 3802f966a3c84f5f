/** What a sender is answered (HL7 v2.5.1 §2.9.2): AA when its message is kept, AE to send it again, AR never to. */
import { decodeMessage, Hl7Error, type Hl7Problem } from '../clinic/labs/hl7.rules.ts'

export type AcknowledgementCode = 'AA' | 'AE' | 'AR'

export interface Answer {
  code: AcknowledgementCode
  /** In English, for whoever keeps the sending program. */
  text: string
}

/**
 * AR is for what would be refused however often it came: table 0008 names type, processing id and
 * control id. A message that says nothing of a report may be mended by its sender: AE.
 */
const answers: Record<Hl7Problem, Answer> = {
  'no-header': { code: 'AR', text: 'The message has no MSH segment' },
  'no-control-id': { code: 'AR', text: 'MSH-10 is required' },
  'not-oru': { code: 'AR', text: 'Only ORU^R01 is taken' },
  'not-production': { code: 'AR', text: 'Only production messages are taken (MSH-11 P)' },
  'no-report': { code: 'AE', text: 'The message has no OBR segment' },
}

/** What is answered to an error; anything that is not the message's fault may pass. */
export function answerTo(error: unknown): Answer {
  if (error instanceof Hl7Error) return answers[error.problem]
  return { code: 'AE', text: 'The message could not be stored; send it again' }
}

export const tooLarge: Answer = { code: 'AR', text: 'The message is too large' }

interface RawHeader {
  field: string
  /** MSH-2 to MSH-12 as they stand, so that nothing has to be escaped anew. */
  encodingCharacters: string
  sendingApplication: string
  sendingFacility: string
  receivingApplication: string
  receivingFacility: string
  controlId: string
  version: string
}

function readRaw(message: Uint8Array): RawHeader {
  const header = decodeMessage(message).text.split(/[\r\n]/, 1)[0] ?? ''
  const field = header.startsWith('MSH') ? (header[3] ?? '|') : '|'
  const parts = header.startsWith('MSH') ? header.split(field) : []
  const at = (index: number) => parts[index] ?? ''
  return {
    field,
    encodingCharacters: at(1) || '^~\\&',
    sendingApplication: at(2),
    sendingFacility: at(3),
    receivingApplication: at(4),
    receivingFacility: at(5),
    controlId: at(9),
    version: at(11) || '2.5.1',
  }
}

/** The acknowledgement of a message as text, in the delimiters of its sender. */
export function acknowledge(
  message: Uint8Array,
  { code, text }: Answer,
  { controlId, at }: { controlId: string; at: string },
): string {
  const raw = readRaw(message)
  const { field } = raw
  const time = at.replaceAll(/\D/g, '').slice(0, 14)
  const [component = '^'] = raw.encodingCharacters
  const header = [
    'MSH',
    raw.encodingCharacters,
    raw.receivingApplication,
    raw.receivingFacility,
    raw.sendingApplication,
    raw.sendingFacility,
    `${time}+0000`,
    '',
    ['ACK', 'R01', 'ACK'].join(component),
    controlId,
    'P',
    raw.version,
  ]
  const told = ['MSA', code, raw.controlId, ...(code === 'AA' ? [] : [text])]
  return `${header.join(field)}\r${told.join(field)}\r`
}
