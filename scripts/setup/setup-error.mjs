/** A set-up step that a person has to finish: what is wrong, and the exact line to type. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} lineToType
   */
  constructor(message, lineToType) {
    super(message)
    this.name = 'SetupError'
    this.lineToType = lineToType
  }
}
