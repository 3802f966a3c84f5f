/** The keyboard: bindings by the key's place, so that they work in every layout, and the list that `?` shows. */
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { actionOf, type KeyAction } from './actions.ts'
import { keysOf } from './bindings.ts'
import { keyName } from './layout.ts'

interface Binding {
  run: () => void
  /** Whether it also works while a text field has the focus; modified and function keys do. */
  inText?: boolean
}

/** An action whose keys a person may change; its label is the action's own unless another fits better. */
interface ActionBinding extends Binding {
  action: KeyAction
  label?: string
}

/** Keys that are the same for everyone: arrows, Enter, Escape, numbers of what stands in a row. */
interface FixedBinding extends Binding {
  /** `KeyboardEvent.code` with modifiers in front: `Enter`, `ArrowUp`, `Digit1`. */
  keys: string
  /** What it does, already translated. */
  label: string
}

export type KeyBinding = ActionBinding | FixedBinding

interface Group {
  title: string
  bindings: readonly KeyBinding[]
  /** How many dialogs it lies in. */
  depth: number
}

/** How many dialogs with keys of their own a part of a screen lies in. */
export const DialogDepth = createContext(0)

const groups: { current: Group }[] = []
const listeners = new Set<() => void>()
let comings = 0

function changed(): void {
  comings += 1
  for (const listener of listeners) listener()
}

/** The keys that a binding answers to now; null when the person took them away. */
function keysOfBinding(binding: KeyBinding): string | null {
  return 'action' in binding ? keysOf(binding.action) : binding.keys
}

function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** A focused control keeps the keys that work it, without modifiers. */
function worksTheControl(event: KeyboardEvent, name: string): boolean {
  if (!(event.target instanceof HTMLElement)) return false
  const control = event.target.closest('button, a[href], [role="option"], [role="menuitem"]')
  // A place on the board is chosen by a click; what is done with it is the screen's own keys.
  if (control === null || control.hasAttribute('data-screen-keys')) return false
  return name === 'Space' || name === 'Enter'
}

/** How many dialogs lay over the screen as the key went down: before it is looked up here, Escape may have closed one. */
let dialogsAtPress = 0

function countDialogs(): void {
  dialogsAtPress = document.querySelectorAll('.mantine-Modal-content').length
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  // Under the lock screen nothing is worked; parts of a screen may be inert for their own reasons.
  if (document.querySelector('#root > [inert]') !== null) return
  const name = keyName(event)
  const typing = inTextField(event.target)
  // The group that was added last is the nearest screen; a dialog hides the screens below it.
  for (const group of groups.toReversed()) {
    const binding = group.current.bindings.find((one) => keysOfBinding(one) === name)
    if (binding === undefined) continue
    const modified = /^(Ctrl|Alt)\+|^F\d+$/.test(name)
    if (typing && !(binding.inText ?? modified)) return
    if (worksTheControl(event, name)) return
    if (dialogsAtPress !== group.current.depth && !modified) return
    event.preventDefault()
    binding.run()
    return
  }
}

/** Listens for as long as the screen is there; later screens come first. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const depth = useContext(DialogDepth)
  const group = useRef<Group>({ title, bindings, depth })
  group.current = { title, bindings, depth }
  useEffect(() => {
    if (groups.length === 0) {
      window.addEventListener('keydown', countDialogs, true)
      window.addEventListener('keydown', onKeyDown)
    }
    groups.push(group)
    changed()
    return () => {
      groups.splice(groups.indexOf(group), 1)
      if (groups.length === 0) {
        window.removeEventListener('keydown', countDialogs, true)
        window.removeEventListener('keydown', onKeyDown)
      }
      changed()
    }
  }, [])
}

interface ListedKeys {
  title: string
  bindings: readonly { keys: string; label: string }[]
}

/** All bindings that work now, nearest screen first: for the help that `?` opens. */
export function useKeyGroups(): readonly ListedKeys[] {
  const { t } = useTranslation()
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => comings,
  )
  // What a screen binds changes with what is selected, so the list is made when it is looked at.
  return groups.toReversed().map(({ current: { title, bindings } }) => ({
    title,
    bindings: bindings.flatMap((binding) => {
      const keys = keysOfBinding(binding)
      const label = 'action' in binding ? t(actionOf(binding.action).label) : binding.label
      return keys === null ? [] : [{ keys, label: binding.label ?? label }]
    }),
  }))
}
