/** A category, new or renamed; an empty one can go to the archive. */
import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  createCategoryInput,
  updateCategoryInput,
} from '../../../main/clinic/catalog/catalog.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useTRPC } from '../../trpc.ts'
import type { Category } from './services-view.tsx'

export function CategoryForm({
  category,
  onClose,
}: {
  /** Null makes a new one. */
  category: Category | null
  onClose: () => void
}) {
  return category === null ? (
    <CreateForm onClose={onClose} />
  ) : (
    <RenameForm category={category} onClose={onClose} />
  )
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const form = useSchemaForm(createCategoryInput, { name: '' })
  const create = useMutation(trpc.catalog.createCategory.mutationOptions({ onSuccess: onClose }))
  const fields = useFieldTools(form, create.error)
  return (
    <FormModal
      title={t('newCategoryTitle')}
      submitLabel={t('common:add')}
      size="md"
      onSubmit={() => void form.handleSubmit((wish) => create.mutate(wish))()}
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('field.categoryHint')}
        withAsterisk
        data-autofocus
      />
    </FormModal>
  )
}

function RenameForm({ category, onClose }: { category: Category; onClose: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const { id, version, name, position } = category
  const form = useSchemaForm(updateCategoryInput, { id, version, name, position })
  const update = useMutation(trpc.catalog.updateCategory.mutationOptions({ onSuccess: onClose }))
  const archive = useMutation(trpc.catalog.archiveCategory.mutationOptions())
  const fields = useFieldTools(form, update.error)
  return (
    <FormModal
      title={t('renameCategoryTitle')}
      submitLabel={t('common:save')}
      size="md"
      onSubmit={() => void form.handleSubmit((wish) => update.mutate(wish))()}
      onClose={onClose}
      pending={update.isPending}
      error={update.error ?? archive.error}
      placed={['invalid-input']}
    >
      <TextInput {...fields.text('name')} label={t('column.name')} withAsterisk data-autofocus />
      <Group>
        <Button
          variant="subtle"
          color="red"
          px={0}
          onClick={() =>
            archive.mutate(
              { id, version, archived: true },
              {
                onSuccess: () => {
                  onClose()
                  offerUndo(t('archived', { name }), () =>
                    archive.mutate({ id, version: version + 1, archived: false }),
                  )
                },
              },
            )
          }
        >
          {t('category.archive')}
        </Button>
      </Group>
    </FormModal>
  )
}
