/** Who signs a doctor's visits as well. */
import { Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Person } from './staff-panel.tsx'

export function SupervisorField({ person }: { person: Person }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const staff = useQuery(trpc.staff.list.queryOptions())
  const choose = useMutation(trpc.staff.setSupervisor.mutationOptions({ onError: useShowError() }))
  const doctors = (staff.data ?? []).filter(
    ({ id, roles, archivedAt }) =>
      id !== person.id && roles.includes('doctor') && archivedAt === null,
  )
  return (
    <Select
      label={t('supervisor.label')}
      description={t('supervisor.hint')}
      placeholder={t('supervisor.none')}
      clearable
      searchable
      disabled={choose.isPending}
      value={person.supervisorId}
      data={doctors.map((one) => ({ value: one.id, label: formats.name(one) }))}
      onChange={(supervisorId) =>
        choose.mutate({ id: person.id, version: person.version, supervisorId })
      }
    />
  )
}
