/** The summary of a booking: patient, doctor, day, time and price once more, and Enter makes it. */
import { Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { BookPlace, Over } from './book-dialog.tsx'
import { ClaimFields } from './claim-fields.tsx'
import { NoShows } from './no-shows.tsx'
import type { Chosen } from './patient-finder.tsx'
import { QuotedPrice, QuotedPrices } from './quoted-price.tsx'
import { SeriesDates, SeriesFields, useSeries } from './series-fields.tsx'

/** What is entered beside the patient. */
export interface SummaryEntries {
  serviceId: string | null
  note: string
  requested: boolean
}

interface SummaryProps {
  place: BookPlace
  patient: Chosen
  entries: SummaryEntries
  change: (entries: SummaryEntries) => void
  otherPatient: () => void
  booked: (id: string) => void
}

export function BookSummary({
  place,
  patient,
  entries,
  change,
  otherPatient,
  booked,
}: SummaryProps) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const submit = useRef<HTMLButtonElement>(null)
  const [claimed, setClaimed] = useState<string[] | null>(null)
  const { note, requested } = entries
  const offers = useQuery(trpc.catalog.offers.queryOptions({ practitionerId: place.doctor.id }))
  const services = offers.data?.services ?? []
  const fits = (one: { durationMinutes: number }) => one.durationMinutes <= place.freeMinutes
  const service =
    services.find((one) => one.id === entries.serviceId) ?? services.find(fits) ?? services[0]
  const book = useMutation(
    trpc.appointments.book.mutationOptions({ onSuccess: ({ id }) => booked(id) }),
  )
  const overbook = useMutation(
    trpc.appointments.overbook.mutationOptions({ onSuccess: ({ id }) => booked(id) }),
  )
  const series = useSeries(place, service?.id ?? null)
  const bookAll = useMutation(
    trpc.appointments.bookSeries.mutationOptions({
      onSuccess: ({ bookings }) => booked(bookings[0]?.id ?? ''),
    }),
  )
  const mayOverbook = useMay()('appointments.overbook')
  const clash = mayOverbook ? clashOf(book.error) : null
  const what = () => ({
    patientId: patient.id,
    serviceId: service?.id ?? '',
    as: requested ? ('requested' as const) : ('confirmed' as const),
    note: note.trim() === '' ? null : note,
  })
  const wish = () => ({
    ...what(),
    practitionerId: place.doctor.id,
    startsAt: place.startsAt,
    ...(claimed !== null && { resourceIds: claimed }),
  })
  function submitNow(): void {
    if (service === undefined) return
    if (series.isOn) {
      if (series.isReady) bookAll.mutate({ ...what(), dates: series.times })
    } else if (place.over === undefined) book.mutate(wish())
    else overbook.mutate(wish())
  }
  const ready = service !== undefined
  useEffect(() => {
    if (ready) submit.current?.focus()
  }, [ready])
  if (offers.isSuccess && services.length === 0)
    return <Text>{t('offersNothing', { doctor: formats.name(place.doctor) })}</Text>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submitNow()
      }}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Text fw={650} size="lg">
              {formats.name(patient)}
            </Text>
            {patient.bornOn !== null && (
              <Text size="sm" c="var(--soft)" className="numbers">
                {formats.day(patient.bornOn)}
              </Text>
            )}
            <NoShows patientId={patient.id} />
          </div>
          <Button variant="subtle" size="xs" onClick={otherPatient}>
            {t('otherPatient')}
          </Button>
        </Group>
        <Select
          label={t('fact.service')}
          searchable
          allowDeselect={false}
          maxDropdownHeight={260}
          value={service?.id ?? null}
          onChange={(id) => {
            change({ ...entries, serviceId: id })
            setClaimed(null)
            book.reset()
          }}
          data={services.map((one) => ({
            value: one.id,
            label: [
              one.name,
              t('minutes', { count: one.durationMinutes }),
              fits(one) ? null : t('tooLong'),
            ]
              .filter((part) => part !== null)
              .join(' · '),
          }))}
        />
        {service !== undefined &&
          (series.isOn ? (
            <QuotedPrices
              patientId={patient.id}
              serviceId={service.id}
              days={series.times.map(({ startsAt }) => formats.dayOf(startsAt))}
            />
          ) : (
            <QuotedPrice
              patientId={patient.id}
              serviceId={service.id}
              day={formats.dayOf(place.startsAt)}
            />
          ))}
        {service !== undefined && !series.isOn && (
          <ClaimFields
            question={{
              serviceId: service.id,
              practitionerId: place.doctor.id,
              startsAt: place.startsAt,
            }}
            value={claimed}
            onChange={(ids) => {
              setClaimed(ids)
              book.reset()
            }}
          />
        )}
        {service?.preparation != null && (
          <Text size="sm" c="var(--warn)">
            {t('preparation', { text: service.preparation })}
          </Text>
        )}
        <TextInput
          label={t('fact.note')}
          value={note}
          maxLength={500}
          onChange={(event) => change({ ...entries, note: event.currentTarget.value })}
        />
        <Group justify="space-between">
          <Checkbox
            label={t('asRequested')}
            checked={requested}
            onChange={(event) => change({ ...entries, requested: event.currentTarget.checked })}
          />
          {place.over === undefined && <SeriesFields series={series} />}
        </Group>
        {series.isOn && <SeriesDates series={series} />}
        {clash !== null || place.over !== undefined ? (
          <TakenNote taken={clash ?? place.over ?? null} />
        ) : (
          book.error !== null && <ErrorNote error={book.error} />
        )}
        {clash === null && refusalOf(book.error)?.code === 'overlap' && (
          <Text size="sm" c="var(--soft)">
            {t('chooseOtherTime')}
          </Text>
        )}
        {overbook.error !== null && <ErrorNote error={overbook.error} />}
        {bookAll.error !== null && <ErrorNote error={bookAll.error} />}
        <Group justify="flex-end">
          {clash !== null && (
            // Not the one that Enter takes: a hasty second Enter is no decision.
            <Button
              variant="default"
              loading={overbook.isPending}
              onClick={() => overbook.mutate(wish())}
            >
              {t('bookAnyway')}
            </Button>
          )}
          <Button
            ref={submit}
            type="submit"
            loading={book.isPending || bookAll.isPending || (clash === null && overbook.isPending)}
            disabled={service === undefined || (series.isOn && !series.isReady)}
            rightSection={<Key keys="Enter" />}
          >
            {series.isOn
              ? t('booking:series.book', { count: series.times.length })
              : t(
                  place.over === undefined
                    ? requested
                      ? 'bookAsRequested'
                      : 'bookAsConfirmed'
                    : 'bookAnyway',
                )}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Who has the time already, and that it can be booked nevertheless. */
function TakenNote({ taken }: { taken: Over | null }) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  if (taken === null) return null
  return (
    <Alert color="orange" icon={<IconAlertTriangle size={18} />} role="alert">
      <Text size="sm">
        {t('takenBy', {
          patient: taken.patient,
          from: formats.time(taken.startsAt),
          to: formats.time(taken.endsAt),
        })}
      </Text>
    </Alert>
  )
}

/** The booking that an `overlap` names, or null for any other error. */
function clashOf(error: unknown): Over | null {
  const refusal = refusalOf(error)
  if (refusal?.code !== 'overlap') return null
  const { patient, startsAt, endsAt } = refusal.data
  const isWhole =
    typeof patient === 'string' && typeof startsAt === 'string' && typeof endsAt === 'string'
  return isWhole ? { patient, startsAt, endsAt } : null
}
