/** A wall time: `9`, `930` or `9.30` become `09:30` when the field is left. */
import { TextInput } from '@mantine/core'
import type { Ref } from 'react'
import { readTime } from './typed-day.ts'

export function TimeInput({
  value,
  onChange,
  onBlur,
  ref,
  ...shown
}: {
  label: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  error?: string | undefined
  withAsterisk?: boolean
  'data-autofocus'?: boolean
  ref?: Ref<HTMLInputElement>
}) {
  return (
    <TextInput
      {...shown}
      ref={ref ?? null}
      value={value}
      placeholder="09:30"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        // Enter sends the form without leaving the field first.
        if (event.key === 'Enter') onChange(readTime(value) ?? value)
      }}
      onBlur={() => {
        onChange(readTime(value) ?? value)
        onBlur?.()
      }}
    />
  )
}
