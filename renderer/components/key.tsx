/** The key of an action, shown beside it. */
import { keyLabel } from '../keyboard/keys.ts'
import classes from './key.module.css'

export function Key({ keys }: { keys: string }) {
  return (
    <kbd className={classes['key']} aria-hidden>
      {keyLabel(keys)}
    </kbd>
  )
}
