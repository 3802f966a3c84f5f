/** The fields of a kind of document, in the order in which they are asked. */
import { ActionIcon, Button, Checkbox, Group, Input, Select, TextInput } from '@mantine/core'
import { IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  type DocumentField,
  type FieldKind,
  fieldKinds,
} from '../../../main/clinic/documents/document-types.rules.ts'
import type { Language } from '../../../main/clinic/shared/languages.ts'

export function DocumentTypeFields({
  fields,
  language,
  change,
}: {
  fields: readonly DocumentField[]
  language: Language
  change: (fields: DocumentField[]) => void
}) {
  const { t } = useTranslation('settings')
  const replace = (index: number, part: Partial<DocumentField>) =>
    change(fields.map((field, at) => (at === index ? { ...field, ...part } : field)))
  const isFree = (key: string) => fields.every((field) => field.key !== key)
  function add(): void {
    const number = Array.from({ length: 61 }, (_, index) => index + 1).find((one) =>
      isFree(`field-${one}`),
    )
    const key = `field-${number ?? 1}`
    change([...fields, { key, kind: 'text', label: {}, required: false, choices: [] }])
  }
  function up(index: number): void {
    const [field, before] = [fields[index], fields[index - 1]]
    if (field === undefined || before === undefined) return
    change(fields.with(index, before).with(index - 1, field))
  }
  return (
    <Input.Wrapper label={t('documentTypes.fields')} labelElement="div">
      {fields.map((field, index) => (
        <Group key={field.key} gap={8} mb={6} align="center" wrap="nowrap">
          <TextInput
            flex={1}
            miw={0}
            size="xs"
            aria-label={t('documentTypes.fieldLabel', { place: `{${field.key}}` })}
            placeholder={`{${field.key}}`}
            maxLength={200}
            value={field.label[language] ?? ''}
            onChange={(event) =>
              replace(index, { label: { ...field.label, [language]: event.currentTarget.value } })
            }
          />
          <Select
            size="xs"
            w={150}
            aria-label={t('documentTypes.fieldKind')}
            allowDeselect={false}
            value={field.kind}
            onChange={(chosen) => replace(index, { kind: kindOf(chosen) })}
            data={fieldKinds.map((kind) => ({
              value: kind,
              label: t(`documentTypes.kind.${kind}`),
            }))}
          />
          {field.kind === 'choice' && (
            <TextInput
              size="xs"
              w={220}
              aria-label={t('documentTypes.choices')}
              placeholder={t('documentTypes.choicesHint')}
              value={field.choices.map((choice) => choice[language] ?? '').join('; ')}
              onChange={(event) =>
                replace(index, {
                  choices: event.currentTarget.value
                    .split(/;\s?/)
                    .map((words, at) => ({ ...field.choices[at], [language]: words })),
                })
              }
            />
          )}
          <Checkbox
            size="xs"
            label={t('documentTypes.required')}
            checked={field.required}
            onChange={(event) => replace(index, { required: event.currentTarget.checked })}
          />
          <ActionIcon
            variant="default"
            disabled={index === 0}
            aria-label={t('documentTypes.up')}
            onClick={() => up(index)}
          >
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t('common:remove')}
            onClick={() => change(fields.filter((_field, at) => at !== index))}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button size="compact-sm" variant="default" onClick={add}>
        {t('documentTypes.addField')}
      </Button>
    </Input.Wrapper>
  )
}

function kindOf(word: string | null): FieldKind {
  return fieldKinds.find((kind) => kind === word) ?? 'text'
}
