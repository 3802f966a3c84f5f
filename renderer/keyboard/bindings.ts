/** Which keys an action has now: its own, or those that the person at work gave it. */
import { useSyncExternalStore } from 'react'
import type { KeyChoice } from '../../main/clinic/preferences/preferences.input.ts'
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
export function chooseKeys(kept: readonly KeyChoice[]): void {
  const known: Partial<Record<KeyAction, string | null>> = {}
  for (const { action, keys } of kept) if (isKeyAction(action)) known[action] = keys
  choices = known
  changed()
}

/** What was chosen, as it is kept. */
export function changedKeys(): KeyChoice[] {
  return keyActions.flatMap((action) => {
    const keys = choices[action]
    return keys === undefined ? [] : [{ action, keys }]
  })
}

/** What is to be kept when an action gets other keys; undefined gives it its own back. */
export function withKeys(action: KeyAction, keys: string | null | undefined): KeyChoice[] {
  const others = changedKeys().filter((choice) => choice.action !== action)
  return keys === undefined || keys === actionOf(action).keys
    ? others
    : [...others, { action, keys }]
}

/** Keys that lists, forms and dialogs need everywhere; no action takes them. */
export const fixedKeys: ReadonlySet<string> = new Set([
  'Enter',
  'Escape',
  'Tab',
  'Shift+Tab',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
])

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
