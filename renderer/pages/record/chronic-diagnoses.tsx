/** What a patient has for good, pinned until a doctor says that it is over. */
import { Anchor, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { diagnosisLine } from '../../../main/clinic/visits/diagnoses.rules.ts'
import { endConditionInput } from '../../../main/clinic/visits/visits.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './record.module.css'

type Chronic = RouterOutputs['visits']['read']['chronic'][number]

export function ChronicDiagnoses({ chronic }: { chronic: readonly Chronic[] }) {
  const { t } = useTranslation('record')
  const formats = useFormats()
  const may = useMay()
  const [ending, setEnding] = useState<Chronic | null>(null)
  if (chronic.length === 0) return null
  return (
    <section aria-label={t('chronic.title')} className={classes['pinned']}>
      <Title order={3} mb={4}>
        {t('chronic.title')}
      </Title>
      <ul className={classes['medicines']}>
        {chronic.map((one) => (
          <li key={one.id}>
            <span className={classes['substance']}>{diagnosisLine(one)}</span>
            <Text size="xs" c="var(--soft)" className="numbers">
              {t('chronic.since', { day: formats.day(formats.dayOf(one.recordedAt)) })}
              {may('visits.write') && (
                <>
                  {' · '}
                  <Anchor
                    component="button"
                    type="button"
                    size="xs"
                    aria-label={t('chronic.endNamed', { diagnosis: diagnosisLine(one) })}
                    onClick={() => setEnding(one)}
                  >
                    {t('chronic.end')}
                  </Anchor>
                </>
              )}
            </Text>
          </li>
        ))}
      </ul>
      {ending !== null && <EndDialog chronic={ending} onClose={() => setEnding(null)} />}
    </section>
  )
}

const endForm = endConditionInput.omit({ conditionId: true })

function EndDialog({ chronic, onClose }: { chronic: Chronic; onClose: () => void }) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const end = useMutation(trpc.visits.endCondition.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(endForm, { reason: '' })
  const field = useFieldTools(form, end.error)
  const submit = form.handleSubmit(({ reason }) => end.mutate({ conditionId: chronic.id, reason }))
  return (
    <FormModal
      title={t('chronic.endNamed', { diagnosis: diagnosisLine(chronic) })}
      submitLabel={t('chronic.endIt')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={end.isPending}
      error={end.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('reason')}
        description={t('chronic.endHint')}
        withAsterisk
        maxLength={500}
        {...field.text('reason')}
      />
    </FormModal>
  )
}
