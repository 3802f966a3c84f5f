/** Issues a referral out of a visit: to whom, which specialty, why, how urgent. */
import {
  Autocomplete,
  Button,
  Group,
  Input,
  Modal,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller, type UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { issueReferralInput } from '../../../main/clinic/referrals/referrals.input.ts'
import { referralPriorities } from '../../../main/clinic/referrals/referrals.rules.ts'
import { DayInput } from '../../components/day-input.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { type FieldTools, useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { typeable } from './visit-text.ts'

interface ReferralParts {
  opened: boolean
  close: () => void
  patientId: string
  encounterId: string
  /** The main one of the visit. */
  diagnosis: string
}

export function ReferralDialog({ opened, close, ...parts }: ReferralParts) {
  const { t } = useTranslation('visit')
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('referral.title1')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('referral.cancel') }}
    >
      <ReferralForm {...parts} close={close} />
    </Modal>
  )
}

type Typed = z.input<typeof issueReferralInput>
type Wish = z.output<typeof issueReferralInput>

interface FieldParts {
  form: UseFormReturn<Typed, unknown, Wish>
  field: FieldTools<Typed>
}

function ReferralForm({ close, patientId, encounterId, diagnosis }: Omit<ReferralParts, 'opened'>) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const form = useSchemaForm(issueReferralInput, {
    patientId,
    encounterId,
    serviceId: null,
    performerId: null,
    performerEmail: null,
    dueOn: null,
    specialty: '',
    performerOrganization: '',
    performerName: '',
    priority: 'routine',
    reason: '',
    diagnosis,
    note: '',
  })
  const issue = useMutation(
    trpc.referrals.issue.mutationOptions({
      onSuccess: ({ number }) => {
        const message = t('referral.issued', { number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )
  const field = useFieldTools(form, issue.error)
  const submit = form.handleSubmit((wish) => {
    if (!issue.isPending) issue.mutate(wish)
  })
  // Enter is a line end in most fields here; this also keeps the key from the visit below.
  useKeys(t('referral.title1'), [
    { keys: 'Ctrl+Enter', label: t('referral.issue'), run: () => void submit() },
  ])
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <Where form={form} field={field} />
        <Priority form={form} field={field} />
        <Why form={form} field={field} />
        {issue.error !== null && <ErrorNote error={issue.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} rightSection={<Key keys="Escape" />}>
            {t('referral.cancel')}
          </Button>
          <Button type="submit" loading={issue.isPending} rightSection={<Key keys="Ctrl+Enter" />}>
            {t('referral.issue')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ToWhom({ form, field }: FieldParts) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const { data: staff = [] } = useQuery(trpc.staff.list.queryOptions())
  const specialties = [...new Set(staff.flatMap(({ specialty }) => specialty ?? []))].toSorted()
  return (
    <>
      <Controller
        control={form.control}
        name="specialty"
        render={({ field: control }) => (
          <Autocomplete
            {...control}
            data={specialties}
            limit={8}
            openOnFocus={false}
            label={t('referral.specialty')}
            withAsterisk
            maxLength={100}
            data-autofocus
            error={field.error('specialty')}
          />
        )}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label={t('referral.organization')}
          maxLength={200}
          {...field.text('performerOrganization')}
        />
        <TextInput label={t('referral.person')} maxLength={200} {...field.text('performerName')} />
      </SimpleGrid>
      <Controller
        control={form.control}
        name="performerEmail"
        render={({ field: { value, onChange, ...control } }) => (
          <TextInput
            {...control}
            type="email"
            label={t('referrals:email')}
            maxLength={200}
            value={value ?? ''}
            onChange={(event) => {
              const typed = event.currentTarget.value.trim()
              onChange(typed === '' ? null : typed)
            }}
            error={field.error('performerEmail')}
          />
        )}
      />
    </>
  )
}

/** A service of this clinic, which the front desk books, and the doctor who is wished for. */
function Inside({ form, field }: FieldParts) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const formats = useFormats()
  const serviceId = form.watch('serviceId')
  const { data: catalog } = useQuery(trpc.catalog.services.queryOptions({}))
  const { data: offering = [] } = useQuery({
    ...trpc.catalog.offering.queryOptions({ serviceId: serviceId ?? '' }),
    enabled: serviceId !== null,
  })
  const services = catalog?.services ?? []
  return (
    <SimpleGrid cols={2} spacing="sm">
      <Controller
        control={form.control}
        name="serviceId"
        render={({ field: control }) => (
          <Select
            label={t('booking:fact.service')}
            withAsterisk
            searchable
            value={control.value}
            onChange={(value) => {
              control.onChange(value)
              form.setValue('performerId', null)
              form.setValue('specialty', services.find(({ id }) => id === value)?.name ?? '')
            }}
            data={services.map(({ id, name }) => ({ value: id, label: name }))}
            error={field.error('specialty')}
            data-autofocus
          />
        )}
      />
      <Controller
        control={form.control}
        name="performerId"
        render={({ field: control }) => (
          <Select
            label={t('booking:fact.doctor')}
            placeholder={t('booking:waitlist.anyDoctor')}
            clearable
            searchable
            disabled={serviceId === null}
            value={control.value}
            onChange={control.onChange}
            data={offering.map((one) => ({ value: one.id, label: formats.name(one) }))}
          />
        )}
      />
    </SimpleGrid>
  )
}

/** Whom the patient is sent to: somebody elsewhere, or a colleague of this clinic. */
function Where({ form, field }: FieldParts) {
  const { t } = useTranslation('referrals')
  const [isInside, setInside] = useState(false)
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('where.label')}
        value={isInside ? 'inside' : 'elsewhere'}
        onChange={(value) => {
          setInside(value === 'inside')
          // Nothing of the other kind stays behind unseen.
          form.setValue('serviceId', null)
          form.setValue('performerId', null)
          form.setValue('performerEmail', null)
          form.setValue('performerOrganization', '')
          form.setValue('performerName', '')
          form.setValue('specialty', '')
          // What was left empty there is not missing here.
          form.clearErrors()
        }}
        data={[
          { value: 'elsewhere', label: t('where.elsewhere') },
          { value: 'inside', label: t('where.inside') },
        ]}
      />
      {isInside ? <Inside form={form} field={field} /> : <ToWhom form={form} field={field} />}
    </>
  )
}

function Priority({ form, field }: FieldParts) {
  const { t } = useTranslation('visit')
  return (
    <Group align="flex-end" wrap="nowrap" gap="sm">
      <Controller
        control={form.control}
        name="priority"
        render={({ field: control }) => (
          <Input.Wrapper label={t('referral.priority')} labelElement="div" flex={1}>
            <SegmentedControl
              fullWidth
              aria-label={t('referral.priority')}
              value={control.value}
              onChange={control.onChange}
              data={referralPriorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
            />
          </Input.Wrapper>
        )}
      />
      <Controller
        control={form.control}
        name="dueOn"
        render={({ field: { value, onChange } }) => (
          <DayInput
            label={t('referrals:dueOn')}
            value={value ?? ''}
            onChange={(day) => onChange(day === '' ? null : day)}
            error={field.error('dueOn')}
          />
        )}
      />
    </Group>
  )
}

function Why({ form, field }: FieldParts) {
  const { t } = useTranslation('visit')
  const text = (name: 'reason' | 'diagnosis' | 'note', minRows: number, maxLength: number) => (
    <Textarea
      label={t(`referral.${name}`)}
      withAsterisk={name === 'reason'}
      autosize
      minRows={minRows}
      maxRows={8}
      maxLength={maxLength}
      error={field.error(name)}
      {...form.register(name, {
        setValueAs: (value: unknown) => (typeof value === 'string' ? typeable(value) : value),
      })}
    />
  )
  return (
    <>
      {text('reason', 3, 4000)}
      {text('diagnosis', 1, 2000)}
      {text('note', 1, 2000)}
    </>
  )
}
