/** What the patient takes now, out of the prescriptions, with what the card says beside it. */
import { Anchor, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { stopMedicineInput } from '../../../main/clinic/prescriptions/prescriptions.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './record.module.css'
import type { Medicine } from './types.ts'

export function CurrentMedicines({ patientId }: { patientId: string }) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const mayWrite = useMay()('record.write')
  const [stopping, setStopping] = useState<Medicine | null>(null)
  const { data = [] } = useQuery(trpc.prescriptions.ofPatient.queryOptions({ patientId }))
  const taken = data.flatMap(({ medicines }) => medicines.filter(({ isTaken }) => isTaken))
  if (taken.length === 0) return null
  return (
    <section aria-label={t('medicines.title')} style={{ margin: '12px 0' }}>
      <Text size="xs" c="var(--soft)">
        {t('medicines.title')}
      </Text>
      <ul className={classes['medicines']}>
        {taken.map((medicine) => (
          <TakenMedicine
            key={medicine.id}
            medicine={medicine}
            {...(mayWrite && { stop: () => setStopping(medicine) })}
          />
        ))}
      </ul>
      {stopping !== null && <StopDialog medicine={stopping} onClose={() => setStopping(null)} />}
    </section>
  )
}

function TakenMedicine({ medicine, stop }: { medicine: Medicine; stop?: () => void }) {
  const { t } = useTranslation('record')
  const formats = useFormats()
  const { medicine: name, dosage, takenUntil } = medicine
  return (
    <li>
      <span className={classes['substance']}>{name}</span>
      <br />
      {dosage}
      <span className={classes['soft']}>
        {takenUntil !== null && <> · {t('medicines.until', { day: formats.day(takenUntil) })}</>}
        {stop !== undefined && (
          <>
            {' · '}
            <Anchor
              component="button"
              type="button"
              size="xs"
              aria-label={t('medicines.stopNamed', { medicine: name })}
              onClick={stop}
            >
              {t('medicines.stop')}
            </Anchor>
          </>
        )}
      </span>
    </li>
  )
}

const stopForm = stopMedicineInput.omit({ medicationRequestId: true })

function StopDialog({ medicine, onClose }: { medicine: Medicine; onClose: () => void }) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const stop = useMutation(trpc.prescriptions.stop.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(stopForm, { reason: '' })
  const field = useFieldTools(form, stop.error)
  const submit = form.handleSubmit(({ reason }) =>
    stop.mutate({ medicationRequestId: medicine.id, reason }),
  )
  return (
    <FormModal
      title={t('medicines.stopTitle', { medicine: medicine.medicine })}
      submitLabel={t('medicines.stop')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={stop.isPending}
      error={stop.error}
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
