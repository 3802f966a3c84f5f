/** A change of one booking of a series: this one, this and those that follow, or all. */
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Booking } from './board-model.ts'
import { chosenTime, type Choices, isDecided, SeriesPlan } from './series-plan.tsx'

export type Scope = 'one' | 'following' | 'all'

export function ScopeChoice({
  scope,
  setScope,
}: {
  scope: Scope
  setScope: (scope: Scope) => void
}) {
  const { t } = useTranslation('booking')
  const read = (value: string): Scope => (value === 'following' || value === 'all' ? value : 'one')
  return (
    <Radio.Group label={t('series.whom')} value={scope} onChange={(value) => setScope(read(value))}>
      <Group mt={6}>
        {(['one', 'following', 'all'] as const).map((name) => (
          <Radio key={name} value={name} label={t(`series.scope.${name}`)} />
        ))}
      </Group>
    </Radio.Group>
  )
}

export interface SeriesMove {
  booking: Booking
  startsAt: string
  practitionerId: string
}

export function SeriesMoveDialog({
  move,
  moveOne,
  close,
  moved,
}: {
  move: SeriesMove
  /** Moves the one booking alone. */
  moveOne: () => void
  close: () => void
  moved: () => void
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [scope, setScope] = useState<Scope>('one')
  const [choices, setChoices] = useState<Choices>({})
  const { booking, startsAt, practitionerId } = move
  const plan = useQuery({
    ...trpc.appointments.planSeriesMove.queryOptions({
      id: booking.id,
      scope: scope === 'all' ? 'all' : 'following',
      day: formats.dayOf(startsAt),
      localTime: formats.time(startsAt),
      practitionerId,
    }),
    enabled: scope !== 'one',
    staleTime: 0,
  })
  const moveAll = useMutation(trpc.appointments.moveSeries.mutationOptions({ onSuccess: moved }))
  const dates = plan.data ?? []
  const moves = dates.flatMap((date) => {
    const time = chosenTime(date, choices, practitionerId)
    return time === null ? [] : [{ id: date.id, version: date.version, ...time }]
  })
  const isReady =
    scope === 'one' || (plan.isSuccess && isDecided(dates, choices) && moves.length > 0)
  return (
    <Modal
      opened
      onClose={close}
      title={t('series.moveTitle', { name: formats.name(booking.patient) })}
      size={640}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isReady) return
          if (scope === 'one') moveOne()
          else moveAll.mutate({ moves })
        }}
      >
        <Stack>
          <Text size="sm" c="var(--soft)">
            {t('series.moveTo', {
              day: formats.longDay(formats.dayOf(startsAt)),
              time: formats.time(startsAt),
            })}
          </Text>
          <ScopeChoice scope={scope} setScope={setScope} />
          {scope !== 'one' && plan.data === undefined && plan.error === null && (
            <Loading shape={<Lines count={3} />} />
          )}
          {scope !== 'one' && plan.error !== null && <ErrorNote error={plan.error} />}
          {scope !== 'one' && plan.data !== undefined && (
            <SeriesPlan dates={dates} choices={choices} choose={setChoices} />
          )}
          {moveAll.error !== null && <ErrorNote error={moveAll.error} />}
          <Group justify="flex-end">
            <Button
              type="submit"
              data-autofocus
              disabled={!isReady}
              loading={moveAll.isPending}
              rightSection={<Key keys="Enter" />}
            >
              {t('day:moveHere')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
