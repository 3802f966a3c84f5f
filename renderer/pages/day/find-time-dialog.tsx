/**
 * Finding a time: the service or the specialty, the doctor or anyone, the room, the part of the day. A
 * service and a day show every time with the reason why it is not free; all else the first free times.
 */
import { ActionIcon, Button, Group, Modal, Select, Stack, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { TimeInput } from '../../components/time-input.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterInputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './book-dialog.module.css'
import type { BookPlace } from './book-dialog.tsx'
import { QuotedPrice } from './quoted-price.tsx'
import { DayTimes } from './day-times.tsx'

interface FindTimeProps {
  day: string
  patientId: string | null
  /** A booking that is there already: its service stays, its doctor is asked first. */
  booking?: { serviceId: string; practitionerId: string }
  /** What stands in place of the dialog's usual title. */
  title?: string
  close: () => void
  choose: (place: BookPlace, day: string) => void
}

const isTime = (text: string) => /^\d\d:\d\d$/.test(text)

/** How far ahead the first free times are looked for, and how many are shown. */
const lookAheadDays = 30
const shownTimes = 24

export function FindTimeDialog(props: FindTimeProps) {
  const { day: firstDay, patientId, booking, title, close, choose } = props
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const [serviceId, setServiceId] = useState(booking?.serviceId ?? null)
  const [specialty, setSpecialty] = useState<string | null>(null)
  const [practitionerId, setPractitionerId] = useState(booking?.practitionerId ?? null)
  const [locationId, setLocationId] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [day, setDay] = useState(firstDay)
  const services = useQuery(trpc.catalog.services.queryOptions({}))
  const doctors = useQuery(trpc.schedule.day.queryOptions({ day: firstDay }))
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const offering = useQuery({
    ...trpc.catalog.offering.queryOptions({ serviceId: serviceId ?? '' }),
    enabled: serviceId !== null,
  })
  const everyone = doctors.data?.practitioners ?? []
  const specialties = [...new Set(everyone.flatMap((one) => one.specialty ?? []))]
  const candidates =
    serviceId !== null
      ? (offering.data ?? [])
      : everyone.filter((one) => specialty === null || one.specialty === specialty)
  const part = {
    ...(isTime(from) ? { from } : {}),
    ...(isTime(to) ? { to } : {}),
  }
  const take = (doctor: BookPlace['doctor'], startsAt: string, chosenService: string) =>
    choose(
      {
        doctor,
        startsAt,
        // The time was found for this very service, so it fits.
        freeMinutes: Number.POSITIVE_INFINITY,
        serviceId: chosenService,
        patientId,
      },
      formats.dayOf(startsAt),
    )
  return (
    <Modal
      opened
      onClose={close}
      title={title ?? t('find.title')}
      size={820}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Group grow align="flex-end" preventGrowOverflow={false} wrap="nowrap">
          <Select
            label={t('fact.service')}
            placeholder={t('find.servicePlaceholder')}
            data-autofocus={booking === undefined || undefined}
            searchable
            clearable={booking === undefined}
            readOnly={booking !== undefined}
            value={serviceId}
            onChange={(value) => {
              setServiceId(value)
              setPractitionerId(null)
            }}
            data={(services.data?.services ?? []).map((one) => ({
              value: one.id,
              label: `${one.name} · ${t('minutes', { count: one.durationMinutes })}`,
            }))}
            maxDropdownHeight={300}
          />
          {serviceId === null && (
            <Select
              label={t('booking:search.specialty')}
              placeholder={t('booking:search.anySpecialty')}
              clearable
              searchable
              value={specialty}
              onChange={(value) => {
                setSpecialty(value)
                setPractitionerId(null)
              }}
              data={specialties}
              w={220}
            />
          )}
          <Select
            label={t('find.doctor')}
            placeholder={t('find.anyDoctor')}
            clearable
            searchable
            value={practitionerId}
            onChange={setPractitionerId}
            data={candidates.map((one) => ({ value: one.id, label: formats.name(one) }))}
            w={220}
          />
        </Group>
        <Group justify="space-between" align="flex-end">
          <Group gap="xs">
            <ActionIcon
              variant="default"
              aria-label={t('keys.dayBefore')}
              onClick={() => setDay(addDays(day, -1))}
            >
              <IconChevronLeft size={16} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label={t('keys.dayAfter')}
              // Not a list, which would open over the times, nor a time, which a second Enter would take.
              data-autofocus={booking !== undefined || undefined}
              onClick={() => setDay(addDays(day, 1))}
            >
              <IconChevronRight size={16} />
            </ActionIcon>
            <Title order={2}>{formats.longDay(day)}</Title>
          </Group>
          <Group gap="xs" align="flex-end">
            <div style={{ width: 84 }}>
              <TimeInput label={t('booking:search.from')} value={from} onChange={setFrom} />
            </div>
            <div style={{ width: 84 }}>
              <TimeInput label={t('booking:search.to')} value={to} onChange={setTo} />
            </div>
            <Select
              label={t('booking:search.room')}
              placeholder={t('booking:search.anyRoom')}
              clearable
              value={locationId}
              onChange={setLocationId}
              data={(rooms.data ?? [])
                .filter((room) => room.archivedAt === null)
                .map((room) => ({ value: room.id, label: room.name }))}
              w={160}
            />
          </Group>
        </Group>
        {serviceId !== null && booking === undefined && (
          <QuotedPrice patientId={patientId} serviceId={serviceId} day={day} />
        )}
        {serviceId !== null && locationId === null ? (
          <WholeDay
            key={serviceId}
            wish={{
              serviceId,
              ...(practitionerId === null ? {} : { practitionerIds: [practitionerId] }),
              day,
            }}
            part={part}
            nextDay={() => setDay(addDays(day, 1))}
            choose={take}
          />
        ) : (
          <FirstTimes
            wish={{
              ...(serviceId === null ? {} : { serviceId }),
              ...(serviceId !== null || specialty === null ? {} : { specialty }),
              ...(practitionerId === null ? {} : { practitionerIds: [practitionerId] }),
              ...(locationId === null ? {} : { locationId }),
              ...part,
              fromDay: day,
              days: lookAheadDays,
              limit: shownTimes,
            }}
            choose={take}
          />
        )}
      </Stack>
    </Modal>
  )
}

type Choose = (doctor: BookPlace['doctor'], startsAt: string, serviceId: string) => void

function WholeDay({
  wish,
  part,
  nextDay,
  choose,
}: {
  wish: RouterInputs['schedule']['dayTimes']
  part: { from?: string; to?: string }
  nextDay: () => void
  choose: Choose
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const found = useQuery({
    ...trpc.schedule.dayTimes.queryOptions(wish),
    placeholderData: keepPreviousData,
    // Time passes: what was free a while ago may lie behind now.
    staleTime: 0,
  })
  if (found.error !== null)
    return <ErrorNote error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading shape={<Lines count={3} />} />
  const isWished = (time: string) =>
    (part.from === undefined || time >= part.from) && (part.to === undefined || time < part.to)
  const { practitioners } = found.data
  const isFull = practitioners.every((doctor) =>
    doctor.free.every((time) => !isWished(formats.time(time.startsAt))),
  )
  return (
    // What stands there while another day is read is not that day's, and cannot be booked.
    <Stack aria-busy={found.isPlaceholderData}>
      {isFull && (
        <Empty
          title={t('find.nothing')}
          action={
            <Button variant="default" onClick={nextDay}>
              {t('keys.dayAfter')}
            </Button>
          }
        />
      )}
      {practitioners.map((doctor) => (
        <DayTimes
          key={doctor.practitioner.id}
          found={doctor}
          isWished={isWished}
          isOld={found.isPlaceholderData}
          choose={(startsAt) => choose(doctor.practitioner, startsAt, doctor.service.id)}
        />
      ))}
    </Stack>
  )
}

function FirstTimes({
  wish,
  choose,
}: {
  wish: RouterInputs['schedule']['search']
  choose: Choose
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const found = useQuery({
    ...trpc.schedule.search.queryOptions(wish),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  if (found.error !== null)
    return <ErrorNote error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading shape={<Lines count={3} />} />
  if (found.data.times.length === 0) return <Empty title={t('find.nothing')} />
  return (
    <div className={classes['found']} aria-busy={found.isPlaceholderData}>
      <Title order={3}>{t('booking:search.first')}</Title>
      {found.data.times.map(({ practitioner, service, day, startsAt }) => (
        <Button
          key={`${startsAt} ${practitioner.id}`}
          variant="default"
          size="compact-md"
          justify="space-between"
          disabled={found.isPlaceholderData}
          rightSection={`${formats.shortName(practitioner)} · ${service.name}`}
          onClick={() => choose(practitioner, startsAt, service.id)}
        >
          {formats.longDay(day)}, {formats.time(startsAt)}
        </Button>
      ))}
    </div>
  )
}
