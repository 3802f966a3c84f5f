/** Templates of visits: fields, what stands in them at first, and which must be filled in. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Stack,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useFieldArray } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { saveTemplateInput } from '../../../main/clinic/visit-templates/templates.input.ts'
import {
  mostFields,
  type TemplateField,
  templatePlaces,
} from '../../../main/clinic/visit-templates/templates.rules.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { KeptLine, KeptSetting, useKeptActions } from './kept.tsx'
import { tellSaved } from './save-button.tsx'
import { Section } from './setting.tsx'
import classes from './settings.module.css'

type Template = RouterOutputs['templates']['list'][number]

export function TemplatesSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const [open, setOpen] = useState<'new' | Template | null>(null)
  const templates = useQuery(trpc.templates.list.queryOptions())
  const addStarters = useMutation(
    trpc.templates.addStarters.mutationOptions({
      onError: useShowError(),
      onSuccess: ({ added }) => tellSaved(t('templates.added', { count: added })),
    }),
  )
  return (
    <Section name="templates" lead={t('templates.lead')}>
      <KeptSetting
        name="templates.kept"
        query={templates}
        none={t('templates.none')}
        renderKept={(template) => (
          <KeptTemplate key={template.id} template={template} change={() => setOpen(template)} />
        )}
      >
        <Group gap="xs" mt="sm">
          <Button variant="default" onClick={() => setOpen('new')}>
            {t('templates.new')}
          </Button>
          <Button
            variant="default"
            loading={addStarters.isPending}
            onClick={() => addStarters.mutate()}
          >
            {t('templates.addStarters')}
          </Button>
        </Group>
      </KeptSetting>
      {open !== null && (
        <TemplateDialog template={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Section>
  )
}

function KeptTemplate({ template, change }: { template: Template; change: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const { id, version, title, specialty, fields, archivedAt } = template
  const isArchived = archivedAt !== null
  const archive = useMutation(trpc.templates.archive.mutationOptions({ onError: useShowError() }))
  const actions = useKeptActions({
    isArchived,
    change,
    archive: () => archive.mutate({ id, version, archived: !isArchived }),
    isPending: archive.isPending,
  })
  return (
    <KeptLine
      isArchived={isArchived}
      title={
        <span>
          <b>{title}</b> · {specialty ?? t('templates.everyone')} ·{' '}
          {t('templates.fields', { count: fields.length })}
          {isArchived && ` · ${t('common:archived')}`}
        </span>
      }
      actions={actions}
    />
  )
}

const noField: TemplateField = { place: 'section', title: '', preset: '', isRequired: false }

function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  // Named before it is sent, so that a second try makes no second one.
  const [newId] = useState(() => crypto.randomUUID())
  const form = useSchemaForm(
    saveTemplateInput,
    {
      id: template?.id ?? newId,
      version: template?.version ?? null,
      title: template?.title ?? '',
      specialty: template?.specialty ?? '',
      fields: template?.fields ?? [noField],
    },
    'onSubmit',
  )
  const rows = useFieldArray({ control: form.control, name: 'fields' })
  const save = useMutation(trpc.templates.save.mutationOptions({ onSuccess: onClose }))
  const field = useFieldTools(form, save.error)
  return (
    <FormModal
      title={template?.title ?? t('templates.new')}
      submitLabel={t('templates.save')}
      size="xl"
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['invalid-input']}
    >
      <div className={classes['pair']}>
        <TextInput
          data-autofocus
          label={t('templates.title')}
          withAsterisk
          maxLength={100}
          {...field.text('title')}
        />
        <TextInput
          label={t('templates.specialty')}
          placeholder={t('templates.everyone')}
          maxLength={100}
          {...field.text('specialty')}
        />
      </div>
      <Stack gap="md">
        {rows.fields.map((row, index) => {
          const place = form.watch(`fields.${index}.place`)
          return (
            <div
              key={row.id}
              className={classes['templateField']}
              role="group"
              aria-label={t('templates.fieldOf', { number: index + 1 })}
            >
              <Group align="flex-end" wrap="nowrap" gap="sm">
                <NativeSelect
                  label={t('templates.place')}
                  data={templatePlaces.map((value) => ({
                    value,
                    label: value === 'section' ? t('templates.section') : t(`visit:field.${value}`),
                  }))}
                  {...form.register(`fields.${index}.place`)}
                />
                {place === 'section' && (
                  <TextInput
                    flex={1}
                    label={t('templates.fieldTitle')}
                    withAsterisk
                    maxLength={100}
                    {...field.text(`fields.${index}.title`)}
                  />
                )}
                <Checkbox
                  mb={8}
                  label={t('templates.required')}
                  {...form.register(`fields.${index}.isRequired`)}
                />
                {rows.fields.length > 1 && (
                  <Tooltip label={t('templates.removeField')}>
                    <ActionIcon
                      size={36}
                      variant="default"
                      ml="auto"
                      aria-label={t('templates.removeField')}
                      onClick={() => rows.remove(index)}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Group>
              <Textarea
                mt={6}
                label={t('templates.preset')}
                autosize
                minRows={1}
                maxRows={8}
                maxLength={4000}
                {...field.text(`fields.${index}.preset`)}
              />
            </div>
          )
        })}
      </Stack>
      {form.formState.errors.fields?.root?.message !== undefined && (
        <p role="alert" className={classes['lead']}>
          {t('errors:field.field-twice')}
        </p>
      )}
      {rows.fields.length < mostFields && (
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={15} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => rows.append(noField)}
        >
          {t('templates.addField')}
        </Button>
      )}
    </FormModal>
  )
}
