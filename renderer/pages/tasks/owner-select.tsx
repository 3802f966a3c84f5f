/** To whom a task is given: a colleague, or whoever holds a role. */
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isRole, roles } from '../../../main/clinic/shared/permissions.ts'
import type { TaskOwner } from '../../../main/clinic/tasks/tasks.input.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'

export function OwnerSelect({
  label,
  value,
  onChange,
  error,
  autoFocus = false,
}: {
  label: string
  value: TaskOwner | null
  onChange: (owner: TaskOwner | null) => void
  error?: string | undefined
  autoFocus?: boolean
}) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data = [] } = useQuery(trpc.tasks.owners.queryOptions())
  return (
    <Select
      label={label}
      data-autofocus={autoFocus || undefined}
      withAsterisk
      openOnFocus={false}
      searchable
      nothingFoundMessage={t('common:nothingFound')}
      maxDropdownHeight={260}
      value={value === null ? null : 'role' in value ? `role:${value.role}` : value.practitionerId}
      onChange={(chosen) => onChange(chosen === null ? null : ownerOf(chosen))}
      error={error}
      data={[
        {
          group: t('owner.roles'),
          items: roles.map((role) => ({ value: `role:${role}`, label: t(`start:role.${role}`) })),
        },
        {
          group: t('owner.people'),
          items: data.map((one) => ({ value: one.id, label: formats.name(one) })),
        },
      ]}
    />
  )
}

function ownerOf(chosen: string): TaskOwner {
  const role = chosen.startsWith('role:') ? chosen.slice('role:'.length) : ''
  return isRole(role) ? { role } : { practitionerId: chosen }
}
