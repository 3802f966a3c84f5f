/** Putting a patient on the waitlist with what would suit them. */
import {
  Button,
  Group,
  Input,
  Modal,
  SegmentedControl,
  Select,
  Text,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { partsOfDay, urgencies } from '../../../main/clinic/waitlist/waitlist.rules.ts'
import { nowIso } from '../../clock.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { WeekdayChips } from '../../components/weekday-chips.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { callerOf } from '../day/book-dialog.tsx'
import { type Caller, NewCaller } from '../day/new-caller.tsx'
import { type Chosen, PatientFinder } from '../day/patient-finder.tsx'

export function WaitlistForm({ close }: { close: () => void }) {
  const { t } = useTranslation('booking')
  const [query, setQuery] = useState('')
  const [caller, setCaller] = useState<Caller | null>(null)
  const [patient, setPatient] = useState<Chosen | null>(null)
  if (patient !== null) {
    return <Wishes patient={patient} otherPatient={() => setPatient(null)} close={close} />
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('waitlist.add')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {caller === null ? (
        <PatientFinder
          query={query}
          setQuery={setQuery}
          choose={setPatient}
          register={(typed) => setCaller(callerOf(typed))}
        />
      ) : (
        <NewCaller
          caller={caller}
          change={setCaller}
          done={setPatient}
          back={() => setCaller(null)}
        />
      )}
    </Modal>
  )
}

function Wishes({
  patient,
  otherPatient,
  close,
}: {
  patient: Chosen
  otherPatient: () => void
  close: () => void
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [serviceId, setServiceId] = useState<string | null>(null)
  const [practitionerId, setPractitionerId] = useState<string | null>(null)
  const [days, setDays] = useState<number[]>([])
  const [part, setPart] = useState<string>('any')
  const [urgency, setUrgency] = useState<string>('routine')
  const [fromDay, setFromDay] = useState(() => formats.dayOf(nowIso()))
  const [toDay, setToDay] = useState('')
  const [note, setNote] = useState('')
  const services = useQuery(trpc.catalog.services.queryOptions({}))
  const offering = useQuery({
    ...trpc.catalog.offering.queryOptions({ serviceId: serviceId ?? '' }),
    enabled: serviceId !== null,
  })
  const add = useMutation(trpc.waitlist.add.mutationOptions({ onSuccess: close }))
  return (
    <FormModal
      title={t('waitlist.addTitle', { name: formats.name(patient) })}
      submitLabel={t('waitlist.add')}
      onSubmit={() => {
        if (serviceId === null || !isDay(fromDay) || (toDay !== '' && !isDay(toDay))) return
        add.mutate({
          patientId: patient.id,
          serviceId,
          practitionerId,
          weekdays: days,
          partOfDay: partsOfDay.find((one) => one === part) ?? null,
          fromDay,
          toDay: toDay === '' ? null : toDay,
          urgency: urgencies.find((one) => one === urgency) ?? 'routine',
          note: note.trim() === '' ? null : note,
        })
      }}
      onClose={close}
      pending={add.isPending}
      error={add.error}
    >
      <Group justify="flex-end">
        <Button variant="subtle" size="xs" onClick={otherPatient}>
          {t('day:otherPatient')}
        </Button>
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('fact.service')}
          data-autofocus
          searchable
          withAsterisk
          value={serviceId}
          onChange={(value) => {
            setServiceId(value)
            setPractitionerId(null)
          }}
          data={(services.data?.services ?? []).map((one) => ({ value: one.id, label: one.name }))}
          maxDropdownHeight={280}
        />
        <Select
          label={t('fact.doctor')}
          placeholder={t('waitlist.anyDoctor')}
          clearable
          searchable
          disabled={serviceId === null}
          value={practitionerId}
          onChange={setPractitionerId}
          data={(offering.data ?? []).map((one) => ({ value: one.id, label: formats.name(one) }))}
        />
      </Group>
      <Input.Wrapper label={t('waitlist.days')} description={t('waitlist.daysHint')}>
        <WeekdayChips value={days} onChange={setDays} />
      </Input.Wrapper>
      <Group grow align="flex-end">
        <div>
          <Text size="sm" fw={500}>
            {t('waitlist.partLabel')}
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('waitlist.partLabel')}
            value={part}
            onChange={setPart}
            data={['any', ...partsOfDay].map((value) => ({
              value,
              label: t(`waitlist.part.${value}`),
            }))}
          />
        </div>
        <div>
          <Text size="sm" fw={500}>
            {t('waitlist.urgencyLabel')}
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('waitlist.urgencyLabel')}
            value={urgency}
            onChange={setUrgency}
            data={urgencies.map((value) => ({ value, label: t(`waitlist.urgency.${value}`) }))}
          />
        </div>
      </Group>
      <Group grow align="flex-start">
        <DayInput label={t('waitlist.fromDay')} value={fromDay} onChange={setFromDay} />
        <DayInput label={t('waitlist.toDay')} value={toDay} onChange={setToDay} />
      </Group>
      <TextInput
        label={t('day:fact.note')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormModal>
  )
}
