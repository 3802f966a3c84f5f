/** Whether something comes back, how, and until when; the next days are shown. */
import { Group, NumberInput, Select, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { daysOfRule } from '../../../main/clinic/schedule/recurrence.rules.ts'
import { addDays, isDay } from '../../../main/clinic/shared/days.ts'
import { DayInput } from '../../components/day-input.tsx'
import { WeekdayChips } from '../../components/weekday-chips.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { frequencies, type Repeats, ruleOf } from './recurrence.ts'

/** Far enough for the next three times of anything that comes back in a year. */
const shownDaysAhead = 3 * 366

export function RepeatFields({
  firstDay,
  value,
  onChange,
}: {
  /** The day from which it is counted; anything else while it is being typed. */
  firstDay: string
  value: Repeats
  onChange: (repeats: Repeats) => void
}) {
  const { t } = useTranslation('staff')
  const { frequency, interval, until } = value
  return (
    <>
      <SimpleGrid cols={2}>
        <Select
          label={t('repeat.label')}
          allowDeselect={false}
          value={frequency}
          data={frequencies.map((one) => ({ value: one, label: t(`repeat.option.${one}`) }))}
          onChange={(next) =>
            onChange({
              ...value,
              frequency: frequencies.find((one) => one === next) ?? 'once',
              interval: 1,
            })
          }
        />
        {frequency !== 'once' && (
          <DayInput
            label={t('repeat.until')}
            placeholder={t('hours.validToHint')}
            value={until ?? ''}
            onChange={(day) => onChange({ ...value, until: day === '' ? null : day })}
            error={until === null || isDay(until) ? undefined : t('errors:field.day')}
          />
        )}
      </SimpleGrid>
      {frequency === 'weekly' && (
        <Group gap="sm">
          <NumberInput
            size="xs"
            w={70}
            aria-label={t('repeat.everyWeeks')}
            min={1}
            max={8}
            allowDecimal={false}
            value={interval}
            onChange={(weeks) =>
              typeof weeks === 'number' && onChange({ ...value, interval: Math.max(1, weeks) })
            }
          />
          <Text size="sm">{t('repeat.weeks', { count: interval })}</Text>
          <WeekdayChips
            value={value.weekdays}
            onChange={(weekdays) => onChange({ ...value, weekdays })}
          />
        </Group>
      )}
      <NextDays firstDay={firstDay} repeats={value} />
    </>
  )
}

function NextDays({ firstDay, repeats }: { firstDay: string; repeats: Repeats }) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  const isWhole = isDay(firstDay) && (repeats.until === null || isDay(repeats.until))
  const rule = isWhole ? ruleOf(repeats, firstDay) : null
  if (rule === null) return null
  const days = daysOfRule(rule, firstDay, firstDay, addDays(firstDay, shownDaysAhead)).slice(0, 3)
  return (
    <Text size="sm" c="var(--soft)" className="numbers">
      {days.length === 0
        ? t('repeat.never')
        : t('repeat.next', { days: days.map((day) => formats.longDay(day)).join(' · ') })}
    </Text>
  )
}
