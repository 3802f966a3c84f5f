/** The laboratory line, against a client that we did not write and one that does everything wrong. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Hl7Message } from '@medplum/core'
import { Hl7Client } from '@medplum/hl7'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readUnmatched, takeInMessage } from '../../../main/clinic/labs/lab-messages.service.ts'
import { systemActor } from '../../../main/db/desk.ts'
import {
  type ListenerParts,
  listenForLabs,
  type RunningListener,
} from '../../../main/labs-listener/lab-listener.ts'
import { frame } from '../../../main/labs-listener/mllp.rules.ts'
import { type LabClinic, openLabClinic } from '../../helpers/lab-clinic.ts'
import { oru, type OruWish, utf8, windows1251 } from '../../helpers/oru.ts'

let clinic: LabClinic
let listener: RunningListener
let logged: string[]
const sockets: Socket[] = []
beforeEach(async () => {
  clinic = await openLabClinic()
  logged = []
  listener = await listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await listener.stop()
  clinic.close()
})

const take = (bytes: Uint8Array) =>
  takeInMessage(clinic.desk.with({ actor: systemActor }), { bytes, source: 'mllp' })

const listen = (parts: Partial<ListenerParts> = {}) =>
  listenForLabs(
    { take, now: clinic.desk.now, log: (event) => logged.push(event), ...parts },
    { host: '127.0.0.1', port: 0 },
  )

/** Listens anew with other parts. */
async function relisten(parts: Partial<ListenerParts>): Promise<void> {
  await listener.stop()
  listener = await listen(parts)
}

const messages = () => clinic.raw.prepare('SELECT content FROM lab_message').pluck().all()

/** Sends with the independent client, and answers the codes and texts of MSA. */
async function send(...wishes: OruWish[]): Promise<string[][]> {
  const client = new Hl7Client({ host: '127.0.0.1', port: listener.port })
  try {
    const answers: string[][] = []
    for (const wish of wishes) {
      const answer = await client.sendAndWait(Hl7Message.parse(oru(wish)))
      const told = answer.getSegment('MSA')
      answers.push([1, 2, 3].map((field) => told?.getField(field)?.toString() ?? ''))
    }
    return answers
  } finally {
    await client.close()
  }
}

