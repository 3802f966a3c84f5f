/** Who sits at a window: held in memory, so that closing the program signs everyone out. */
import type { Role } from '../clinic/shared/permissions.ts'

export interface SignedIn {
  practitionerId: string
  roles: readonly Role[]
  /** The credential's `passwordChangedAt` at sign-in; another value in the database ends the session. */
  passwordChangedAt: string
  locked: boolean
}

/** One window's session; the bridge keeps one a window and it outlives a reload. */
export class Session {
  #signedIn: SignedIn | null = null
  readonly #listeners = new Set<() => void>()

  get signedIn(): SignedIn | null {
    return this.#signedIn
  }

  start(signedIn: SignedIn): void {
    this.#change(signedIn)
  }

  lock(): void {
    if (this.#signedIn !== null) this.#change({ ...this.#signedIn, locked: true })
  }

  unlock(): void {
    if (this.#signedIn !== null) this.#change({ ...this.#signedIn, locked: false })
  }

  end(): void {
    if (this.#signedIn !== null) this.#change(null)
  }

  /** Calls back after each change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #change(next: SignedIn | null): void {
    this.#signedIn = next
    for (const listener of this.#listeners) listener()
  }
}
