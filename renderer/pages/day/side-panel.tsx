/** The panel of what is selected: who it is, how it stands, and the next step as the one filled button. */
import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import {
  type AppointmentStatus,
  canBookOver,
  canCancel,
  canReschedule,
  primaryNextStep,
  statusTone,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { ageYears } from '../../../main/clinic/shared/days.ts'
import type { Permission } from '../../../main/clinic/shared/permissions.ts'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Booking, Doctor } from './board-model.ts'
import classes from './board.module.css'
import { ResourcesDialog } from './resources-dialog.tsx'
import { useSteps } from './use-steps.ts'
import { AlertNotes } from '../patients/alert-notes.tsx'

/** The way of a visit, for the bar that shows how far it is. */
const way: readonly AppointmentStatus[] = [
  'confirmed',
  'arrived',
  'called',
  'in-room',
  'to-pay',
  'done',
]

interface Actions {
  book: () => void
  find: () => void
  nextStep: () => void
  undo: (booking: Booking) => void
  cut: (booking: Booking) => void
  cancel: (booking: Booking) => void
  bookOver: (booking: Booking) => void
  block: () => void
  pending: boolean
}

export interface SidePanelProps {
  booking: Booking | null
  slot: { doctor: Doctor; startsAt: string } | null
  pasting: boolean
  actions: Actions
}

export function SidePanel({ booking, slot, pasting, actions }: SidePanelProps) {
  const { t } = useTranslation('day')
  return (
    <aside className={classes['side']} aria-label={t('selected')}>
      {booking !== null && <BookingPanel key={booking.id} booking={booking} actions={actions} />}
      {booking === null && slot !== null && (
        <SlotPanel slot={slot} pasting={pasting} actions={actions} />
      )}
      {booking === null && slot === null && <Text c="var(--soft)">{t('nothingSelected')}</Text>}
    </aside>
  )
}

function SlotPanel({
  slot,
  pasting,
  actions,
}: {
  slot: { doctor: Doctor; startsAt: string }
  pasting: boolean
  actions: Actions
}) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const may = useMay()
  return (
    <>
      <div>
        <Title order={2}>{t('freeAt', { time: formats.time(slot.startsAt) })}</Title>
        <Text size="sm" c="var(--soft)">
          {formats.name(slot.doctor)}
          {slot.doctor.specialty !== null && ` · ${slot.doctor.specialty}`}
        </Text>
      </div>
      {may('appointments.book') && (
        <Button
          fullWidth
          justify="space-between"
          rightSection={pasting ? <Key action="day.paste" /> : <Key keys="Enter" />}
          onClick={actions.book}
        >
          {t(pasting ? 'moveHere' : 'bookHere')}
        </Button>
      )}
      {may('appointments.book') && !pasting && (
        <Button
          fullWidth
          variant="default"
          justify="space-between"
          rightSection={<Key action="day.findTime" />}
          onClick={actions.find}
        >
          {t('find.title')}
        </Button>
      )}
      {may('schedule.block') && !pasting && (
        <Button
          fullWidth
          variant="default"
          justify="space-between"
          rightSection={<Key action="day.block" />}
          onClick={actions.block}
        >
          {t('booking:block.here')}
        </Button>
      )}
    </>
  )
}

function BookingPanel({ booking, actions }: { booking: Booking; actions: Actions }) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const [isChangingResources, setIsChangingResources] = useState(false)
  const { data: details } = useQuery(trpc.appointments.details.queryOptions({ id: booking.id }))
  const { patient } = booking
  const reached = way.indexOf(booking.status)
  return (
    <>
      <div>
        <Title order={2}>{formats.name(patient)}</Title>
        <Text size="sm" c="var(--soft)" className="numbers">
          {patient.bornOn !== null &&
            `${formats.day(patient.bornOn)} · ${t('age', { count: ageYears(patient.bornOn, booking.day) })}`}
          {details?.card != null && ` · ${t('card', { number: details.card.number })}`}
        </Text>
      </div>
      <AlertNotes patientId={patient.id} className={classes['alert']} />
      {details !== undefined && details.patient.noShows > 0 && (
        <Text size="sm" c="var(--warn)" fw={600}>
          {t('booking:noShows', { count: details.patient.noShows })}
        </Text>
      )}
      {details?.card?.allergies != null && (
        <div className={classes['alert']}>{t('allergies', { text: details.card.allergies })}</div>
      )}
      <div>
        <div className={classes['steps']} aria-hidden>
          {way.map((status, index) => (
            <i key={status} data-done={index <= reached || undefined} />
          ))}
        </div>
        <Text size="sm" fw={600} mt={5}>
          {t(`status.${booking.status}`)}
        </Text>
        {statusTone(booking.status, { provisional: booking.isProvisional }) === 'amber' && (
          <Text size="sm" c="var(--warn)">
            {t('provisional')}
          </Text>
        )}
        {booking.isOverbooked && (
          <Text size="sm" c="var(--soft)">
            {t('overbooked')}
          </Text>
        )}
        {booking.seriesId !== null && (
          <Text size="sm" c="var(--soft)">
            {t('booking:series.one')}
          </Text>
        )}
        {booking.confirmation !== null && (
          <Text size="sm" c="var(--soft)">
            {t(`booking:calls.mark.${booking.confirmation}`)}
          </Text>
        )}
      </div>
      <Facts
        booking={booking}
        details={details}
        changeResources={() => setIsChangingResources(true)}
      />
      <PanelActions booking={booking} details={details} actions={actions} />
      <Steps details={details} />
      {isChangingResources && (
        <ResourcesDialog booking={booking} onClose={() => setIsChangingResources(false)} />
      )}
    </>
  )
}

