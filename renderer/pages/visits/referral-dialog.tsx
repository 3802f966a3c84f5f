/** Issues a referral out of a visit: to whom, which specialty, why, how urgent. */
import { zodResolver } from '@hookform/resolvers/zod'
import {
  Alert,
  Autocomplete,
  Button,
  Group,
  Input,
  Modal,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { Controller, type FieldError, useForm, type UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { issueReferralInput } from '../../../main/clinic/referrals/referrals.input.ts'
import { referralPriorities } from '../../../main/clinic/referrals/referrals.rules.ts'
import { useErrorText } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { typeable } from './visit-text.ts'

interface ReferralParts {
  opened: boolean
  close: () => void
  patientId: string
  encounterId: string
  diagnosis: string
  diagnosisCode: string | null
}

export function ReferralDialog({ opened, close, ...parts }: ReferralParts) {
  const { t } = useTranslation('visit')
  return (
    <Modal opened={opened} onClose={close} title={t('referral.title1')} size="lg">
      <ReferralForm {...parts} close={close} />
    </Modal>
  )
}

type Typed = z.input<typeof issueReferralInput>
type Wish = z.output<typeof issueReferralInput>
type Form = UseFormReturn<Typed, unknown, Wish>

function ReferralForm({
  close,
  patientId,
  encounterId,
  diagnosis,
  diagnosisCode,
}: Omit<ReferralParts, 'opened'>) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form: Form = useForm<Typed, unknown, Wish>({
    resolver: zodResolver(issueReferralInput),
    defaultValues: {
      patientId,
      encounterId,
      specialty: '',
      performerOrganization: '',
      performerName: '',
      priority: 'routine',
      reason: '',
      diagnosis: [diagnosis.trim(), diagnosisCode].filter(Boolean).join(' · '),
      note: '',
    },
  })
  const issue = useMutation(
    trpc.referrals.issue.mutationOptions({
      onSuccess: ({ number }) => {
        notifications.show({ message: t('referral.issued', { number }), color: 'teal' })
        close()
      },
    }),
  )
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
        <ToWhom form={form} />
        <Priority form={form} />
        <Why form={form} />
        {issue.error !== null && (
          <Alert color="red" role="alert" icon={<IconAlertTriangle size={16} />}>
            {errorText(issue.error)}
          </Alert>
        )}
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

/** The sentence for a wrong field; the code is zod's or our own. */
function problem(error: FieldError | undefined, t: TFunction): string | undefined {
  if (error === undefined) return undefined
  const code = error.type === 'custom' ? error.message : error.type
  return t(`errors:field.${code}`, { defaultValue: t('errors:field.invalid') })
}

function ToWhom({ form }: { form: Form }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const { data: staff = [] } = useQuery(trpc.staff.list.queryOptions())
  const specialties = [...new Set(staff.flatMap(({ specialty }) => specialty ?? []))].toSorted()
  const { errors } = form.formState
  return (
    <>
      <Controller
        control={form.control}
        name="specialty"
        render={({ field }) => (
          <Autocomplete
            {...field}
            data={specialties}
            limit={8}
            label={t('referral.specialty')}
            withAsterisk
            maxLength={100}
            data-autofocus
            error={problem(errors.specialty, t)}
          />
        )}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label={t('referral.organization')}
          maxLength={200}
          error={problem(errors.performerOrganization, t)}
          {...form.register('performerOrganization')}
        />
        <TextInput
          label={t('referral.person')}
          maxLength={200}
          error={problem(errors.performerName, t)}
          {...form.register('performerName')}
        />
      </SimpleGrid>
    </>
  )
}

function Priority({ form }: { form: Form }) {
  const { t } = useTranslation('visit')
  return (
    <Controller
      control={form.control}
      name="priority"
      render={({ field }) => (
        <Input.Wrapper label={t('referral.priority')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('referral.priority')}
            value={field.value}
            onChange={field.onChange}
            data={referralPriorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          />
        </Input.Wrapper>
      )}
    />
  )
}

function Why({ form }: { form: Form }) {
  const { t } = useTranslation('visit')
  const { errors } = form.formState
  const text = (name: 'reason' | 'diagnosis' | 'note', minRows: number, maxLength: number) => (
    <Textarea
      label={t(`referral.${name}`)}
      withAsterisk={name === 'reason'}
      autosize
      minRows={minRows}
      maxRows={8}
      maxLength={maxLength}
      error={problem(errors[name], t)}
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
