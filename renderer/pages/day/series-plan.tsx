/** The dates of a series before it is saved: what is in the way of each, and what could be taken instead. */
import { Select, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isClinicErrorCode } from '../../../main/clinic/shared/errors.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import classes from './series-plan.module.css'

export type PlannedDate = Pick<
  RouterOutputs['appointments']['planSeries'][number],
  'day' | 'startsAt' | 'problem' | 'alternatives'
>

/** What was chosen for a date in the way of which something stands: a time of a doctor, or nothing. */
export type Choices = Readonly<Record<string, string>>

const apart = ' '
const skipped = 'skip'

/** The time that a date gets, or null when it is left out or not decided. */
export function chosenTime(
  date: PlannedDate,
  choices: Choices,
  practitionerId: string,
): { startsAt: string; practitionerId: string } | null {
  if (date.problem === null && date.startsAt !== null) {
    return { startsAt: date.startsAt, practitionerId }
  }
  const [startsAt, otherId] = (choices[date.day] ?? skipped).split(apart)
  return startsAt === undefined || otherId === undefined
    ? null
    : { startsAt, practitionerId: otherId }
}

/** Whether every date is free or was decided on. */
export function isDecided(dates: readonly PlannedDate[], choices: Choices): boolean {
  return dates.every((date) => date.problem === null || choices[date.day] !== undefined)
}

export function SeriesPlan({
  dates,
  choices,
  choose,
}: {
  dates: readonly PlannedDate[]
  choices: Choices
  choose: (choices: Choices) => void
}) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  return (
    <Stack gap={4} className={classes['plan']} role="list" aria-label={t('series.dates')}>
      {dates.map((date) => (
        <div key={date.day} role="listitem" className={classes['date']}>
          <span className="numbers">
            {formats.longDay(date.day)}
            {date.startsAt !== null && `, ${formats.time(date.startsAt)}`}
          </span>
          {date.problem === null ? (
            <Text size="sm" c="var(--ok)">
              {t('series.free')}
            </Text>
          ) : (
            <Conflict date={date} choices={choices} choose={choose} />
          )}
        </div>
      ))}
    </Stack>
  )
}

function Conflict({
  date,
  choices,
  choose,
}: {
  date: PlannedDate
  choices: Choices
  choose: (choices: Choices) => void
}) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const code = date.problem?.code ?? ''
  const why = isClinicErrorCode(code) || code === 'past' ? code : 'other'
  return (
    <>
      <Text size="sm" c="var(--warn)">
        {t(`series.problem.${why}`, { defaultValue: t('series.problem.other') })}
      </Text>
      <Select
        size="xs"
        aria-label={t('series.instead', { day: formats.longDay(date.day) })}
        placeholder={t('series.decide')}
        value={choices[date.day] ?? null}
        allowDeselect={false}
        onChange={(value) => value !== null && choose({ ...choices, [date.day]: value })}
        data={[
          ...date.alternatives.map(({ startsAt, practitioner }) => ({
            value: `${startsAt}${apart}${practitioner.id}`,
            label: `${formats.time(startsAt)} · ${formats.shortName(practitioner)}`,
          })),
          { value: skipped, label: t('series.skip') },
        ]}
      />
    </>
  )
}
