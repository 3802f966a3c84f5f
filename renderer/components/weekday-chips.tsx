/** Days of the week to choose from, on one line in each language. */
import { Chip, Group } from '@mantine/core'
import { useFormats } from '../i18n/formats.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

export function WeekdayChips({
  value,
  onChange,
  except,
}: {
  /** ISO weekdays, 1 is Monday. */
  value: readonly number[]
  /** In their order. */
  onChange: (weekdays: number[]) => void
  /** A day that is not to be chosen here. */
  except?: number
}) {
  const formats = useFormats()
  return (
    <Chip.Group
      multiple
      value={value.map(String)}
      onChange={(chosen) => onChange(chosen.map(Number).toSorted((a, b) => a - b))}
    >
      <Group gap={6} wrap="nowrap">
        {weekdays
          .filter((day) => day !== except)
          .map((day) => (
            <Chip key={day} value={String(day)} size="xs" aria-label={formats.weekday(day)}>
              {formats.shortWeekday(day)}
            </Chip>
          ))}
      </Group>
    </Chip.Group>
  )
}
