/** A category, new or renamed; an empty one can go to the archive. */
import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { createCategoryInput } from '../../../main/clinic/catalog/catalog.input.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useTRPC } from '../../trpc.ts'
import { NameForm } from './name-form.tsx'
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
  const create = useMutation(trpc.catalog.createCategory.mutationOptions({ onSuccess: onClose }))
  return (
    <NameForm
      title={t('newCategoryTitle')}
      submitLabel={t('common:add')}
      schema={createCategoryInput}
      hint={t('field.categoryHint')}
      save={create}
      onSave={(wish) => create.mutate(wish)}
      onClose={onClose}
    />
  )
}

function RenameForm({ category, onClose }: { category: Category; onClose: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const { id, version, name, position } = category
  const update = useMutation(trpc.catalog.updateCategory.mutationOptions({ onSuccess: onClose }))
  const archive = useMutation(trpc.catalog.archiveCategory.mutationOptions())
  return (
    <NameForm
      title={t('renameCategoryTitle')}
      submitLabel={t('common:save')}
      schema={createCategoryInput}
      name={name}
      save={update}
      onSave={(wish) => update.mutate({ id, version, position, ...wish })}
      onClose={onClose}
      otherError={archive.error}
    >
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
    </NameForm>
  )
}
