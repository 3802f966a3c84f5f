/** A whole call that the hub refused, as opposed to a hub that cannot be reached. */
import { type Fields, type HubErrorCode, hubErrorCodes } from './wire.ts'

export class HubRefusal extends Error {
  readonly code: HubErrorCode
  readonly data: Fields

  constructor(code: HubErrorCode, data: Fields = {}) {
    super(code)
    this.name = 'HubRefusal'
    this.code = code
    this.data = data
  }
}

/** Whether a word that came over the wire is one of the hub's codes. */
export function isHubErrorCode(word: unknown): word is HubErrorCode {
  const codes: readonly unknown[] = hubErrorCodes
  return codes.includes(word)
}
