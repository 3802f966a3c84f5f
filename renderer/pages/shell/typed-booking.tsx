/** Booking by typing: what a line offers as finished bookings, and the summary that Enter confirms. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { callerOf } from '../day/book-dialog.tsx'
import { NewCaller } from '../day/new-caller.tsx'
import { NoShows } from '../day/no-shows.tsx'
import { QuotedPrice } from '../day/quoted-price.tsx'
import { useDraftKeeper } from '../day/use-booking-draft.ts'
import classes from './search-palette.module.css'

type Proposed = RouterOutputs['appointments']['propose']
export type Proposal = Proposed['proposals'][number]

const pauseMs = 40

/** What the line offers, and whether that is the answer to what stands there now. */
export function useProposals(typed: string): {
  proposals: readonly Proposal[]
  patientWords: string
  phone: string | null
  isSettled: boolean
} {
  const trpc = useTRPC()
  const [asked] = useDebouncedValue(typed, pauseMs)
  // A word alone names a patient.
  const mayBook = /\S\s+\S/.test(asked)
  const found = useQuery({
    ...trpc.appointments.propose.queryOptions({ text: asked }),
    enabled: mayBook,
    placeholderData: keepPreviousData,
    // Time passes, and other desks book.
    staleTime: 0,
  })
  const isFresh = asked === typed && (!mayBook || (found.isSuccess && !found.isPlaceholderData))
  const data = mayBook ? found.data : undefined
  return {
    proposals: data?.proposals ?? [],
    patientWords: data?.read.patient ?? '',
    phone: data?.read.phone ?? null,
    isSettled: isFresh || found.isError,
  }
}

export function ProposalLine({
  proposal,
  words,
  id,
  isActive,
  point,
  open,
}: {
  proposal: Proposal
  /** What was typed of a patient who is not known. */
  words: string
  id: string
  isActive: boolean
  point: () => void
  open: () => void
}) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const { patient, time, isExact } = proposal
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      className={classes['result']}
      onMouseMove={point}
      onClick={open}
      onKeyDown={() => {}}
    >
      <span className="cut">
        <IconCalendarPlus size={14} aria-hidden />{' '}
        <span className={classes['name']}>
          {patient === null ? t('typed.newPatient', { name: words }) : formats.name(patient)}
        </span>{' '}
        {formats.shortName(time.practitioner)}
        {!isExact && <span className={classes['matched']}>{t('typed.nearest')}</span>}
      </span>
      <span className={`numbers ${classes['soft'] ?? ''}`}>
        {formats.longDay(time.day)}, {formats.time(time.startsAt)}
      </span>
    </div>
  )
}

/** Patient, doctor, day, time and price once more; a new caller gives name and phone first. */
export function TypedSummary({
  proposal,
  words,
  phone,
  back,
  close,
}: {
  proposal: Proposal
  words: string
  phone: string | null
  back: () => void
  close: () => void
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const navigate = useNavigate()
  const { time } = proposal
  const [patient, setPatient] = useState(proposal.patient)
  const [caller, setCaller] = useState(() => ({ ...callerOf(words), phone: phone ?? '' }))
  const keeper = useDraftKeeper()
  const isNew = patient === null
  useEffect(() => {
    const { id, family, given, patronymic } = time.practitioner
    const doctor = { id, family, given, patronymic }
    keeper.keep({
      place: { doctor, startsAt: time.startsAt, serviceId: time.service.id },
      patientId: patient?.id ?? null,
      query: words,
      caller: isNew ? caller : null,
      serviceId: time.service.id,
      note: '',
      requested: false,
    })
  }, [keeper, time, patient, isNew, caller, words])
  const book = useMutation(
    trpc.appointments.book.mutationOptions({
      onSuccess: ({ id, day }) => {
        void keeper.drop()
        close()
        void navigate(`/day?day=${day}&appointment=${id}`)
      },
    }),
  )
  const where = (
    <Facts
      facts={[
        [t('fact.doctor'), formats.name(time.practitioner)],
        [
          t('fact.day'),
          `${formats.longDay(time.day)}, ${formats.time(time.startsAt)}–${formats.time(time.endsAt)}`,
        ],
        [t('fact.service'), time.service.name],
        [
          t('fact.price'),
          <QuotedPrice
            key="price"
            patientId={patient?.id ?? null}
            serviceId={time.service.id}
            day={time.day}
          />,
        ],
      ]}
    />
  )
  if (patient === null) {
    return (
      <Stack gap="sm" p="xs">
        {where}
        <NewCaller
          caller={caller}
          change={setCaller}
          back={back}
          done={(added) => setPatient({ ...added, phone: caller.phone })}
        />
      </Stack>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        book.mutate({
          patientId: patient.id,
          practitionerId: time.practitioner.id,
          serviceId: time.service.id,
          startsAt: time.startsAt,
          as: 'confirmed',
          note: null,
        })
      }}
    >
      <Stack gap="sm" p="xs">
        <div>
          <Text fw={650} size="lg">
            {formats.name(patient)}
          </Text>
          <Text size="sm" c="var(--soft)" className="numbers">
            {[patient.bornOn === null ? null : formats.day(patient.bornOn), patient.phone]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
          <NoShows patientId={patient.id} />
        </div>
        {where}
        {book.error !== null && <ErrorNote error={book.error} />}
        <Group justify="space-between">
          <Button variant="default" onClick={back}>
            {t('typed.back')}
          </Button>
          <Button
            type="submit"
            data-autofocus
            autoFocus
            loading={book.isPending}
            rightSection={<Key keys="Enter" />}
          >
            {t('day:bookAsConfirmed')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
