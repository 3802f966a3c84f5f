/** Booking from a slot: a few letters of the patient, Enter, and Enter again on the summary. */
import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { spokenLanguage } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { personOfQuery } from '../patients/person-form.ts'
import { RegisterPatientForm } from '../patients/register-patient-form.tsx'
import { useMay } from '../shell/me.ts'
import type { Doctor } from './board-model.ts'
import classes from './book-dialog.module.css'
import { QuotedPrice } from './quoted-price.tsx'

export interface BookPlace {
  doctor: Pick<Doctor, 'id' | 'family' | 'given' | 'patronymic'>
  startsAt: string
  /** Until the next booking, break or end of work. */
  freeMinutes: number
  /** The service that the time was looked for, if one was. */
  serviceId: string | null
  patientId: string | null
  /** The booking that it is to be set over, on purpose. */
  over?: Over
}

/** A booking that has the time already. */
interface Over {
  patient: string
  startsAt: string
  endsAt: string
}

interface Chosen {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
}

interface BookDialogProps {
  place: BookPlace
  day: string
  close: () => void
  booked: (appointmentId: string) => void
}

export function BookDialog({ place, day, close, booked }: BookDialogProps) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const [patient, setPatient] = useState<Chosen | null>(null)
  const [registering, setRegistering] = useState<string | null>(null)
  const known = useQuery({
    ...trpc.patients.get.queryOptions({ id: place.patientId ?? '' }),
    enabled: place.patientId !== null,
  })
  useEffect(() => {
    if (known.data !== undefined) setPatient(known.data)
  }, [known.data])
  const title = t('bookTitle', {
    day: formats.longDay(day),
    time: formats.time(place.startsAt),
    doctor: formats.shortName(place.doctor),
  })
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={registering === null ? 560 : 900}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {registering !== null ? (
        <NewPatient
          typed={registering}
          cancel={() => setRegistering(null)}
          done={(registered) => {
            setPatient(registered)
            setRegistering(null)
          }}
        />
      ) : patient === null ? (
        <PatientFinder choose={setPatient} register={setRegistering} />
      ) : (
        <Summary place={place} patient={patient} change={() => setPatient(null)} booked={booked} />
      )}
    </Modal>
  )
}

function PatientFinder({
  choose,
  register,
}: {
  choose: (patient: Chosen) => void
  register: (typed: string) => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [debounced] = useDebouncedValue(query.trim(), 40)
  // A fast typist's Enter may come before the answer: it is kept and done when the answer is there.
  const entered = useRef(false)
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ query: debounced, limit: 8 }),
    enabled: debounced !== '',
    placeholderData: keepPreviousData,
  })
  const fresh = debounced === query.trim() && !found.isPlaceholderData && found.isSuccess
  const results = debounced === '' ? [] : (found.data ?? [])
  const first = results[active] ?? results[0]
  useEffect(() => {
    if (!entered.current || !fresh) return
    entered.current = false
    if (first !== undefined) choose(first)
  }, [fresh, first, choose])
  const mayRegister = may('patients.write')
  return (
    <Stack gap="xs">
      <TextInput
        label={t('patient')}
        placeholder={t('patientHint')}
        data-autofocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (step !== undefined) {
            event.preventDefault()
            setActive(Math.max(0, Math.min(results.length - 1, active + step)))
          } else if (event.key === 'Enter' && query.trim() !== '') {
            event.preventDefault()
            if (!fresh) entered.current = true
            else if (first !== undefined) choose(first)
            else if (mayRegister) register(query)
          }
        }}
        role="combobox"
        aria-expanded={results.length > 0}
        aria-controls="booking-patients"
        aria-activedescendant={first === undefined ? undefined : `booking-${first.id}`}
      />
      <div
        role="listbox"
        id="booking-patients"
        aria-label={t('patient')}
        className={classes['results']}
      >
        {results.map((one, index) => (
          <div
            key={one.id}
            id={`booking-${one.id}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={classes['result']}
            data-active={index === active || undefined}
            onMouseEnter={() => setActive(index)}
            onClick={() => choose(one)}
            onKeyDown={() => {}}
          >
            <b className="cut">{formats.name(one)}</b>
            <span className="numbers">
              {[one.bornOn === null ? null : formats.day(one.bornOn), one.phone, one.cardNumber]
                .filter((part) => part != null)
                .join(' · ')}
            </span>
          </div>
        ))}
      </div>
      {fresh && results.length === 0 && (
        <Text size="sm" c="var(--soft)">
          {t('shell:nobodyFound', { query: debounced })}
        </Text>
      )}
      {mayRegister && (
        <Group justify="flex-start">
          <Button variant="default" size="xs" onClick={() => register(query)}>
            {t('registerNew')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function NewPatient({
  typed,
  cancel,
  done,
}: {
  typed: string
  cancel: () => void
  done: (patient: Chosen) => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const [id, setId] = useState<string | null>(null)
  const registered = useQuery({
    ...trpc.patients.get.queryOptions({ id: id ?? '' }),
    enabled: id !== null,
  })
  useEffect(() => {
    if (registered.data !== undefined) done(registered.data)
  }, [registered.data, done])
  return (
    <Stack>
      <Button variant="subtle" size="xs" onClick={cancel} style={{ alignSelf: 'flex-start' }}>
        {t('backToSearch')}
      </Button>
      <RegisterPatientForm
        initial={personOfQuery(typed, spokenLanguage())}
        onDone={setId}
        onCancel={cancel}
      />
    </Stack>
  )
}

function Summary({
  place,
  patient,
  change,
  booked,
}: {
  place: BookPlace
  patient: Chosen
  change: () => void
  booked: (id: string) => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const submit = useRef<HTMLButtonElement>(null)
  const [serviceId, setServiceId] = useState<string | null>(place.serviceId)
  const [requested, setRequested] = useState(false)
  const [note, setNote] = useState('')
  const offers = useQuery(trpc.catalog.offers.queryOptions({ practitionerId: place.doctor.id }))
  const services = offers.data?.services ?? []
  const fits = (one: { durationMinutes: number }) => one.durationMinutes <= place.freeMinutes
  const service = services.find((one) => one.id === serviceId) ?? services.find(fits) ?? services[0]
  const book = useMutation(
    trpc.appointments.book.mutationOptions({ onSuccess: ({ id }) => booked(id) }),
  )
  const overbook = useMutation(
    trpc.appointments.overbook.mutationOptions({ onSuccess: ({ id }) => booked(id) }),
  )
  const mayOverbook = useMay()('appointments.overbook')
  const clash = mayOverbook ? clashOf(book.error) : null
  const wish = () => ({
    patientId: patient.id,
    practitionerId: place.doctor.id,
    serviceId: service?.id ?? '',
    startsAt: place.startsAt,
    as: requested ? ('requested' as const) : ('confirmed' as const),
    note: note.trim() === '' ? null : note,
  })
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
        if (service === undefined) return
        if (place.over === undefined) book.mutate(wish())
        else overbook.mutate(wish())
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
          </div>
          <Button variant="subtle" size="xs" onClick={change}>
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
            setServiceId(id)
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
        {service !== undefined && (
          <QuotedPrice
            patientId={patient.id}
            serviceId={service.id}
            day={formats.dayOf(place.startsAt)}
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
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Checkbox
          label={t('asRequested')}
          checked={requested}
          onChange={(event) => setRequested(event.currentTarget.checked)}
        />
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
            loading={book.isPending || (clash === null && overbook.isPending)}
            disabled={service === undefined}
            rightSection={<Key keys="Enter" />}
          >
            {t(
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