/** A line of bytes that are sent as they are. */
async function dial() {
  const socket = connect(listener.port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  let heard = ''
  socket.setEncoding('utf8')
  socket.on('data', (piece: string) => {
    heard += piece
  })
  return {
    socket,
    closed: once(socket, 'close'),
    /** The codes of the answers, once there are so many. */
    async answers(count: number): Promise<string[]> {
      const codes = () =>
        [...heard.matchAll(/\rMSA\|(\w\w)\|([^|\r]*)/g)].map(([, a, b]) => `${a} ${b}`)
      while (codes().length < count) await once(socket, 'data')
      return codes()
    },
  }
}

describe('a message is answered', () => {
  test('AA once it is in the database, and AA again when it comes again', async () => {
    const before = await send({ controlId: 'one' })
    expect(before).toEqual([['AA', 'one', '']])
    expect(messages()).toHaveLength(1)
    expect(await readUnmatched(clinic.nurse)).toHaveLength(1)
    expect(await send({ controlId: 'one' }, { controlId: 'two' })).toEqual([
      ['AA', 'one', ''],
      ['AA', 'two', ''],
    ])
    expect(messages()).toHaveLength(2)
  })

  test('not before it is committed', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    await relisten({
      take: async () => {
        asked()
        await committed
      },
    })
    const line = await dial()
    let answered = false
    const answer = line.answers(1).then((codes) => {
      answered = true
      return codes
    })
    line.socket.write(frame(utf8(oru())))
    await isAsked
    expect(answered).toBe(false)
    commit()
    expect(await answer).toEqual(['AA 1'])
  })

  test.each<[string, OruWish, string[]]>([
    ['of another type', { type: 'ORM^O01' }, ['AR', '1', 'Only ORU^R01 is taken']],
    [
      'on trial',
      { processingId: 'T' },
      ['AR', '1', 'Only production messages are taken (MSH-11 P)'],
    ],
    ['without a control id', { controlId: '' }, ['AR', '', 'MSH-10 is required']],
  ])('AR when it is %s', async (_, wish, answer) => {
    const line = await dial()
    line.socket.write(frame(utf8(oru(wish))))
    expect(await line.answers(1)).toEqual([`${answer[0]} ${answer[1]}`])
    expect(messages()).toEqual([])
    if (wish.controlId !== '') expect(await send(wish)).toEqual([answer])
  })

  test('AR when it is no HL7 at all', async () => {
    const line = await dial()
    line.socket.write(frame(utf8('hello')))
    expect(await line.answers(1)).toEqual(['AR '])
  })

  test('AE when it could not be stored, so that it is sent again', async () => {
    let isFull = true
    await relisten({
      take: async (bytes) => {
        if (isFull) throw new Error('disk full')
        return take(bytes)
      },
    })
    const again = 'The message could not be stored; send it again'
    expect(await send({ controlId: 'x' })).toEqual([['AE', 'x', again]])
    expect(logged).toEqual(['taking a message in failed'])
    isFull = false
    expect(await send({ controlId: 'x' })).toEqual([['AA', 'x', '']])
    expect(messages()).toHaveLength(1)
  })

  test('in the delimiters that it came in, with its control id as it stands', async () => {
    const line = await dial()
    const text = oru({ controlId: 'a\\T\\1' }).replaceAll('|', '#').replaceAll('^', '*')
    const heard = once(line.socket, 'data')
    line.socket.write(frame(utf8(text)))
    const [answer] = await heard
    expect(String(answer)).toMatch(/MSH#\*~\\&#CLINIC##LAB#NORTH#\d{14}\+0000##ACK\*R01\*ACK#/)
    expect(String(answer)).toContain('\rMSA#AA#a\\T\\1\r')
  })

  test('whatever its letters are written in', async () => {
    const line = await dial()
    line.socket.write(frame(windows1251(oru({ family: 'Ёлкина', charset: 'WINDOWS-1251' }))))
    expect(await line.answers(1)).toEqual(['AA 1'])
    expect(String(messages()[0])).toContain('Ёлкина')
  })
})

describe('a stream', () => {
  test('of a message in pieces is one message', async () => {
    const line = await dial()
    const whole = frame(utf8(oru({ family: 'Ёлкина' })))
    for (let at = 0; at < whole.length; at += 7) {
      await new Promise((resolve) => {
        line.socket.write(whole.subarray(at, at + 7), resolve)
      })
    }
    expect(await line.answers(1)).toEqual(['AA 1'])
  })

  test('of two messages in one packet is two, answered in their order', async () => {
    const line = await dial()
    const two = ['a', 'b'].map((controlId) => frame(utf8(oru({ controlId }))))
    line.socket.write(Buffer.concat(two))
    expect(await line.answers(2)).toEqual(['AA a', 'AA b'])
  })

  test('that ends without an end block leaves nothing, and the message can come again', async () => {
    const first = await dial()
    first.socket.end(Buffer.from(`\v${oru()}`))
    await first.closed
    expect(messages()).toEqual([])
    expect(await send({})).toEqual([['AA', '1', '']])
  })

  test('that grows too large is answered AR and cut off', async () => {
    await relisten({ largestBytes: 400 })
    const line = await dial()
    line.socket.on('error', () => line.socket.destroy())
    line.socket.write(`\v${oru({ controlId: 'big' })}${'x'.repeat(1000)}`)
    expect(await line.answers(1)).toEqual(['AR big'])
    await line.closed
    expect(messages()).toEqual([])
  })

  test('that stops in the middle of a message is hung up on, a quiet one is not', async () => {
    await relisten({ slowMs: 40 })
    const quiet = await dial()
    const slow = await dial()
    slow.socket.write('\vMSH|')
    await slow.closed
    expect(quiet.socket.destroyed).toBe(false)
    quiet.socket.write(frame(utf8(oru())))
    expect(await quiet.answers(1)).toEqual(['AA 1'])
  })
})

describe('the end', () => {
  test('waits for what is being taken in, and answers it', async () => {
    let commit = () => {}
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    await relisten({
      take: async () => {
        asked()
        await new Promise<void>((resolve) => {
          commit = resolve
        })
      },
    })
    const line = await dial()
    line.socket.write(frame(utf8(oru())))
    await isAsked
    const stopped = listener.stop()
    commit()
    expect(await line.answers(1)).toEqual(['AA 1'])
    await stopped
    listener = await listen()
  })

  test('of a port that is taken is told', async () => {
    const taken = { host: '127.0.0.1', port: listener.port }
    const parts = { take, now: clinic.desk.now, log: () => {} }
    await expect(listenForLabs(parts, taken)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
