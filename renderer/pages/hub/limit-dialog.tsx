/** Changing which rooms' bookings a workstation has: it takes the clinic from the hub once more. */
import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { tellSaved } from '../settings/save-button.tsx'
import { BranchChoice, useRooms } from './branch-choice.tsx'

export function LimitDialog({
  device,
  close,
}: {
  device: { id: string; name: string; branches: string[] | null }
  close: () => void
}) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const rooms = useRooms(device.branches ?? [])
  const [branches, setBranches] = useState(device.branches)
  const [isIncomplete, setIncomplete] = useState(false)
  const limit = useMutation(
    trpc.hosting.limit.mutationOptions({
      onSuccess: async () => {
        close()
        tellSaved(t('limit.saved', { name: device.name }))
        await queries.invalidateQueries(trpc.hosting.devices.queryFilter())
      },
    }),
  )
  return (
    <FormModal
      title={t('limit.title', { name: device.name })}
      submitLabel={t('limit.save')}
      onSubmit={() => {
        if (branches?.length === 0) setIncomplete(true)
        else limit.mutate({ deviceId: device.id, branches })
      }}
      onClose={close}
      pending={limit.isPending}
      error={limit.error}
    >
      <Text size="sm" c="var(--soft)">
        {t('limit.lead')}
      </Text>
      <BranchChoice
        rooms={rooms ?? []}
        value={branches}
        onChange={(value) => {
          setBranches(value)
          setIncomplete(false)
        }}
        isIncomplete={isIncomplete}
      />
    </FormModal>
  )
}
