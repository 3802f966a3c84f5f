/** A category, new or changed, and what it is a part of; one without services can go to the archive. */
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { createCategoryInput } from '../../../main/clinic/catalog/catalog.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import type { Category } from './categories.ts'
import { useArchiving } from './use-archiving.ts'

export function CategoryForm({
  category,
  categories,
  onClose,
}: {
  /** Null makes a new one. */
  category: Category | null
  categories: readonly Category[]
  onClose: () => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const form = useSchemaForm(createCategoryInput, {
    name: category?.name ?? '',
    parentId: category?.parentId ?? null,
  })
  const create = useMutation(trpc.catalog.createCategory.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.catalog.updateCategory.mutationOptions({ onSuccess: onClose }))
  const error = create.error ?? update.error
  const fields = useFieldTools(form, error)
  const hasParts = categories.some(({ parentId }) => parentId !== null && parentId === category?.id)
  // Two levels, no more: what has parts is none.
  const wholes = categories.filter((one) => one.parentId === null && one.id !== category?.id)
  const submit = form.handleSubmit((wish) => {
    if (category === null) return create.mutate(wish)
    const { id, version, position } = category
    return update.mutate({ id, version, position, ...wish })
  })
  return (
    <FormModal
      title={category === null ? t('newCategoryTitle') : t('renameCategoryTitle')}
      submitLabel={category === null ? t('common:add') : t('common:save')}
      size="md"
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={create.isPending || update.isPending}
      error={error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('field.categoryHint')}
        withAsterisk
        data-autofocus
      />
      {wholes.length > 0 && !hasParts && (
        <Controller
          name="parentId"
          control={form.control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('field.partOf')}
              placeholder={t('field.partOfNone')}
              clearable
              clearButtonProps={{ 'aria-label': t('common:clear') }}
              data={wholes.map(({ id, name }) => ({ value: id, label: name }))}
              value={field.value ?? null}
              onChange={field.onChange}
              error={fields.error('parentId')}
            />
          )}
        />
      )}
      {category !== null && <Archive category={category} onClose={onClose} />}
    </FormModal>
  )
}

function Archive({ category, onClose }: { category: Category; onClose: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const showError = useShowError()
  const { run } = useArchiving(
    category,
    useMutation(
      trpc.catalog.archiveCategory.mutationOptions({ onSuccess: onClose, onError: showError }),
    ),
  )
  return (
    <Group>
      <Button variant="subtle" color="red" px={0} onClick={run}>
        {t('category.archive')}
      </Button>
    </Group>
  )
}
