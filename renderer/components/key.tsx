/** The key of an action, shown beside it as it is printed on this keyboard. */
import type { KeyAction } from '../keyboard/actions.ts'
import { keysOf, useKeyLabels } from '../keyboard/bindings.ts'
import classes from './key.module.css'

/** An action without keys shows none. */
export function Key(shown: { keys: string } | { action: KeyAction }) {
  const label = useKeyLabels()
  const keys = 'keys' in shown ? shown.keys : keysOf(shown.action)
  if (keys === null) return null
  return (
    <kbd className={classes['key']} aria-hidden>
      {label(keys)}
    </kbd>
  )
}
