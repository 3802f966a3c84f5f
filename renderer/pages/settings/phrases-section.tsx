/** Phrases that a slash brings into a visit: one's own, and the clinic's. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { savePhraseInput } from '../../../main/clinic/visit-templates/templates.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { KeptLine, KeptSetting } from './kept.tsx'
import { Section } from './setting.tsx'

type Phrase = RouterOutputs['templates']['phrases'][number]

export function PhrasesSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const [open, setOpen] = useState<'new' | Phrase | null>(null)
  const phrases = useQuery(trpc.templates.phrases.queryOptions())
  return (
    <Section name="phrases" lead={t('phrases.lead')}>
      <KeptSetting
        name="phrases.kept"
        query={phrases}
        none={t('phrases.none')}
        renderKept={(phrase) => (
          <KeptPhrase key={phrase.id} phrase={phrase} change={() => setOpen(phrase)} />
        )}
      >
        <Button mt="sm" variant="default" onClick={() => setOpen('new')}>
          {t('phrases.new')}
        </Button>
      </KeptSetting>
      {open !== null && (
        <PhraseDialog phrase={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Section>
  )
}

function KeptPhrase({ phrase, change }: { phrase: Phrase; change: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const maySettings = useMay()('settings.write')
  const { id, version, ownerId, name, text } = phrase
  const archive = useMutation(
    trpc.templates.archivePhrase.mutationOptions({ onError: useShowError() }),
  )
  const mayChange = ownerId !== null || maySettings
  return (
    <KeptLine
      title={
        <span className="cut" title={text}>
          <b>/{name}</b> · {ownerId === null ? t('phrases.shared') : t('phrases.own')} · {text}
        </span>
      }
      actions={
        mayChange
          ? [
              {
                label: t('common:edit'),
                named: t('phrases.editNamed', { name }),
                run: change,
              },
              {
                label: t('phrases.remove'),
                named: t('phrases.removeNamed', { name }),
                run: () => archive.mutate({ id, version }),
                isPending: archive.isPending,
              },
            ]
          : []
      }
    />
  )
}

function PhraseDialog({ phrase, onClose }: { phrase: Phrase | null; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const maySettings = useMay()('settings.write')
  // Named before it is sent, so that a second try makes no second one.
  const [newId] = useState(() => crypto.randomUUID())
  const form = useSchemaForm(savePhraseInput, {
    id: phrase?.id ?? newId,
    version: phrase?.version ?? null,
    isShared: phrase?.ownerId === null,
    name: phrase?.name ?? '',
    text: phrase?.text ?? '',
  })
  const save = useMutation(trpc.templates.savePhrase.mutationOptions({ onSuccess: onClose }))
  const field = useFieldTools(form, save.error)
  return (
    <FormModal
      title={phrase === null ? t('phrases.new') : `/${phrase.name}`}
      submitLabel={t('phrases.save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('phrases.name')}
        description={t('phrases.nameHint')}
        leftSection="/"
        withAsterisk
        maxLength={30}
        {...field.text('name')}
      />
      <Textarea
        label={t('phrases.text')}
        withAsterisk
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        {...field.text('text')}
      />
      {maySettings && <Checkbox label={t('phrases.isShared')} {...form.register('isShared')} />}
    </FormModal>
  )
}
