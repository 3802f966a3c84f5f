/** Someone without a booking: who it is, what for, and whose time; Enter takes them in with a ticket. */
import { Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowIso } from '../../clock.ts'
import { fieldErrors } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { spokenLanguage } from '../../i18n/i18n.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { QuotedPrice } from '../day/quoted-price.tsx'
import { PatientPicker } from '../patients/patient-picker.tsx'
import { personOfQuery } from '../patients/person-form.ts'
import type { FoundPatient } from '../patients/types.ts'
import { useMay } from '../shell/me.ts'

/** Stands in the list for whoever is free first. */
const firstFree = 'first'

interface Newcomer {
  family: string
  given: string
  phone: string
}

type Who = { is: 'known'; patient: FoundPatient } | { is: 'new'; person: Newcomer } | null

type Choices = RouterOutputs['queue']['walkInChoices']['choices']

export function WalkInDialog({
  close,
  admitted,
}: {
  close: () => void
  admitted: (appointmentId: string) => void
}) {
  const { t } = useTranslation('queue')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const [who, setWho] = useState<Who>(null)
  const [serviceId, setServiceId] = useState<string | null>(null)
  const [doctor, setDoctor] = useState(firstFree)
  const [isNow, setIsNow] = useState(false)
  const [isTried, setIsTried] = useState(false)
  const services = useQuery(trpc.catalog.services.queryOptions({}))
  const asked = useQuery({
    ...trpc.queue.walkInChoices.queryOptions({ serviceId: serviceId ?? '' }),
    enabled: serviceId !== null,
  })
  const choices = asked.data?.choices ?? []
  const done = (booking: { id: string; ticket: string; startsAt: string }) => {
    const { ticket, startsAt } = booking
    notifications.show({ message: t('walkIn.done', { ticket, time: formats.time(startsAt) }) })
    admitted(booking.id)
  }
  const admit = useMutation(trpc.queue.admitWalkIn.mutationOptions({ onSuccess: done }))
  const admitNow = useMutation(trpc.queue.admitWalkInNow.mutationOptions({ onSuccess: done }))
  const chosen = choices.find(({ practitioner }) => practitioner.id === doctor)
  const mayBeNow = may('appointments.overbook') && chosen?.worksNow === true
  const error = admit.error ?? admitNow.error
  const problems = fieldErrors(error, t)

  function submit(): void {
    setIsTried(true)
    if (who === null || serviceId === null || admit.isPending || admitNow.isPending) return
    const person =
      who.is === 'known'
        ? ({ is: 'known', patientId: who.patient.id } as const)
        : ({ is: 'new', patronymic: null, ...who.person } as const)
    const wish = { who: person, serviceId, note: null }
    if (isNow && chosen !== undefined) {
      admitNow.mutate({ ...wish, practitionerId: chosen.practitioner.id })
    } else {
      admit.mutate({ ...wish, practitionerId: chosen?.practitioner.id ?? null })
    }
  }

  return (
    <FormModal
      title={t('walkIn.title')}
      submitLabel={t('walkIn.admit')}
      onSubmit={submit}
      onClose={close}
      pending={admit.isPending || admitNow.isPending}
      error={error}
      placed={
        Object.keys(problems).some((path) => path.startsWith('who.')) ? ['invalid-input'] : []
      }
      size={620}
    >
      <WhoCame
        who={who}
        setWho={setWho}
        problems={problems}
        error={isTried && who === null ? t('walkIn.whoMissing') : undefined}
      />
      <Select
        label={t('fact.service')}
        placeholder={t('day:find.servicePlaceholder')}
        searchable
        allowDeselect={false}
        value={serviceId}
        onChange={(id) => {
          setServiceId(id)
          setDoctor(firstFree)
          setIsNow(false)
        }}
        error={isTried && serviceId === null ? t('walkIn.serviceMissing') : undefined}
        data={(services.data?.services ?? []).map((one) => ({
          value: one.id,
          label: `${one.name} · ${t('day:minutes', { count: one.durationMinutes })}`,
        }))}
        maxDropdownHeight={260}
      />
      {serviceId !== null && (
        <QuotedPrice
          patientId={who?.is === 'known' ? who.patient.id : null}
          serviceId={serviceId}
          day={formats.dayOf(nowIso())}
        />
      )}
      <Select
        label={t('fact.practitioner')}
        allowDeselect={false}
        disabled={asked.data === undefined}
        value={doctor}
        onChange={(id) => {
          setDoctor(id ?? firstFree)
          setIsNow(false)
        }}
        data={doctorsOf(choices, t, formats)}
        maxDropdownHeight={260}
      />
      {mayBeNow && (
        <Checkbox
          label={t('walkIn.now')}
          description={t('walkIn.nowHint')}
          checked={isNow}
          onChange={(event) => setIsNow(event.currentTarget.checked)}
        />
      )}
    </FormModal>
  )
}

