/** The texts that patients agree to: for each purpose its versions, kept for those who agreed to them. */
import { Anchor, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import {
  addConsentTextInput,
  consentPurposes,
} from '../../../main/clinic/patients/consents.input.ts'
import { ErrorNote, useErrorText, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

type ConsentText = RouterOutputs['record']['consentTexts'][number]

export function ConsentsSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const texts = useQuery(trpc.record.consentTexts.queryOptions())
  return (
    <Section name="consents" lead={t('consents.lead')}>
      <Setting name="consents.kept">
        {({ label, description }) => (
          <>
            <b>{label}</b>
            <p className={classes['lead']}>{description}</p>
            {texts.error !== null && (
              <ErrorNote error={texts.error} retry={() => void texts.refetch()} />
            )}
            {texts.data === undefined && texts.error === null && <Loading />}
            {texts.data?.length === 0 && <p className={classes['lead']}>{t('consents.none')}</p>}
            {texts.data?.map((text) => (
              <KeptText key={text.id} text={text} />
            ))}
          </>
        )}
      </Setting>
      <NewText />
    </Section>
  )
}

function KeptText({ text }: { text: ConsentText }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const isArchived = text.archivedAt !== null
  const archive = useMutation(
    trpc.record.archiveConsentText.mutationOptions({ onError: useShowError() }),
  )
  const purpose = t(`patients:consents.purpose.${text.purpose}`)
  return (
    <details className={classes['kept']} data-archived={isArchived || undefined}>
      <summary>
        <span>{purpose}</span>
        <b>{text.textVersion}</b>
        <span className="numbers">
          {isArchived
            ? t('common:archived')
            : t('consents.since', { day: formats.day(formats.dayOf(text.createdAt)) })}
        </span>
      </summary>
      <p>{text.text}</p>
      <Anchor
        component="button"
        type="button"
        size="sm"
        disabled={archive.isPending}
        onClick={() => archive.mutate({ id: text.id, archived: !isArchived })}
      >
        {t(isArchived ? 'common:bringBack' : 'common:archive')}
      </Anchor>
    </details>
  )
}

const emptyText = { purpose: 'data-processing', textVersion: '', text: '' } as const

function NewText() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form = useSchemaForm(addConsentTextInput, emptyText)
  const add = useMutation(
    trpc.record.addConsentText.mutationOptions({
      onSuccess: (_id, { purpose }) => {
        form.reset({ ...emptyText, purpose })
        tellSaved(t('consents.added'))
      },
    }),
  )
  const fields = useFieldTools(form, add.error, {
    'text-version-taken': { at: 'textVersion', text: errorText(add.error) },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => add.mutate(wish))(event)}
    >
      <div className={classes['pair']}>
        <Setting name="consents.purpose">
          {(text) => (
            <Controller
              name="purpose"
              control={form.control}
              render={({ field: { value, onChange } }) => (
                <Select
                  {...text}
                  allowDeselect={false}
                  value={value}
                  onChange={onChange}
                  data={consentPurposes.map((purpose) => ({
                    value: purpose,
                    label: t(`patients:consents.purpose.${purpose}`),
                  }))}
                  error={fields.error('purpose')}
                />
              )}
            />
          )}
        </Setting>
        <Setting name="consents.textVersion">
          {(text) => (
            <TextInput {...text} {...fields.text('textVersion')} maxLength={60} withAsterisk />
          )}
        </Setting>
      </div>
      <Setting name="consents.text">
        {(text) => (
          <Textarea
            {...text}
            {...fields.text('text')}
            autosize
            minRows={4}
            maxRows={14}
            withAsterisk
          />
        )}
      </Setting>
      <SaveButton
        isDirty={form.formState.isDirty}
        pending={add.isPending}
        error={add.error}
        placed={['text-version-taken']}
      />
    </form>
  )
}
