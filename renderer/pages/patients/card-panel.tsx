/** The medical card of a patient: filled in and submitted, or read and decided. */
import { Button, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { bloodTypes } from '../../../main/clinic/patients/medical-card.input.ts'
import { canEditCard } from '../../../main/clinic/patients/patients.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, fieldErrors, refusalOf, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { CardDecision } from './card-decision.tsx'
import { CardState } from './card-state.tsx'
import { CardText } from './card-text.tsx'
import type { Card, Patient } from './types.ts'
import { type CardForm, useCardDraft } from './use-card-draft.ts'
import classes from './patients.module.css'

export function CardPanel({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const may = useMay()
  const { card } = patient
  if (!may('cards.read')) return <Empty title={t('card.notForYou')} />
  if (card === null) return <NoCard patientId={patient.id} />
  const isEdited = canEditCard(card.status) && may('cards.write')
  return (
    <div className={classes['cardPanel']}>
      <CardHead card={card} />
      {isEdited ? <CardFields key={card.id} card={card} /> : <CardText card={card} />}
      {card.status === 'submitted' && may('cards.decide') && <CardDecision card={card} />}
    </div>
  )
}

function NoCard({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const may = useMay()
  const showError = useShowError()
  const create = useMutation(trpc.cards.create.mutationOptions({ onError: showError }))
  const mayCreate = may('cards.write')
  return (
    <Empty
      title={t('card.none')}
      {...(mayCreate ? { hint: t('card.noneHint') } : {})}
      action={
        mayCreate && (
          <Button loading={create.isPending} onClick={() => create.mutate({ patientId })} mt="xs">
            {t('card.create')}
          </Button>
        )
      }
    />
  )
}

function CardHead({ card }: { card: Card }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const since =
    card.status === 'submitted' ? card.submittedAt : card.status === 'draft' ? null : card.decidedAt
  return (
    <>
      <Group gap="sm">
        <Text fw={650} size="lg" className="numbers">
          {t('cardOf', { number: card.number })}
        </Text>
        <CardState status={card.status} />
        {since !== null && (
          <Text size="sm" c="var(--soft)" className="numbers">
            {formats.moment(since)}
          </Text>
        )}
      </Group>
      {card.status === 'returned' && card.returnReason !== null && (
        <div className={classes['warning']} role="note">
          <span>{t('card.returnedFor', { reason: card.returnReason })}</span>
        </div>
      )}
    </>
  )
}

function CardFields({ card }: { card: Card }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const bloodType = bloodTypes.find((type) => type === card.bloodType) ?? null
  const draft = useCardDraft(card, bloodType)
  const submit = useMutation(trpc.cards.submit.mutationOptions())
  const errors = fieldErrors(draft.error, t)
  async function submitNow(): Promise<void> {
    if (submit.isPending || !(await draft.save())) return
    submit.mutate({ id: card.id, version: draft.version() })
  }
  useKeys(t('tab.card'), [
    { keys: 'Ctrl+Enter', label: t('card.submit'), run: () => void submitNow(), inText: true },
    { keys: 'Ctrl+KeyS', label: t('save'), run: () => void draft.save(), inText: true },
  ])
  const text = (name: Exclude<keyof CardForm, 'bloodType'>) => ({
    label: t(`card.${name}`),
    value: draft.form[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      draft.set({ [name]: event.currentTarget.value }),
    onBlur: () => void draft.save(),
  })
  const lines = { autosize: true, minRows: 2, maxRows: 10, maxLength: 4000 }
  const conflict = refusalOf(draft.error)?.code === 'version-conflict'
  const failure = draft.error ?? submit.error
  return (
    <>
      <div className={classes['cardFields']}>
        <Textarea {...text('allergies')} {...lines} placeholder={t('card.allergiesHint')} />
        <Textarea {...text('chronicConditions')} {...lines} />
        <Textarea {...text('medicines')} {...lines} placeholder={t('card.medicinesHint')} />
        <div className={classes['row']}>
          <Select
            label={t('card.bloodType')}
            placeholder={t('card.unknown')}
            clearable
            value={draft.form.bloodType}
            data={[...bloodTypes]}
            onChange={(next) =>
              draft.set({ bloodType: bloodTypes.find((type) => type === next) ?? null })
            }
            onBlur={() => void draft.save()}
          />
          <TextInput
            className={classes['twice'] ?? ''}
            {...text('emergencyContact')}
            maxLength={300}
            placeholder={t('card.emergencyHint')}
          />
        </div>
        <Textarea {...text('note')} {...lines} />
      </div>
      {failure !== null && refusalOf(failure)?.code !== 'invalid-input' && (
        <ErrorNote error={failure} />
      )}
      <Group gap="sm">
        <Button
          loading={submit.isPending}
          onClick={() => void submitNow()}
          rightSection={<Key keys="Ctrl+Enter" />}
        >
          {t('card.submit')}
        </Button>
        {conflict && (
          <Button variant="default" onClick={draft.takeNewest}>
            {t('takeNewest')}
          </Button>
        )}
        <SavedNote savedAt={draft.savedAt} />
      </Group>
    </>
  )
}

function SavedNote({ savedAt }: { savedAt: string | null }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  return (
    <Text size="sm" c="var(--soft)" role="status">
      {savedAt === null ? t('card.savesItself') : t('savedAt', { time: formats.time(savedAt) })}
    </Text>
  )
}
