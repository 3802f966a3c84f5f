/** Which rooms' bookings a workstation has: of all, or of some that are ticked. */
import { Checkbox, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import classes from './hub.module.css'

/** The clinic's rooms by name; archived ones only where a workstation still has them. */
export function useRooms(kept: readonly string[] = []) {
  const trpc = useTRPC()
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  return rooms.data?.filter(({ id, archivedAt }) => archivedAt === null || kept.includes(id))
}

export function BranchChoice({
  rooms,
  value,
  onChange,
  isIncomplete,
}: {
  rooms: readonly { id: string; name: string }[]
  /** Null for all rooms. */
  value: string[] | null
  onChange: (value: string[] | null) => void
  /** Somebody went on with no room ticked. */
  isIncomplete: boolean
}) {
  const { t } = useTranslation('hub')
  const hintId = useId()
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('branches.title')}
        description={t('branches.hint')}
        value={value === null ? 'all' : 'some'}
        onChange={(chosen) => onChange(chosen === 'all' ? null : [])}
      >
        <Stack gap={6} mt={6}>
          <Radio
            value="all"
            label={t('branches.all')}
            data-autofocus={value === null || undefined}
          />
          <Radio value="some" label={t('branches.some')} />
        </Stack>
      </Radio.Group>
      {value !== null && (
        <Checkbox.Group
          aria-label={t('branches.rooms')}
          aria-describedby={hintId}
          value={value}
          onChange={onChange}
        >
          <div className={classes['rooms']}>
            {rooms.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </div>
          <Text
            id={hintId}
            size="xs"
            mt={4}
            c={isIncomplete ? 'var(--bad)' : 'var(--soft)'}
            role={isIncomplete ? 'alert' : undefined}
          >
            {t(isIncomplete ? 'branches.none' : 'branches.roomsHint')}
          </Text>
        </Checkbox.Group>
      )}
    </Stack>
  )
}