/** Whoever is free first, and then each doctor with their next time and how many wait. */
function doctorsOf(
  choices: Choices,
  t: ReturnType<typeof useTranslation>['t'],
  formats: ReturnType<typeof useFormats>,
): { value: string; label: string }[] {
  const first = choices.find(({ next }) => next !== null)
  const timeOf = ({ next }: Choices[number]) =>
    next === null ? t('walkIn.noTime') : formats.time(next.startsAt)
  return [
    {
      value: firstFree,
      label:
        first === undefined
          ? t('walkIn.firstFree')
          : `${t('walkIn.firstFree')}: ${timeOf(first)} · ${formats.name(first.practitioner)}`,
    },
    ...choices.map((choice) => ({
      value: choice.practitioner.id,
      label: [
        formats.name(choice.practitioner),
        timeOf(choice),
        choice.waiting === 0 ? null : t('waiting', { count: choice.waiting }),
      ]
        .filter((part) => part !== null)
        .join(' · '),
    })),
  ]
}

/** A patient of the registry, or name and phone of someone who is not in it. */
function WhoCame({
  who,
  setWho,
  problems,
  error,
}: {
  who: Who
  setWho: (who: Who) => void
  problems: Record<string, string>
  error: string | undefined
}) {
  const { t } = useTranslation('queue')
  const formats = useFormats()
  const mayAdd = useMay()('patients.write')
  if (who === null) {
    return (
      <PatientPicker
        label={t('column.patient')}
        exceptId=""
        choose={(patient) => setWho({ is: 'known', patient })}
        error={error}
        {...(mayAdd ? { add: (typed) => setWho({ is: 'new', person: newcomerOf(typed) }) } : {})}
      />
    )
  }
  if (who.is === 'known') {
    const { bornOn, phone } = who.patient
    return (
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={650} size="lg">
            {formats.name(who.patient)}
          </Text>
          <Text size="sm" c="var(--soft)" className="numbers">
            {[bornOn === null ? '' : formats.day(bornOn), phone ?? '']
              .filter((part) => part !== '')
              .join(' · ')}
          </Text>
        </div>
        <Button variant="subtle" size="xs" onClick={() => setWho(null)}>
          {t('day:otherPatient')}
        </Button>
      </Group>
    )
  }
  const { person } = who
  const field = (name: keyof Newcomer) => ({
    label: t(`walkIn.${name}`),
    value: person[name],
    maxLength: name === 'phone' ? 40 : 100,
    error: problems[`who.${name}`],
    autoComplete: 'off',
    autoFocus: name === (['family', 'given', 'phone'] as const).find((one) => person[one] === ''),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      setWho({ is: 'new', person: { ...person, [name]: event.currentTarget.value } }),
  })
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="var(--soft)">
          {t('walkIn.newHint')}
        </Text>
        <Button variant="subtle" size="xs" onClick={() => setWho(null)} flex="none">
          {t('day:backToSearch')}
        </Button>
      </Group>
      <Group grow align="flex-start">
        <TextInput {...field('family')} />
        <TextInput {...field('given')} />
        <TextInput {...field('phone')} inputMode="tel" />
      </Group>
    </>
  )
}

/** Names and phone out of what was typed into the search. */
function newcomerOf(typed: string): Newcomer {
  const { family = '', given = '', phones } = personOfQuery(typed, spokenLanguage())
  return { family, given, phone: phones?.[0]?.value ?? '' }
}
