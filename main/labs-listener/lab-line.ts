/** The laboratory line of this workstation: as its settings say, with what became of it. */
import { readLabLine } from '../clinic/labs/lab-line.service.ts'
import { takeInMessage } from '../clinic/labs/lab-messages.service.ts'
import type { Desk } from '../db/desk.ts'
import type { Answer } from './acknowledgement.rules.ts'
import { listenForLabs, type RunningListener } from './lab-listener.ts'

export type LabLineState =
  | { name: 'off' }
  | { name: 'listening'; host: string; port: number }
  /** `reason` is the system's word, such as `EADDRINUSE`. */
  | { name: 'failed'; host: string; port: number; reason: string }

/** The last message that came since the program began, and what was answered to it. */
export type LastMessage = Answer & { at: string }

export interface LabLineParts {
  now: () => string
  log: (event: string, error?: unknown) => void
}

export class LabLine {
  readonly #parts: LabLineParts
  #desk: (() => Desk) | null = null
  #running: RunningListener | null = null
  #state: LabLineState = { name: 'off' }
  #last: LastMessage | null = null
  #changing: Promise<void> = Promise.resolve()

  constructor(parts: LabLineParts) {
    this.#parts = parts
  }

  get state(): LabLineState {
    return this.#state
  }

  get last(): LastMessage | null {
    return this.#last
  }

  /** Begins as the settings say; `desk` is the program's own. */
  attach(desk: () => Desk): Promise<void> {
    this.#desk = desk
    return this.follow()
  }

  /** Ends, whatever the settings say. */
  detach(): Promise<void> {
    this.#desk = null
    return this.follow()
  }

  /** Does what the settings say now; one change after the other. */
  follow(): Promise<void> {
    this.#changing = this.#changing
      .then(() => this.#change())
      .catch((error: unknown) => this.#parts.log('changing the laboratory line failed', error))
    return this.#changing
  }

  async #change(): Promise<void> {
    await this.#running?.stop()
    this.#running = null
    this.#state = { name: 'off' }
    const desk = this.#desk
    if (desk === null) return
    const { isOn, reach, port } = await readLabLine(desk())
    if (!isOn) return
    const host = reach === 'network' ? '0.0.0.0' : '127.0.0.1'
    const take = (bytes: Uint8Array) => takeInMessage(desk(), { bytes, source: 'mllp' })
    try {
      const answered = (answer: Answer) => {
        this.#last = { ...answer, at: this.#parts.now() }
      }
      this.#running = await listenForLabs({ ...this.#parts, take, answered }, { host, port })
      this.#state = { name: 'listening', host, port: this.#running.port }
    } catch (error) {
      this.#parts.log('the laboratory line could not begin', error)
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      this.#state = { name: 'failed', host, port, reason }
    }
  }
}
