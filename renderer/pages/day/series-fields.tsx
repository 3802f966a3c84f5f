/** The same booking every week or so: how often, how many times, and what is in the way. */
import { Checkbox, Group, NumberInput, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { longestSeries } from '../../../main/clinic/appointments/series.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { BookPlace } from './book-dialog.tsx'
import { chosenTime, type Choices, isDecided, SeriesPlan } from './series-plan.tsx'

/** What a course of treatment usually is. */
const usual = { everyWeeks: 1, count: 6 }

export function useSeries(place: BookPlace, serviceId: string | null) {
  const trpc = useTRPC()
  const formats = useFormats()
  const [isOn, setIsOn] = useState(false)
  const [rule, setRule] = useState(usual)
  const [choices, setChoices] = useState<Choices>({})
  const practitionerId = place.doctor.id
  const plan = useQuery({
    ...trpc.appointments.planSeries.queryOptions({
      practitionerId,
      serviceId: serviceId ?? '',
      day: formats.dayOf(place.startsAt),
      localTime: formats.time(place.startsAt),
      ...rule,
    }),
    enabled: isOn && serviceId !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const dates = plan.data ?? []
  const times = dates.flatMap((date) => chosenTime(date, choices, practitionerId) ?? [])
  return {
    isOn,
    setIsOn,
    rule,
    setRule,
    choices,
    setChoices,
    plan,
    dates,
    times,
    isReady:
      plan.isSuccess && !plan.isPlaceholderData && isDecided(dates, choices) && times.length > 0,
  }
}

export type Series = ReturnType<typeof useSeries>

export function SeriesFields({ series }: { series: Series }) {
  const { t } = useTranslation('booking')
  const { isOn, setIsOn, rule, setRule } = series
  return (
    <Group gap="xs">
      <Checkbox
        label={t('series.repeat')}
        checked={isOn}
        onChange={(event) => setIsOn(event.currentTarget.checked)}
      />
      {isOn && (
        <>
          <NumberInput
            size="xs"
            w={64}
            aria-label={t('series.everyWeeks')}
            min={1}
            max={8}
            value={rule.everyWeeks}
            onChange={(value) =>
              typeof value === 'number' && setRule({ ...rule, everyWeeks: value })
            }
          />
          <Text size="sm">{t('series.weeks', { count: rule.everyWeeks })}</Text>
          <NumberInput
            size="xs"
            w={64}
            aria-label={t('series.times')}
            min={2}
            max={longestSeries}
            value={rule.count}
            onChange={(value) => typeof value === 'number' && setRule({ ...rule, count: value })}
          />
          <Text size="sm">{t('series.count', { count: rule.count })}</Text>
        </>
      )}
    </Group>
  )
}

export function SeriesDates({ series }: { series: Series }) {
  const { plan, dates, choices, setChoices } = series
  if (plan.error !== null) return <ErrorNote error={plan.error} />
  if (plan.data === undefined) return <Loading shape={<Lines count={4} />} />
  return <SeriesPlan dates={dates} choices={choices} choose={setChoices} />
}
