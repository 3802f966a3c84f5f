/** Gives a booking another room or machine at its time. */
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Booking } from './board-model.ts'
import { ClaimFields } from './claim-fields.tsx'

export function ResourcesDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [ids, setIds] = useState<string[] | null>(null)
  const save = useMutation(
    trpc.appointments.changeResources.mutationOptions({ onSuccess: onClose }),
  )
  const { id, version, startsAt, endsAt, patient, practitioner, service } = booking
  return (
    <FormModal
      title={t('claims.title', { name: formats.name(patient) })}
      submitLabel={t('common:save')}
      size="md"
      onSubmit={() => (ids === null ? onClose() : save.mutate({ id, version, resourceIds: ids }))}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      focusSubmit
    >
      <Text size="sm" c="var(--soft)">
        {service.name} · {formats.time(startsAt)}–{formats.time(endsAt)},{' '}
        {formats.shortName(practitioner)}
      </Text>
      <ClaimFields
        question={{
          serviceId: service.id,
          practitionerId: practitioner.id,
          startsAt,
          appointmentId: id,
        }}
        value={ids}
        onChange={setIds}
        mayAdd
      />
    </FormModal>
  )
}
