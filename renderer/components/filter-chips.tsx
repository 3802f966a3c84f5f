/** A row of filters of which one is on, each with how many it would show and with its key. */
import { useTranslation } from 'react-i18next'
import { useKeys } from '../keyboard/keys.ts'
import classes from './filter-chips.module.css'

export interface FilterChip<Value extends string> {
  value: Value
  label: string
  count?: number | undefined
}

export function FilterChips<Value extends string>({
  label,
  chips,
  value,
  onChange,
}: {
  label: string
  chips: readonly FilterChip<Value>[]
  value: Value
  onChange: (value: Value) => void
}) {
  const { i18n } = useTranslation()
  useKeys(
    label,
    chips.map((chip, index) => ({
      keys: `Digit${index + 1}`,
      label: chip.label,
      run: () => onChange(chip.value),
    })),
  )
  return (
    <div className={classes['chips']} role="group" aria-label={label}>
      {chips.map((chip, index) => (
        <button
          key={chip.value}
          type="button"
          className={classes['chip']}
          aria-pressed={chip.value === value}
          onClick={() => onChange(chip.value)}
        >
          <kbd aria-hidden>{index + 1}</kbd> {chip.label}
          {chip.count !== undefined && (
            <span className={classes['count']}>{chip.count.toLocaleString(i18n.language)}</span>
          )}
        </button>
      ))}
    </div>
  )
}
