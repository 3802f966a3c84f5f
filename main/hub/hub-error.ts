/** What the hub refuses as a whole; single operations have outcomes instead. */
import type { Fields, HubErrorCode } from '../sync/wire.ts'

export class HubError extends Error {
  override readonly name = 'HubError'
  readonly code: HubErrorCode
  /** What a sentence about it needs; never a patient's data. */
  readonly data: Fields

  constructor(code: HubErrorCode, data: Fields = {}) {
    super(code)
    this.code = code
    this.data = data
  }
}
