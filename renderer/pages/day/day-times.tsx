/** A doctor's times of a day in their order: free ones to choose, and the others with the reason why not. */
import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import classes from './book-dialog.module.css'

export type DoctorsTimes = RouterOutputs['schedule']['dayTimes']['practitioners'][number]

export function DayTimes({
  found,
  isWished,
  isOld,
  choose,
}: {
  found: DoctorsTimes
  /** Whether a wall time lies in the part of the day that is looked at. */
  isWished: (time: string) => boolean
  /** Whether it is another day's answer that stands there still. */
  isOld: boolean
  choose: (startsAt: string) => void
}) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const { practitioner } = found
  const parts = [
    ...found.free.map((time) => ({ ...time, grey: null })),
    ...found.grey.map((stretch) => ({ ...stretch, grey: stretch })),
  ]
    .filter(({ startsAt }) => isWished(formats.time(startsAt)))
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  return (
    <div>
      <Text fw={600} size="sm" mb={5}>
        {formats.name(practitioner)}
        <Text span size="xs" c="var(--soft)">
          {practitioner.specialty !== null && ` · ${practitioner.specialty}`}
        </Text>
      </Text>
      <div className={classes['times']}>
        {parts.map(({ startsAt, endsAt, grey }) =>
          grey === null ? (
            <Button
              key={startsAt}
              variant="default"
              size="compact-sm"
              className="numbers"
              disabled={isOld}
              onClick={() => choose(startsAt)}
            >
              {formats.time(startsAt)}
            </Button>
          ) : (
            <span key={`grey ${startsAt}`} className={classes['grey']}>
              <span className="numbers">
                {formats.time(startsAt)}–{formats.time(endsAt)}
              </span>{' '}
              {[t(`grey.${grey.reason}`), grey.text].filter((part) => part !== null).join(': ')}
            </span>
          ),
        )}
      </div>
    </div>
  )
}
