/** What a booking of a service claims beside the doctor: any room or machine of a kind, or one of those named. */
import { ActionIcon, Button, Group, MultiSelect, Select, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Loading } from '../../components/loading.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import type { Service } from './services-view.tsx'
import classes from './catalog.module.css'

type Target = 'room' | 'equipment'

interface Need {
  key: string
  target: Target
  kind: string | null
  resourceIds: readonly string[]
}

type Resource = Pick<
  RouterOutputs['catalog']['equipment'][number],
  'id' | 'name' | 'kind' | 'archivedAt'
> & { target: Target }

export function NeedsForm({ service, onClose }: { service: Service; onClose: () => void }) {
  const trpc = useTRPC()
  const needs = useQuery(trpc.catalog.needs.queryOptions({ serviceId: service.id }))
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const equipment = useQuery(trpc.catalog.equipment.queryOptions())
  const error = needs.error ?? rooms.error ?? equipment.error
  if (error !== null) return <ErrorNote error={error} />
  if (needs.data === undefined || rooms.data === undefined || equipment.data === undefined) {
    return <Loading />
  }
  const resources = [
    ...rooms.data.map((one) => ({ ...one, target: 'room' as const })),
    ...equipment.data.map((one) => ({ ...one, target: 'equipment' as const })),
  ]
  return (
    <LoadedForm
      service={service}
      first={needs.data.map(({ id, target, kind, resourceIds }) => {
        return { key: id, target, kind, resourceIds }
      })}
      resources={resources.filter(({ archivedAt }) => archivedAt === null)}
      onClose={onClose}
    />
  )
}

function LoadedForm({
  service,
  first,
  resources,
  onClose,
}: {
  service: Service
  first: readonly Need[]
  resources: readonly Resource[]
  onClose: () => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const [needs, setNeeds] = useState(first)
  const [isTried, setIsTried] = useState(false)
  const save = useMutation(trpc.catalog.setNeeds.mutationOptions({ onSuccess: onClose }))
  const add = (target: Target) =>
    setNeeds([...needs, { key: crypto.randomUUID(), target, kind: null, resourceIds: [] }])
  const change = (key: string, to: Partial<Need>) =>
    setNeeds(needs.map((one) => (one.key === key ? { ...one, ...to } : one)))
  const isWhole = needs.every(({ kind, resourceIds }) => kind !== null || resourceIds.length > 0)
  function submit(): void {
    setIsTried(true)
    if (!isWhole) return
    const wished = needs.map(({ target, kind, resourceIds }) => {
      return { target, kind, resourceIds: [...resourceIds] }
    })
    save.mutate({ serviceId: service.id, needs: wished })
  }
  const adding = [
    { target: 'room', label: t('needs.addRoom') },
    { target: 'equipment', label: t('needs.addEquipment') },
  ] as const
  return (
    <FormModal
      title={t('needs.formTitle', { name: service.name })}
      submitLabel={t('common:save')}
      onSubmit={submit}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      focusSubmit
    >
      <Text size="sm" c="var(--soft)">
        {t('needs.lead')}
      </Text>
      {needs.length === 0 && <Text>{t('needs.none')}</Text>}
      {needs.map((need) => (
        <NeedFields
          key={need.key}
          need={need}
          resources={resources.filter(({ target }) => target === need.target)}
          isTried={isTried}
          change={(to) => change(need.key, to)}
          remove={() => setNeeds(needs.filter(({ key }) => key !== need.key))}
        />
      ))}
      <Group gap="xs">
        {adding.map(({ target, label }) => (
          <Button
            key={target}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={!resources.some((one) => one.target === target)}
            onClick={() => add(target)}
          >
            {label}
          </Button>
        ))}
      </Group>
    </FormModal>
  )
}

/** Beside the kinds: those that are chosen by their names. */
const byName = '\u0000'

function NeedFields({
  need,
  resources,
  isTried,
  change,
  remove,
}: {
  need: Need
  resources: readonly Resource[]
  isTried: boolean
  change: (to: Partial<Need>) => void
  remove: () => void
}) {
  const { t } = useTranslation('catalog')
  const title = useId()
  const known = resources.flatMap(({ kind }) => (kind === null ? [] : [kind]))
  // A kind that nothing has any more is still what the service asks for.
  const kinds = [...new Set(need.kind === null ? known : [...known, need.kind])].toSorted()
  const isEmpty = need.kind === null && need.resourceIds.length === 0
  return (
    <fieldset className={classes['need']} aria-labelledby={title}>
      <b id={title}>{t(`needs.target.${need.target}`)}</b>
      <Select
        aria-label={t('needs.which')}
        allowDeselect={false}
        value={need.kind ?? byName}
        onChange={(value) =>
          change({ kind: value === byName ? null : value, resourceIds: need.resourceIds })
        }
        data={[
          ...kinds.map((kind) => ({ value: kind, label: t('needs.anyOfKind', { kind }) })),
          { value: byName, label: t('needs.oneOf') },
        ]}
      />
      <ActionIcon variant="default" aria-label={t('common:remove')} onClick={remove}>
        <IconTrash size={15} aria-hidden />
      </ActionIcon>
      {need.kind === null && (
        <MultiSelect
          className={classes['needNames'] ?? ''}
          aria-label={t('needs.oneOf')}
          {...(need.resourceIds.length === 0 && { placeholder: t('needs.chooseNames') })}
          searchable
          data={resources.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...need.resourceIds]}
          onChange={(resourceIds) => change({ resourceIds })}
          error={isTried && isEmpty ? t('errors:field.required') : undefined}
        />
      )}
    </fieldset>
  )
}
