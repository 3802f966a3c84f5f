/** A patient's consents, each with its purpose, the text's version, and whether it was taken back. */
import { Anchor, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { withdrawConsentInput } from '../../../main/clinic/patients/consents.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PaperOnDemand } from '../documents/paper-on-demand.tsx'
import { type Paper, usePapers } from '../documents/papers.tsx'
import { useMay } from '../shell/me.ts'
import { useToday } from './age.ts'
import { DetailsSection } from './details-section.tsx'
import { PastDayInput } from './past-day-input.tsx'
import type { Consent, Patient } from './types.ts'
import classes from './merge.module.css'

export function ConsentsSection({
  patient,
  recordConsent,
}: {
  patient: Patient
  recordConsent?: () => void
}) {
  const { t } = useTranslation('patients')
  const mayWrite = useMay()('patients.write')
  const paperOf = usePapers(patient.id)
  const [open, setOpen] = useState<Consent | null>(null)
  return (
    <DetailsSection
      title={t('consents.title')}
      {...(recordConsent && { add: { label: t('consent.record'), run: recordConsent } })}
      empty={patient.consents.length === 0 ? t('consents.empty') : null}
    >
      {patient.consents.map((consent) => (
        <ConsentItem
          key={consent.id}
          consent={consent}
          paper={paperOf('consent', consent.id)}
          {...(mayWrite && { withdraw: () => setOpen(consent) })}
        />
      ))}
      {open !== null && <WithdrawDialog consent={open} onClose={() => setOpen(null)} />}
    </DetailsSection>
  )
}

function ConsentItem({
  consent,
  paper,
  withdraw,
}: {
  consent: Consent
  paper: Paper | undefined
  withdraw?: () => void
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const print = useMutation(trpc.record.printConsent.mutationOptions({ onError: useShowError() }))
  const formats = useFormats()
  const { purpose, givenOn, method, textVersion, withdrawnOn, withdrawalReason } = consent
  const name = t(purpose === null ? 'consents.otherPurpose' : `consents.purpose.${purpose}`)
  return (
    <div className={classes['item']} data-withdrawn={withdrawnOn !== null || undefined}>
      <b>{name}</b>
      <span className="numbers">
        {t('consent.given', {
          day: formats.day(givenOn),
          method: t(`consent.said.${method}`),
          version: textVersion,
        })}
        {consent.recordedByName !== null && ` · ${formats.shortName(consent.recordedByName)}`}
      </span>
      {withdrawnOn !== null && (
        <span className={classes['tags']}>
          <span className={classes['tag']} data-bad>
            {t('consents.withdrawn', { day: formats.day(withdrawnOn) })}
          </span>
          {withdrawalReason !== null && <span>{withdrawalReason}</span>}
        </span>
      )}
      <span className={classes['itemActions']}>
        <PaperOnDemand
          paper={paper}
          label={t('consents.print')}
          named={t('consents.printNamed', { name })}
          isMaking={print.isPending}
          make={() => print.mutate({ consentId: consent.id })}
        />
        {withdrawnOn === null && withdraw !== undefined && (
          <Anchor component="button" type="button" size="sm" onClick={withdraw}>
            {t('consents.withdraw')}
          </Anchor>
        )}
      </span>
    </div>
  )
}

function WithdrawDialog({ consent, onClose }: { consent: Consent; onClose: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const today = useToday()
  const withdraw = useMutation(trpc.record.withdrawConsent.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(withdrawConsentInput, {
    consentId: consent.id,
    withdrawnOn: today,
    reason: '',
  })
  const field = useFieldTools(form, withdraw.error)
  const submit = form.handleSubmit((values) => withdraw.mutate(values))
  return (
    <FormModal
      title={t('consents.withdrawTitle')}
      submitLabel={t('consents.withdraw')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={withdraw.isPending}
      error={withdraw.error}
      placed={['invalid-input']}
    >
      <p className={classes['soft']}>{t('consents.withdrawHint')}</p>
      <Controller
        name="withdrawnOn"
        control={form.control}
        render={({ field: { value, onChange, onBlur, ref } }) => (
          <PastDayInput
            ref={ref}
            label={t('consents.withdrawnOn')}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            error={field.error('withdrawnOn')}
          />
        )}
      />
      <TextInput
        data-autofocus
        label={t('consents.reason')}
        maxLength={500}
        {...field.text('reason', { orNull: true })}
      />
    </FormModal>
  )
}
