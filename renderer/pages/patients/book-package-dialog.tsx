/** A package for a patient: a time for each of its services, all booked together at the package's price. */
import { Select, SimpleGrid, Text } from '@mantine/core'
import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { holdsOnDay } from '../../../main/clinic/catalog/prices.rules.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { nowIso } from '../../clock.ts'
import { DayInput } from '../../components/day-input.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { partsOf, planParts, type PlannedPart, timeKey } from './package-plan.ts'

/** How far ahead times are looked for, and how many of each service are offered. */
const daysLookedAt = 31
const offeredAtMost = 200

export function BookPackageDialog({
  patientId,
  onClose,
  onBooked,
}: {
  patientId: string
  onClose: () => void
  /** With the day of the first part. */
  onBooked: (day: string, appointmentId: string) => void
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const today = formats.dayOf(nowIso())
  const [packageId, setPackageId] = useState<string | null>(null)
  const [fromDay, setFromDay] = useState(today)
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const catalog = useQuery(trpc.catalog.packages.queryOptions())
  const packages = (catalog.data?.packages ?? []).filter(
    (one) => one.archivedAt === null && holdsOnDay(one, today),
  )
  const asked = packages.find(({ id }) => id === packageId) ?? packages[0]
  const parts = partsOf(asked?.parts ?? [])
  const services = [...new Set(parts.map(({ serviceId }) => serviceId))]
  const searches = useQueries({
    queries: services.map((serviceId) => ({
      ...trpc.schedule.search.queryOptions({
        serviceId,
        fromDay,
        days: daysLookedAt,
        limit: offeredAtMost,
      }),
      enabled: isDay(fromDay),
      // Other desks book.
      staleTime: 0,
    })),
  })
  const times = new Map(
    services.map((serviceId, index) => [serviceId, searches[index]?.data?.times ?? []]),
  )
  const isSettled = searches.every(({ isSuccess }) => isSuccess)
  const planned = planParts(parts, times, chosen)
  const book = useMutation(
    trpc.appointments.bookPackage.mutationOptions({
      onSuccess: ({ appointments }) => {
        const first = appointments.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))[0]
        if (first !== undefined) onBooked(first.day, first.id)
      },
    }),
  )
  const ready = planned.flatMap(({ serviceId, time }) =>
    time === null
      ? []
      : [{ serviceId, practitionerId: time.practitioner.id, startsAt: time.startsAt }],
  )
  function submit(): void {
    if (asked === undefined || ready.length < planned.length) return
    book.mutate({ packageId: asked.id, patientId, as: 'confirmed', note: null, parts: ready })
  }
  const failed = searches.find(({ error }) => error !== null)
  return (
    <FormModal
      title={t('package.title')}
      submitLabel={t('package.book')}
      onSubmit={submit}
      onClose={onClose}
      pending={book.isPending}
      error={book.error ?? catalog.error}
    >
      <SimpleGrid cols={2}>
        <Select
          label={t('package.which')}
          data-autofocus
          allowDeselect={false}
          value={asked?.id ?? null}
          data={packages.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => {
            setPackageId(id)
            setChosen({})
          }}
        />
        <DayInput label={t('package.fromDay')} value={fromDay} onChange={setFromDay} />
      </SimpleGrid>
      {asked !== undefined && (
        <Text size="sm" className="numbers">
          {t('package.price', {
            price: formats.money(asked.priceMinor),
            separately: formats.money(asked.separatelyMinor),
          })}
        </Text>
      )}
      {failed !== undefined && <ErrorNote error={failed.error} />}
      {planned.map((part) => (
        <PartTime
          key={part.key}
          part={part}
          isSettled={isSettled}
          choose={(time) => setChosen({ ...chosen, [part.key]: time })}
        />
      ))}
    </FormModal>
  )
}

function PartTime({
  part,
  isSettled,
  choose,
}: {
  part: PlannedPart
  /** Whether all times were looked for. */
  isSettled: boolean
  choose: (time: string) => void
}) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  return (
    <Select
      label={part.name}
      searchable
      allowDeselect={false}
      value={part.time === null ? null : timeKey(part.time)}
      data={part.options.map((time) => ({
        value: timeKey(time),
        label: `${formats.longDay(time.day)}, ${formats.time(time.startsAt)} · ${formats.name(time.practitioner)}`,
      }))}
      onChange={(time) => {
        if (time !== null) choose(time)
      }}
      error={isSettled && part.time === null ? t('package.noTime') : undefined}
    />
  )
}
