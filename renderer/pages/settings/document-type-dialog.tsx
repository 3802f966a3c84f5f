/** One kind of document: name, fields, printed form, route and retention, its texts in the language that is chosen. */
import {
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  commonPlaces,
  type DocumentDefinition,
  definitionProblems,
  type LocalText,
} from '../../../main/clinic/documents/document-types.rules.ts'
import { isLanguage, type Language, languages } from '../../../main/clinic/shared/languages.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { DocumentTypeFields } from './document-type-fields.tsx'
import { DocumentTypeRoute } from './document-type-route.tsx'
import type { KeptType } from './document-types-section.tsx'

const empty: DocumentDefinition = {
  name: {},
  fields: [],
  form: { title: {}, text: {}, signatureLines: [] },
  route: [
    { action: 'fill', by: { author: true }, dueDays: null },
    { action: 'sign', by: { role: 'administrator' }, dueDays: 3 },
  ],
  retention: { years: 5, from: 'signed' },
  isMedical: false,
  needsPatient: false,
}

export function DocumentTypeDialog({
  type,
  onClose,
}: {
  type: KeptType | null
  onClose: () => void
}) {
  const { t, i18n } = useTranslation('settings')
  const trpc = useTRPC()
  const add = useMutation(trpc.documentTypes.add.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.documentTypes.update.mutationOptions({ onSuccess: onClose }))
  const [definition, setDefinition] = useState<DocumentDefinition>(type?.definition ?? empty)
  const [language, setLanguage] = useState<Language>(
    isLanguage(i18n.language) ? i18n.language : 'en',
  )
  const [isSent, setIsSent] = useState(false)
  const change = (part: Partial<DocumentDefinition>) => setDefinition({ ...definition, ...part })
  const { name, form, fields, route, retention, isMedical, needsPatient } = definition
  const say = (text: LocalText, words: string): LocalText => ({ ...text, [language]: words })
  const [problem] = definitionProblems(definition)
  function submit(): void {
    setIsSent(true)
    if (problem !== undefined) return
    if (type === null) add.mutate({ definition })
    else update.mutate({ id: type.id, version: type.version, definition })
  }
  const places = [...fields.map(({ key }) => key), ...commonPlaces].map((key) => `{${key}}`)
  const days = fields.filter(({ kind }) => kind === 'day')
  return (
    <FormModal
      title={t(type === null ? 'documentTypes.add' : 'documentTypes.one')}
      submitLabel={t('common:save')}
      onSubmit={submit}
      onClose={onClose}
      pending={add.isPending || update.isPending}
      error={add.error ?? update.error}
      size="min(900px, 94vw)"
    >
      <SegmentedControl
        aria-label={t('documentTypes.textsIn')}
        value={language}
        onChange={(value) => {
          if (isLanguage(value)) setLanguage(value)
        }}
        data={languages.map((one) => ({ value: one, label: t(`documents:languageName.${one}`) }))}
      />
      <Group grow align="flex-start">
        <TextInput
          data-autofocus
          label={t('documentTypes.name')}
          withAsterisk
          maxLength={200}
          value={name[language] ?? ''}
          onChange={(event) => change({ name: say(name, event.currentTarget.value) })}
        />
        <TextInput
          label={t('documentTypes.title')}
          withAsterisk
          maxLength={200}
          value={form.title[language] ?? ''}
          onChange={(event) =>
            change({ form: { ...form, title: say(form.title, event.currentTarget.value) } })
          }
        />
      </Group>
      <Group>
        <Checkbox
          label={t('documentTypes.needsPatient')}
          checked={needsPatient}
          onChange={(event) => change({ needsPatient: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('documentTypes.isMedical')}
          checked={isMedical}
          onChange={(event) => change({ isMedical: event.currentTarget.checked })}
        />
      </Group>
      <DocumentTypeFields
        fields={fields}
        language={language}
        change={(next) => change({ fields: next })}
      />
      <Textarea
        label={t('documentTypes.text')}
        description={t('documentTypes.textHint', { places: places.join(' ') })}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        value={form.text[language] ?? ''}
        onChange={(event) =>
          change({ form: { ...form, text: say(form.text, event.currentTarget.value) } })
        }
      />
      <Textarea
        label={t('documentTypes.signatureLines')}
        description={t('documentTypes.signatureLinesHint')}
        autosize
        minRows={1}
        value={form.signatureLines.map((line) => line[language] ?? '').join('\n')}
        onChange={(event) => {
          const lines = event.currentTarget.value.split('\n').slice(0, 8)
          const isEmpty = lines.length === 1 && lines[0] === ''
          const next = lines.map((line, index) => say(form.signatureLines[index] ?? {}, line))
          change({ form: { ...form, signatureLines: isEmpty ? [] : next } })
        }}
      />
      <DocumentTypeRoute route={route} change={(next) => change({ route: next })} />
      <Group grow align="flex-start">
        <NumberInput
          label={t('documentTypes.years')}
          description={t('documentTypes.yearsHint')}
          min={1}
          max={150}
          allowDecimal={false}
          value={retention.years ?? ''}
          onChange={(years) =>
            change({ retention: { ...retention, years: typeof years === 'number' ? years : null } })
          }
        />
        <Select
          label={t('documentTypes.from')}
          description={t('documentTypes.fromHint')}
          allowDeselect={false}
          value={retention.from}
          onChange={(from) => change({ retention: { ...retention, from: from ?? 'signed' } })}
          data={[
            { value: 'signed', label: t('documentTypes.fromDay.signed') },
            { value: 'archived', label: t('documentTypes.fromDay.archived') },
            ...days.map(({ key, label }) => ({ value: key, label: label[language] ?? key })),
          ]}
        />
      </Group>
      {isSent && problem !== undefined && (
        <Text role="alert" size="sm" c="var(--bad)">
          {t(`documentTypes.problem.${problem}`)}
        </Text>
      )}
    </FormModal>
  )
}
