/** Finding a time: the service, the doctor or anyone who offers it, the day, and every free time there is. */
import { ActionIcon, Button, Group, Modal, Select, Stack, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './book-dialog.module.css'
import type { BookPlace } from './book-dialog.tsx'

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

export function FindTimeDialog(props: FindTimeProps) {
  const { day: firstDay, patientId, booking, title, close, choose } = props
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const [serviceId, setServiceId] = useState(booking?.serviceId ?? null)
  const [practitionerId, setPractitionerId] = useState(booking?.practitionerId ?? null)
  const [day, setDay] = useState(firstDay)
  const services = useQuery(trpc.catalog.services.queryOptions({}))
  const offering = useQuery({
    ...trpc.catalog.offering.queryOptions({ serviceId: serviceId ?? '' }),
    enabled: serviceId !== null,
  })
  return (
    <Modal
      opened
      onClose={close}
      title={title ?? t('find.title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Group grow align="flex-end" preventGrowOverflow={false} wrap="nowrap">
          <Select
            label={t('fact.service')}
            placeholder={t('find.servicePlaceholder')}
            data-autofocus={booking === undefined || undefined}
            searchable
            readOnly={booking !== undefined}
            value={serviceId}
            onChange={(value) => {
              setServiceId(value)
              setPractitionerId(null)
            }}
            data={(services.data?.services ?? []).map((one) => ({
              value: one.id,
              label: `${one.name} · ${t('minutes', { count: one.durationMinutes })} · ${formats.money(one.priceMinor)}`,
            }))}
            maxDropdownHeight={300}
          />
          <Select
            label={t('find.doctor')}
            placeholder={t('find.anyDoctor')}
            clearable
            searchable
            disabled={serviceId === null}
            value={practitionerId}
            onChange={setPractitionerId}
            data={(offering.data ?? []).map((one) => ({ value: one.id, label: formats.name(one) }))}
            w={230}
          />
        </Group>
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
        {serviceId === null ? (
          <Empty title={t('find.first')} />
        ) : (
          <Times
            key={serviceId}
            wish={{
              serviceId,
              ...(practitionerId === null ? {} : { practitionerIds: [practitionerId] }),
              fromDay: day,
              days: 1,
            }}
            nextDay={() => setDay(addDays(day, 1))}
            choose={(doctor, time) =>
              choose(
                {
                  doctor,
                  startsAt: time.startsAt,
                  // The time was found for this very service, so it fits.
                  freeMinutes: Number.POSITIVE_INFINITY,
                  serviceId,
                  patientId,
                },
                day,
              )
            }
          />
        )}
      </Stack>
    </Modal>
  )
}

type Found = RouterOutputs['schedule']['freeTimesOf']['practitioners'][number]

interface TimesProps {
  wish: { serviceId: string; practitionerIds?: string[]; fromDay: string; days: number }
  nextDay: () => void
  choose: (doctor: Found, time: { startsAt: string }) => void
}

function Times({ wish, nextDay, choose }: TimesProps) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const found = useQuery({
    ...trpc.schedule.freeTimesOf.queryOptions(wish),
    placeholderData: keepPreviousData,
    // Time passes: what was free a while ago may lie behind now.
    staleTime: 0,
  })
  if (found.error !== null)
    return <ErrorNote error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading shape={<Lines count={3} />} />
  const doctors = found.data.practitioners.filter((doctor) =>
    doctor.days.some((one) => one.times.length > 0),
  )
  if (doctors.length === 0) {
    return (
      <div aria-busy={found.isPlaceholderData}>
        <Empty
          title={t('find.nothing')}
          action={
            <Button variant="default" onClick={nextDay}>
              {t('keys.dayAfter')}
            </Button>
          }
        />
      </div>
    )
  }
  return (
    // What stands there while another day is read is not that day's, and cannot be booked.
    <Stack aria-busy={found.isPlaceholderData}>
      {doctors.map((doctor) => (
        <div key={doctor.id}>
          <Text fw={600} size="sm" mb={5}>
            {formats.name(doctor)}
            <Text span size="xs" c="var(--soft)">
              {doctor.specialty !== null && ` · ${doctor.specialty}`}
            </Text>
          </Text>
          <div className={classes['times']}>
            {doctor.days.flatMap((one) =>
              one.times.map((time) => (
                <Button
                  key={time.startsAt}
                  variant="default"
                  size="compact-sm"
                  className="numbers"
                  disabled={found.isPlaceholderData}
                  onClick={() => choose(doctor, time)}
                >
                  {formats.time(time.startsAt)}
                </Button>
              )),
            )}
          </div>
        </div>
      ))}
    </Stack>
  )
}
