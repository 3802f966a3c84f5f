/** Which keys an action has now: its own, or those that the person at work gave it. */
import { useSyncExternalStore } from 'react'
import { actionOf, isKeyAction, type KeyAction, keyActions } from './actions.ts'
import { type KeyboardLayout, keyLabel, readLayout } from './layout.ts'

/** An action's keys where they are not those from the start; null: it has none. */
type KeyChoices = Readonly<Partial<Record<KeyAction, string | null>>>

let choices: KeyChoices = {}
let layout: KeyboardLayout = new Map()
let turns = 0
const listeners = new Set<() => void>()

function changed(): void {
  turns += 1
  for (const listener of listeners) listener()
}

/** Takes over what the person at work chose; what another version of the program kept is passed over. */
export function chooseKeys(kept: Readonly<Record<string, string | null>>): void {
  choices = knownChoices(kept)
  changed()
}

function knownChoices(kept: Readonly<Record<string, string | null>>): KeyChoices {
  const known: Partial<Record<KeyAction, string | null>> = {}
  for (const [name, keys] of Object.entries(kept)) if (isKeyAction(name)) known[name] = keys
  return known
}

/** Asks the system what is printed on the keys; once at the start, and when someone comes back. */
export async function lookAtLayout(): Promise<void> {
  layout = await readLayout()
  changed()
}

/** The keys of an action, or null when the person took them away. */
export function keysOf(action: KeyAction, chosen: KeyChoices = choices): string | null {
  const own = chosen[action]
  return own === undefined ? actionOf(action).keys : own
}

/** The actions that would answer to the same keys on the same screen, without the one given. */
export function actionsWith(
  keys: string,
  except: KeyAction,
  chosen: KeyChoices = choices,
): KeyAction[] {
  const { place } = actionOf(except)
  return keyActions.filter((other) => {
    if (other === except || keysOf(other, chosen) !== keys) return false
    const where = actionOf(other).place
    return where === place || where === 'everywhere' || place === 'everywhere'
  })
}

/** Draws anew when keys were changed or the keyboard is another one. Answers how keys are written. */
export function useKeyLabels(): (keys: string) => string {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => turns,
  )
  return (keys) => keyLabel(keys, layout)
}
