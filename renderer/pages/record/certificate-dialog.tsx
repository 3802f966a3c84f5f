/** Issues a sick note or a medical certificate out of a visit. */
import { Input, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { issueCertificateInput } from '../../../main/clinic/certificates/certificates.input.ts'
import { certificateKinds } from '../../../main/clinic/certificates/certificates.rules.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'

interface CertificateParts {
  close: () => void
  patientId: string
  encounterId: string
  /** The day of the visit, where a sick note begins. */
  visitDay: string
}

export function CertificateDialog({ close, patientId, encounterId, visitDay }: CertificateParts) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const form = useSchemaForm(issueCertificateInput, {
    kind: 'sick-note',
    patientId,
    encounterId,
    fromDay: visitDay,
    toDay: null,
    diagnosis: '',
    presentedTo: '',
    text: '',
  })
  const issue = useMutation(
    trpc.certificates.issue.mutationOptions({
      onSuccess: ({ number }) => {
        const message = t('certificates.issued', { number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )
  const field = useFieldTools(form, issue.error)
  const kind = form.watch('kind')
  const day = (name: 'fromDay' | 'toDay') => (
    <Controller
      control={form.control}
      name={name}
      render={({ field: control }) => (
        <DayInput
          data-autofocus={name === 'toDay' || undefined}
          label={t(`certificates.${name}`)}
          value={control.value ?? ''}
          onChange={(value) => control.onChange(value === '' ? null : value)}
          onBlur={control.onBlur}
          error={field.error(name)}
        />
      )}
    />
  )
  return (
    <FormModal
      title={t('certificates.new')}
      submitLabel={t('certificates.issue')}
      onSubmit={() => void form.handleSubmit((wish) => issue.mutate(wish))()}
      onClose={close}
      pending={issue.isPending}
      error={issue.error}
      placed={['invalid-input']}
      manyLines
    >
      <Controller
        control={form.control}
        name="kind"
        render={({ field: control }) => (
          <Input.Wrapper label={t('certificates.kind')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('certificates.kind')}
              value={control.value}
              onChange={(value) => {
                control.onChange(value)
                // A certificate may be for no days: the first of a sick note would ask for a last one.
                if (form.getValues('toDay') === null)
                  form.setValue('fromDay', value === 'sick-note' ? visitDay : null)
              }}
              data={certificateKinds.map((value) => ({
                value,
                label: t(`certificates.kinds.${value}`),
              }))}
            />
          </Input.Wrapper>
        )}
      />
      <SimpleGrid cols={2} spacing="sm">
        {day('fromDay')}
        {day('toDay')}
      </SimpleGrid>
      <Textarea
        label={t('certificates.text')}
        description={t(`certificates.textHint.${kind}`)}
        withAsterisk={kind === 'certificate'}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        {...field.text('text')}
      />
      <TextInput
        label={t('certificates.diagnosis')}
        description={t('certificates.diagnosisHint')}
        maxLength={500}
        {...field.text('diagnosis')}
      />
      <TextInput
        label={t('certificates.presentedTo')}
        maxLength={200}
        {...field.text('presentedTo')}
      />
    </FormModal>
  )
}
