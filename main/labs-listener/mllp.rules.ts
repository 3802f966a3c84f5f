/** The frames of MLLP (HL7's Minimal Lower Layer Protocol, release 1): a block between marks, over a stream of bytes. */

const startBlock = 0x0b
const endBlock = 0x1c
const carriageReturn = 0x0d

/** A block that grew beyond what is taken; carries what came of it, so that its sender can be answered. */
export class FrameTooLarge extends Error {
  readonly begun: Uint8Array

  constructor(begun: Uint8Array) {
    super('frame-too-large')
    this.name = 'FrameTooLarge'
    this.begun = begun
  }
}

/**
 * Puts frames together from pieces of a stream, however it is cut. What stands between frames is no
 * part of any; a block that begins anew before its end was never finished and is let go, because its
 * sender, unanswered, sends it again.
 */
export class MllpFrames {
  readonly #maximumBytes: number
  #pieces: Uint8Array[] = []
  #bytes = 0
  #isOpen = false

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes
  }

  /** Whether a frame has begun and not ended. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The frames that this piece ends, without their marks. Throws {@link FrameTooLarge}. */
  push(piece: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = []
    let from = 0
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at]
      if (byte === startBlock) {
        this.#begin()
        from = at + 1
      } else if (byte === endBlock && this.#isOpen) {
        this.#keep(piece.subarray(from, at))
        frames.push(this.#end())
      }
    }
    if (this.#isOpen) this.#keep(piece.subarray(from))
    return frames
  }

  #begin(): void {
    this.#pieces = []
    this.#bytes = 0
    this.#isOpen = true
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length
    this.#pieces.push(Uint8Array.from(part))
    if (this.#bytes > this.#maximumBytes) throw new FrameTooLarge(this.#end())
  }

  #end(): Uint8Array {
    const whole = new Uint8Array(this.#bytes)
    let at = 0
    for (const piece of this.#pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    this.#pieces = []
    this.#bytes = 0
    this.#isOpen = false
    return whole
  }
}

/** A message between its marks. */
export function frame(message: Uint8Array): Uint8Array {
  return Uint8Array.from([startBlock, ...message, endBlock, carriageReturn])
}
