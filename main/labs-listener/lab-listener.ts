/** The line on which laboratories and analysers send results: MLLP over TCP, off until it is switched on. */
import { createServer, type Server, type Socket } from 'node:net'
import { v7 } from 'uuid'
import { Hl7Error, parseMessage, decodeMessage } from '../clinic/labs/hl7.rules.ts'
import { readHeader } from '../clinic/labs/oru.rules.ts'
import { acknowledge, type Answer, answerTo, tooLarge } from './acknowledgement.rules.ts'
import { frame, FrameTooLarge, MllpFrames } from './mllp.rules.ts'

/** A report with the papers of a discharge inside is some megabytes. */
const largestMessageBytes = 10 * 1024 * 1024

/** Who has begun a message has this long for its next piece. */
const slowAfterMs = 60_000

/** Analysers and laboratories of a small clinic, and a few that were left open. */
const mostConnections = 32

export interface ListenerParts {
  /** Takes one message in; resolves once it is committed. Rejects with what is wrong. */
  take: (message: Uint8Array) => Promise<unknown>
  now: () => string
  log: (event: string, error?: unknown) => void
  /** Told of each answer that is given. */
  answered?: (answer: Answer) => void
  largestBytes?: number
  slowMs?: number
}

export interface ListenerAddress {
  /** `127.0.0.1` is this computer alone, `0.0.0.0` the clinic's network. */
  host: string
  port: number
}

export interface RunningListener {
  port: number
  /** Takes nothing new in, ends what is being taken in, answers it, and closes. */
  stop(): Promise<void>
}

/** Begins to listen. Rejects when the address cannot be had, as when the port is taken. */
export async function listenForLabs(
  parts: ListenerParts,
  { host, port }: ListenerAddress,
): Promise<RunningListener> {
  const conversations = new Set<Conversation>()
  const server = createServer((socket) => {
    const conversation = new Conversation(socket, parts)
    conversations.add(conversation)
    socket.once('close', () => conversations.delete(conversation))
  })
  server.maxConnections = mostConnections
  await begin(server, host, port)
  server.on('error', (error) => parts.log('the laboratory line failed', error))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.all([...conversations].map((conversation) => conversation.end()))
      await closed
    },
  }
}

function begin(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** One connection: its messages are taken in and answered one after the other. */
class Conversation {
  readonly #socket: Socket
  readonly #parts: ListenerParts
  readonly #frames: MllpFrames
  #taken: Promise<void> = Promise.resolve()
  #ending = false

  constructor(socket: Socket, parts: ListenerParts) {
    this.#socket = socket
    this.#parts = parts
    this.#frames = new MllpFrames(parts.largestBytes ?? largestMessageBytes)
    socket.on('data', (piece) => this.#hear(piece))
    // A sender that goes away is no fault of ours; it sends again what was not answered.
    socket.on('error', () => socket.destroy())
    socket.on('timeout', () => {
      if (this.#frames.isOpen) socket.destroy()
    })
  }

  /** Waits for what is being taken in to be answered, then hangs up. */
  async end(): Promise<void> {
    this.#ending = true
    await this.#taken
    await new Promise<void>((resolve) => {
      if (this.#socket.destroyed) return resolve()
      this.#socket.once('close', () => resolve())
      this.#socket.end(() => this.#socket.destroy())
    })
  }

  #hear(piece: Uint8Array): void {
    if (this.#ending) return
    try {
      for (const message of this.#frames.push(piece)) this.#queue(message)
    } catch (error) {
      if (!(error instanceof FrameTooLarge)) throw error
      this.#ending = true
      this.#taken = this.#taken.then(() => this.#hangUp(error.begun))
    }
    // Only who is in the middle of a message is hurried; a line may stay quiet for days.
    this.#socket.setTimeout(this.#frames.isOpen ? (this.#parts.slowMs ?? slowAfterMs) : 0)
  }

  #hangUp(begun: Uint8Array): void {
    this.#answer(begun, tooLarge)
    this.#socket.end(() => this.#socket.destroy())
  }

  #queue(message: Uint8Array): void {
    // The next piece waits until this one is answered, so that nobody can fill the memory.
    this.#socket.pause()
    this.#taken = this.#taken
      .then(() => this.#take(message))
      .then(() => {
        this.#socket.resume()
      })
  }

  async #take(message: Uint8Array): Promise<void> {
    try {
      requireControlId(message)
      await this.#parts.take(message)
      this.#answer(message, { code: 'AA', text: '' })
    } catch (error) {
      if (!(error instanceof Hl7Error)) this.#parts.log('taking a message in failed', error)
      this.#answer(message, answerTo(error))
    }
  }

  #answer(message: Uint8Array, answer: Answer): void {
    this.#parts.answered?.(answer)
    if (this.#socket.destroyed) return
    const told = acknowledge(message, answer, { controlId: v7(), at: this.#parts.now() })
    this.#socket.write(frame(new TextEncoder().encode(told)))
  }
}

/** Without it no acknowledgement could say which message it is of. */
function requireControlId(message: Uint8Array): void {
  const { text, encoding } = decodeMessage(message)
  const { controlId } = readHeader(parseMessage(text, encoding))
  if (controlId === '') throw new Hl7Error('no-control-id')
}
