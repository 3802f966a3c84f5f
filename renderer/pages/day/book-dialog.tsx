/** Booking from a slot: a few letters of the patient, Enter, and Enter again on the summary. */
import { Button, Modal, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookingDraft } from '../../../main/clinic/appointments/booking-draft.input.ts'
import { useFormats } from '../../i18n/formats.ts'
import { spokenLanguage } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { personOfQuery } from '../patients/person-form.ts'
import { RegisterPatientForm } from '../patients/register-patient-form.tsx'
import type { Doctor } from './board-model.ts'
import { BookSummary, type SummaryEntries } from './book-summary.tsx'
import { type Caller, NewCaller } from './new-caller.tsx'
import { type Chosen, PatientFinder } from './patient-finder.tsx'
import { useDraftKeeper } from './use-booking-draft.ts'

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
  /** What was entered before, when it is gone on with. */
  draft?: BookingDraft
}

/** A booking that has the time already. */
export interface Over {
  patient: string
  startsAt: string
  endsAt: string
}

interface BookDialogProps {
  place: BookPlace
  day: string
  close: () => void
  booked: (appointmentId: string) => void
}

/** Names and phone of who was typed and not found. */
export function callerOf(typed: string): Caller {
  const person = personOfQuery(typed, spokenLanguage())
  const { family = '', given = '', patronymic = '', phones } = person
  return {
    family,
    given: [given, patronymic].filter((part) => part !== '').join(' '),
    phone: phones?.[0]?.value ?? '',
  }
}

/** What is entered step by step, kept as it is entered. */
function useEntered(place: BookPlace) {
  const { draft } = place
  const [query, setQuery] = useState(draft?.query ?? '')
  const [patientId, setPatientId] = useState(draft?.patientId ?? place.patientId)
  const [caller, setCaller] = useState(draft?.caller ?? null)
  const [entries, setEntries] = useState<SummaryEntries>({
    serviceId: draft?.serviceId ?? place.serviceId,
    note: draft?.note ?? '',
    requested: draft?.requested ?? false,
  })
  const keeper = useDraftKeeper()
  useEffect(() => {
    if (draft !== undefined) keeper.resumed()
  }, [draft, keeper])
  useEffect(() => {
    const isBegun = query.trim() !== '' || caller !== null || patientId !== null
    if (!isBegun || place.over !== undefined) return
    const { doctor, startsAt, serviceId } = place
    const { id, family, given, patronymic } = doctor
    const where = { doctor: { id, family, given, patronymic }, startsAt, serviceId }
    keeper.keep({ place: where, patientId, query, caller, ...entries })
  }, [keeper, place, query, patientId, caller, entries])
  return {
    query,
    setQuery,
    patientId,
    setPatientId,
    caller,
    setCaller,
    entries,
    setEntries,
    keeper,
  }
}

export function BookDialog({ place, day, close, booked }: BookDialogProps) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const entered = useEntered(place)
  const { query, setQuery, patientId, setPatientId, caller, setCaller } = entered
  const [patient, setPatient] = useState<Chosen | null>(null)
  const [isWhole, setIsWhole] = useState(false)
  const known = useQuery({
    ...trpc.patients.get.queryOptions({ id: patientId ?? '' }),
    enabled: patientId !== null,
  })
  useEffect(() => {
    if (known.data !== undefined) setPatient(known.data)
  }, [known.data])
  const choose = (chosen: Chosen) => {
    setPatient(chosen)
    setPatientId(chosen.id)
    setCaller(null)
    setIsWhole(false)
  }
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
      size={isWhole ? 900 : 620}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {isWhole ? (
        <WholeForm typed={query} cancel={() => setIsWhole(false)} done={choose} />
      ) : caller !== null ? (
        <NewCaller
          caller={caller}
          change={setCaller}
          done={choose}
          back={() => setCaller(null)}
          whole={() => setIsWhole(true)}
        />
      ) : patient === null ? (
        <PatientFinder
          query={query}
          setQuery={setQuery}
          choose={choose}
          register={(typed) => setCaller(callerOf(typed))}
        />
      ) : (
        <BookSummary
          place={place}
          patient={patient}
          entries={entered.entries}
          change={entered.setEntries}
          otherPatient={() => {
            setPatient(null)
            setPatientId(null)
          }}
          booked={(id) => {
            void entered.keeper.drop()
            booked(id)
          }}
        />
      )}
    </Modal>
  )
}

function WholeForm({
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
