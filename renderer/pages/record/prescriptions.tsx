/** The prescriptions of one visit, with their papers. */
import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelPrescriptionInput } from '../../../main/clinic/prescriptions/prescriptions.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { PaperButtons, type Paper } from '../documents/papers.tsx'
import { useMe } from '../shell/me.ts'
import classes from './record.module.css'
import type { Prescription } from './types.ts'

export function Prescriptions({
  patientId,
  encounterId,
  paperOf,
  prescribe,
}: {
  patientId: string
  encounterId: string
  paperOf: (kind: string, subjectId: string) => Paper | undefined
  /** Where they can be issued. */
  prescribe?: { keys: string; open: () => void } | undefined
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const me = useMe()
  const [cancelling, setCancelling] = useState<Prescription | null>(null)
  const { data = [] } = useQuery(trpc.prescriptions.ofPatient.queryOptions({ patientId }))
  const ofVisit = data.filter((one) => one.encounterId === encounterId)
  return (
    <section aria-label={t('prescriptions.title')}>
      <Title order={3} mb={6}>
        {t('prescriptions.title')}
      </Title>
      <Stack gap={8}>
        {ofVisit.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('prescriptions.none')}
          </Text>
        )}
        {ofVisit.map((one) => (
          <PrescriptionItem
            key={one.id}
            prescription={one}
            paper={paperOf('prescription', one.id)}
            {...(one.requesterId === me.id && { cancel: () => setCancelling(one) })}
          />
        ))}
        {prescribe !== undefined && (
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            leftSection={<IconPlus size={15} aria-hidden />}
            rightSection={<Key keys={prescribe.keys} />}
            onClick={prescribe.open}
          >
            {t('prescriptions.new')}
          </Button>
        )}
      </Stack>
      {cancelling !== null && (
        <CancelDialog prescription={cancelling} onClose={() => setCancelling(null)} />
      )}
    </section>
  )
}

function PrescriptionItem({
  prescription,
  paper,
  cancel,
}: {
  prescription: Prescription
  paper: Paper | undefined
  cancel?: () => void
}) {
  const { t } = useTranslation('record')
  const { number, medicines, cancelledAt, cancelReason } = prescription
  return (
    <div className={classes['prescription']} data-cancelled={cancelledAt !== null || undefined}>
      <ul className={classes['medicines']}>
        {medicines.map(({ id, medicine, dosage }) => (
          <li key={id}>
            <span className={classes['substance']}>{medicine}</span>
            <br />
            {dosage}
          </li>
        ))}
      </ul>
      {cancelledAt !== null && (
        <Text size="xs" c="var(--bad)" mt={4}>
          {t('prescriptions.cancelled', { reason: cancelReason })}
        </Text>
      )}
      <Group justify="space-between" mt={6} gap={6}>
        <Text size="xs" c="var(--soft)" className="numbers">
          {number}
          {cancel !== undefined && cancelledAt === null && (
            <>
              {' · '}
              <Anchor
                component="button"
                type="button"
                size="xs"
                aria-label={t('prescriptions.cancelNamed', { number })}
                onClick={cancel}
              >
                {t('prescriptions.cancel')}
              </Anchor>
            </>
          )}
        </Text>
        {cancelledAt === null && <PaperButtons paper={paper} />}
      </Group>
    </div>
  )
}

const cancelForm = cancelPrescriptionInput.omit({ id: true })

function CancelDialog({
  prescription,
  onClose,
}: {
  prescription: Prescription
  onClose: () => void
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const cancel = useMutation(trpc.prescriptions.cancel.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(cancelForm, { reason: '' })
  const field = useFieldTools(form, cancel.error)
  const submit = form.handleSubmit(({ reason }) => cancel.mutate({ id: prescription.id, reason }))
  return (
    <FormModal
      title={t('prescriptions.cancelNamed', { number: prescription.number })}
      submitLabel={t('prescriptions.cancelIt')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={cancel.isPending}
      error={cancel.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('reason')}
        withAsterisk
        maxLength={500}
        {...field.text('reason')}
      />
    </FormModal>
  )
}
