/** A service, new or changed. */
import { NumberInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller, FormProvider, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import {
  createServiceInput,
  updateServiceInput,
} from '../../../main/clinic/catalog/catalog.input.ts'
import { useErrorText } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { type FieldTools, useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { PriceInput } from './price-input.tsx'
import { type Category, categoryPath, categoryTree } from './categories.ts'
import type { Service } from './services-view.tsx'

type ServiceFields = z.input<typeof createServiceInput>

interface Parts {
  categories: readonly Category[]
  currency: string
  onClose: () => void
  onSaved: (id: string) => void
}

export function ServiceForm({
  service,
  like,
  ...parts
}: Parts & {
  /** Null makes a new one. */
  service: Service | null
  /** A new one starts in the category of this, and as long as it. */
  like: Service | null
}) {
  return service === null ? (
    <CreateForm like={like} {...parts} />
  ) : (
    <UpdateForm service={service} {...parts} />
  )
}

function CreateForm({
  like,
  categories,
  currency,
  onClose,
  onSaved,
}: Parts & { like: Service | null }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const isKnown = categories.some(({ id }) => id === like?.categoryId)
  const form = useSchemaForm(createServiceInput, {
    categoryId: (isKnown ? like?.categoryId : categories[0]?.id) ?? '',
    code: '',
    name: '',
    durationMinutes: like?.durationMinutes ?? 30,
    preparation: null,
  })
  const create = useMutation(
    trpc.catalog.createService.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, create.error, {
    'code-taken': { at: 'code', text: errorText(create.error) },
  })
  return (
    <FormModal
      title={t('newServiceTitle')}
      submitLabel={t('common:add')}
      onSubmit={() => void form.handleSubmit((wish) => create.mutate(wish))()}
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
      placed={['code-taken', 'invalid-input']}
    >
      <FormProvider {...form}>
        <ServiceFieldset fields={fields} categories={categories} currency={currency} />
      </FormProvider>
    </FormModal>
  )
}

function UpdateForm({
  service,
  categories,
  currency,
  onClose,
  onSaved,
}: Parts & { service: Service }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const { id, version, categoryId, code, name, durationMinutes, priceMinor, preparation } = service
  const form = useSchemaForm(updateServiceInput, {
    id,
    version,
    categoryId,
    code,
    name,
    durationMinutes,
    priceMinor,
    preparation,
  })
  const update = useMutation(
    trpc.catalog.updateService.mutationOptions({
      onSuccess: () => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, update.error, {
    'code-taken': { at: 'code', text: errorText(update.error) },
  })
  return (
    <FormModal
      title={t('editServiceTitle')}
      submitLabel={t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => update.mutate(wish))()}
      onClose={onClose}
      pending={update.isPending}
      error={update.error}
      placed={['code-taken', 'invalid-input']}
    >
      <FormProvider {...form}>
        <ServiceFieldset fields={fields} categories={categories} currency={currency} />
      </FormProvider>
    </FormModal>
  )
}

function ServiceFieldset({
  fields,
  categories,
  currency,
}: {
  fields: FieldTools<ServiceFields>
  categories: readonly Category[]
  currency: string
}) {
  const { t } = useTranslation('catalog')
  const { control } = useFormContext<ServiceFields>()
  return (
    <>
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('field.nameHint')}
        withAsterisk
        data-autofocus
      />
      <SimpleGrid cols={2}>
        <Controller
          name="categoryId"
          control={control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('field.category')}
              withAsterisk
              searchable
              allowDeselect={false}
              data={categoryTree(categories).map((one) => ({
                value: one.id,
                label: categoryPath(one, categories),
              }))}
              value={field.value}
              onChange={(value) => field.onChange(value ?? field.value)}
              error={fields.error('categoryId')}
            />
          )}
        />
        <TextInput {...fields.text('code')} label={t('column.code')} withAsterisk />
      </SimpleGrid>
      <SimpleGrid cols={2}>
        <Controller
          name="durationMinutes"
          control={control}
          render={({ field: { onChange, ...field } }) => (
            <NumberInput
              {...field}
              onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
              label={t('column.duration')}
              description={t('field.durationHint')}
              withAsterisk
              step={5}
              allowDecimal={false}
              allowNegative={false}
              error={fields.error('durationMinutes')}
            />
          )}
        />
        <Controller
          name="priceMinor"
          control={control}
          render={({ field }) => (
            <PriceInput
              ref={field.ref}
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              currency={currency}
              label={t('column.price')}
              description={t('field.priceHint')}
              error={fields.error('priceMinor')}
            />
          )}
        />
      </SimpleGrid>
      <Textarea
        {...fields.text('preparation', { orNull: true })}
        label={t('field.preparation')}
        description={t('field.preparationHint')}
        autosize
        minRows={2}
        maxRows={6}
      />
    </>
  )
}
