/** A package, new or changed: its price, its days, and how often each service is in it. */
import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Controller, FormProvider, useFieldArray } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { savePackageInput } from '../../../main/clinic/catalog/prices.input.ts'
import { nowIso } from '../../clock.ts'
import { useErrorText } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { ServicePackage } from './packages-view.tsx'
import { PriceInput } from './price-input.tsx'
import type { Service } from './services-view.tsx'
import { ValidityFields } from './validity.tsx'
import classes from './catalog.module.css'

export function PackageForm({
  one,
  services,
  currency,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  one: ServicePackage | null
  services: readonly Service[]
  currency: string
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const formats = useFormats()
  const errorText = useErrorText()
  const form = useSchemaForm(savePackageInput, {
    id: one?.id ?? null,
    version: one?.version ?? null,
    code: one?.code ?? '',
    name: one?.name ?? '',
    ...(one !== null && { priceMinor: one.priceMinor }),
    validFrom: one?.validFrom ?? formats.dayOf(nowIso()),
    validTo: one?.validTo ?? null,
    parts: one?.parts.map(({ serviceId, quantity }) => ({ serviceId, quantity })) ?? [
      { serviceId: '', quantity: 1 },
    ],
  })
  const parts = useFieldArray({ control: form.control, name: 'parts' })
  const save = useMutation(
    trpc.catalog.savePackage.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, save.error, {
    'code-taken': { at: 'code', text: errorText(save.error) },
  })
  const chosen = form.watch('parts')
  const separately = chosen.reduce((sum, { serviceId, quantity }) => {
    const service = services.find(({ id }) => id === serviceId)
    return sum + (service?.priceMinor ?? 0) * quantity
  }, 0)
  return (
    <FormModal
      title={one === null ? t('package.new') : t('package.change')}
      submitLabel={one === null ? t('common:add') : t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['code-taken', 'invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('package.nameHint')}
        withAsterisk
        data-autofocus
      />
      <SimpleGrid cols={2}>
        <TextInput {...fields.text('code')} label={t('column.code')} withAsterisk />
        <Controller
          name="priceMinor"
          control={form.control}
          render={({ field }) => (
            <PriceInput
              ref={field.ref}
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              currency={currency}
              label={t('column.price')}
              error={fields.error('priceMinor')}
            />
          )}
        />
      </SimpleGrid>
      <FormProvider {...form}>
        <ValidityFields error={fields.error} />
      </FormProvider>
      <div>
        <Text size="sm" fw={550}>
          {t('package.parts')}
        </Text>
        {parts.fields.map((part, index) => (
          <div key={part.id} className={classes['partFields']}>
            <Controller
              name={`parts.${index}.serviceId`}
              control={form.control}
              render={({ field }) => (
                <Select
                  ref={field.ref}
                  aria-label={t('package.service', { number: index + 1 })}
                  placeholder={t('package.choose')}
                  searchable
                  allowDeselect={false}
                  data={services
                    .filter(
                      ({ id }) =>
                        id === field.value || !chosen.some(({ serviceId }) => serviceId === id),
                    )
                    .map(({ id, name }) => ({ value: id, label: name }))}
                  value={field.value === '' ? null : field.value}
                  onChange={(value) => field.onChange(value ?? '')}
                  error={
                    fields.error(`parts.${index}.serviceId`) === undefined
                      ? undefined
                      : t('errors:field.required')
                  }
                />
              )}
            />
            <Controller
              name={`parts.${index}.quantity`}
              control={form.control}
              render={({ field: { onChange, ...field } }) => (
                <NumberInput
                  {...field}
                  onChange={(value) => onChange(typeof value === 'number' ? value : 1)}
                  aria-label={t('package.quantity', { number: index + 1 })}
                  min={1}
                  max={20}
                  allowDecimal={false}
                  allowNegative={false}
                />
              )}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('package.remove', { number: index + 1 })}
              disabled={parts.fields.length === 1}
              onClick={() => parts.remove(index)}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Group justify="space-between" mt={6}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => parts.append({ serviceId: '', quantity: 1 })}
          >
            {t('package.add')}
          </Button>
          <Text size="sm" c="var(--soft)" className="numbers">
            {t('package.separatelyIs', { price: formats.money(separately, currency) })}
          </Text>
        </Group>
      </div>
    </FormModal>
  )
}
