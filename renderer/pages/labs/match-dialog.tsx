/** Says whose results are: a patient, and the order that they answer where there is one. */
import { Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PatientPicker } from '../patients/patient-picker.tsx'
import { namesOf } from './order-model.ts'

export interface Matched {
  id: string
  name: HumanName
  /** The order that the laboratory named, where it is this patient's. */
  orderId: string | null
}

export function MatchDialog({
  messageReportId,
  matched,
  choose,
  onClose,
}: {
  messageReportId: string
  /** Null until somebody is chosen. */
  matched: Matched | null
  choose: (matched: Matched) => void
  onClose: () => void
}) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const formats = useFormats()
  const [chosenOrder, setChosenOrder] = useState<string | null | undefined>(undefined)
  const [isAsked, setIsAsked] = useState(false)
  const match = useMutation(
    trpc.labs.matchByHand.mutationOptions({
      onSuccess: () => {
        const message = t('unmatched.matched')
        notifications.show({ message, color: 'teal', withCloseButton: false })
        onClose()
      },
    }),
  )
  const { data: orders = [] } = useQuery({
    ...trpc.labs.ordersOfPatient.queryOptions({ patientId: matched?.id ?? '' }),
    enabled: matched !== null,
  })
  const orderId = chosenOrder === undefined ? (matched?.orderId ?? null) : chosenOrder
  return (
    <FormModal
      title={matched === null ? t('unmatched.search') : t('unmatched.matchTo')}
      submitLabel={t('unmatched.match')}
      focusSubmit={matched !== null}
      onSubmit={() => {
        if (matched === null) setIsAsked(true)
        else match.mutate({ messageReportId, patientId: matched.id, orderId })
      }}
      onClose={onClose}
      pending={match.isPending}
      error={match.error}
    >
      {matched === null ? (
        <PatientPicker
          label={t('inbox.patient')}
          exceptId=""
          error={isAsked ? t('errors:field.required') : undefined}
          choose={(found) => choose({ id: found.id, name: found, orderId: null })}
        />
      ) : (
        <>
          <Text fw={620}>{formats.name(matched.name)}</Text>
          <Select
            label={t('unmatched.order')}
            description={t('unmatched.orderHint')}
            placeholder={t('unmatched.noOrder')}
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            data={orders
              .filter(({ state }) => state !== 'revoked')
              .map(({ id, number, items }) => ({
                value: id,
                label: `${number} · ${namesOf(items).join(', ')}`,
              }))}
            value={orderId}
            onChange={setChosenOrder}
          />
        </>
      )}
    </FormModal>
  )
}