type Details = RouterOutputs['appointments']['details'] | undefined

function Facts({
  booking,
  details,
  changeResources,
}: {
  booking: Booking
  details: Details
  changeResources: () => void
}) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const mayChange = useMay()('appointments.book') && canReschedule(booking.status)
  const room = booking.location === null ? '' : `, ${booking.location.name}`
  const money =
    details?.invoice == null || details.invoice.dueMinor === 0
      ? t(`money.${booking.money}`)
      : t('money.owes', {
          amount: formats.money(details.invoice.dueMinor, details.invoice.currency),
        })
  return (
    <dl className={classes['facts']}>
      <dt>{t('fact.time')}</dt>
      <dd className="numbers">
        {formats.time(booking.startsAt)}–{formats.time(booking.endsAt)},{' '}
        {formats.shortName(booking.practitioner)}
        {room}
      </dd>
      <dt>{t('fact.service')}</dt>
      <dd>{booking.service.name}</dd>
      {(booking.resources.length > 0 || mayChange) && (
        <>
          <dt>{t('fact.resources')}</dt>
          <dd>
            {booking.resources.length === 0
              ? t('booking:claims.none')
              : booking.resources.map(({ name }) => name).join(', ')}
            {mayChange && (
              <>
                {' · '}
                <Anchor component="button" type="button" size="sm" onClick={changeResources}>
                  {t('booking:claims.change')}
                </Anchor>
              </>
            )}
          </dd>
        </>
      )}
      <dt>{t('fact.price')}</dt>
      <dd className="numbers">
        {formats.money(booking.priceMinor, booking.currency)} · {money}
      </dd>
      {booking.patient.phone !== null && (
        <>
          <dt>{t('fact.phone')}</dt>
          <dd className="numbers">{booking.patient.phone}</dd>
        </>
      )}
      {booking.note !== null && (
        <>
          <dt>{t('fact.note')}</dt>
          <dd>{booking.note}</dd>
        </>
      )}
    </dl>
  )
}

function PanelActions({
  booking,
  details,
  actions,
}: {
  booking: Booking
  details: Details
  actions: Actions
}) {
  const { t } = useTranslation('day')
  const may = useMay()
  const navigate = useNavigate()
  const steps = useSteps()
  const next = primaryNextStep(booking.status)
  const toVisit = booking.status === 'in-room' && may('visits.write')
  const common = { fullWidth: true, justify: 'space-between', variant: 'default' } as const
  const allowed = (permission: Permission, when: boolean) => when && may(permission)
  return (
    <Stack gap={7}>
      {next !== null && may('appointments.steps') && (
        <Button
          fullWidth
          justify="space-between"
          rightSection={<Key action="day.nextStep" />}
          onClick={actions.nextStep}
          loading={actions.pending}
        >
          {t(toVisit ? 'openVisit' : `next.${next}`)}
        </Button>
      )}
      {allowed('appointments.book', canReschedule(booking.status)) && (
        <Button
          {...common}
          rightSection={<Key action="day.cut" />}
          onClick={() => actions.cut(booking)}
        >
          {t('move')}
        </Button>
      )}
      <Button
        {...common}
        rightSection={<Key keys="Enter" />}
        onClick={() => void navigate(`/patients/${booking.patient.id}`)}
      >
        {t('openPatient')}
      </Button>
      {allowed('visits.read', !toVisit) && (
        <Button
          {...common}
          rightSection={<Key action="day.visit" />}
          onClick={() => void navigate(`/visits/${booking.id}`)}
        >
          {t('openVisit')}
        </Button>
      )}
      {allowed('billing.read', booking.status !== 'to-pay') && (
        <Button {...common} onClick={() => void navigate(`/cash/${booking.id}`)}>
          {t('toCash')}
        </Button>
      )}
      {allowed('appointments.overbook', canBookOver(booking)) && (
        <Button
          {...common}
          rightSection={<Key action="day.bookOver" />}
          onClick={() => actions.bookOver(booking)}
        >
          {t('bookOver')}
        </Button>
      )}
      <Group grow gap={7} preventGrowOverflow={false}>
        {allowed('appointments.steps', booking.status === 'confirmed') && (
          <Button variant="default" onClick={() => steps.noShow(booking)}>
            {t('noShow')}
          </Button>
        )}
        {details?.undoTo != null && may('appointments.steps') && (
          <Button
            variant="default"
            rightSection={<Key action="day.undoStep" />}
            onClick={() => actions.undo(booking)}
          >
            {t('undo')}
          </Button>
        )}
        {allowed('appointments.cancel', canCancel(booking.status, booking)) && (
          <Button
            variant="default"
            c="var(--bad)"
            rightSection={<Key action="day.cancel" />}
            onClick={() => actions.cancel(booking)}
          >
            {t('cancel')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Steps({ details }: { details: Details }) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  if (details === undefined) return <Skeleton height={60} />
  return (
    <div className={classes['stepList']}>
      <Text fw={600} size="sm">
        {t('steps')}
      </Text>
      {details.steps.map((step) => (
        <div key={step.id}>
          <span>
            {step.reason === 'undo'
              ? t('stepUndone', { status: t(`status.${step.toStatus}`) })
              : t(`status.${step.toStatus}`)}
            {step.by !== null && (
              <Text span size="xs" c="var(--soft)">{` · ${formats.shortName(step.by)}`}</Text>
            )}
          </span>
          <time>
            {formats.dayOf(step.at) === details.day
              ? formats.time(step.at)
              : formats.moment(step.at)}
          </time>
        </div>
      ))}
    </div>
  )
}
