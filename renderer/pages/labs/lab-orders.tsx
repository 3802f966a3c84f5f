/** Laboratory orders with where each stands: its results to open, its labels to print, and taking it back. */
import { Anchor, Badge, Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revokeLabOrderInput } from '../../../main/clinic/labs/lab-orders.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './labs.module.css'
import { namesOf } from './order-model.ts'
import { ReportDialog } from './report-dialog.tsx'
import type { LabOrder } from './types.ts'

export function LabOrders({ orders }: { orders: readonly LabOrder[] }) {
  const [revoking, setRevoking] = useState<LabOrder | null>(null)
  const [reportId, setReportId] = useState<string | null>(null)
  return (
    <>
      {orders.map((order) => (
        <OrderItem
          key={order.id}
          order={order}
          revoke={() => setRevoking(order)}
          openReport={setReportId}
        />
      ))}
      {revoking !== null && <RevokeDialog order={revoking} onClose={() => setRevoking(null)} />}
      {reportId !== null && <ReportDialog reportId={reportId} close={() => setReportId(null)} />}
    </>
  )
}

function OrderItem({
  order,
  revoke,
  openReport,
}: {
  order: LabOrder
  revoke: () => void
  openReport: (reportId: string) => void
}) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const trpc = useTRPC()
  const may = useMay()
  const labels = useMutation(trpc.labs.openLabels.mutationOptions({ onError: useShowError() }))
  const { number, items, state, priority, note, specimens, reportIds, revokeReason } = order
  const isOver = state === 'revoked'
  const isOpen = !isOver && reportIds.length === 0
  return (
    <section className={classes['order']} data-over={isOver || undefined} aria-label={number}>
      <Group justify="space-between" wrap="nowrap" gap={6} align="flex-start">
        <Text fw={620} size="sm" className={classes['orderNames'] ?? ''}>
          {namesOf(items).join(', ')}
        </Text>
        {priority !== 'routine' && (
          <Badge size="sm" variant="light" color="red" tt="none" flex="none">
            {t(`visit:priority.${priority}`)}
          </Badge>
        )}
      </Group>
      {note !== null && <Text size="sm">{note}</Text>}
      {revokeReason !== null && (
        <Text size="xs" c="var(--bad)">
          {t('order.revokedBecause', { reason: revokeReason })}
        </Text>
      )}
      <Text size="xs" c="var(--soft)" className="numbers">
        {number} · {formats.shortMoment(order.orderedAt)} · <b>{t(`state.${state}`)}</b>
        {isOpen && may('labs.order') && (
          <>
            {' · '}
            <Anchor
              component="button"
              type="button"
              size="xs"
              aria-label={t('order.revokeNamed', { number })}
              onClick={revoke}
            >
              {t('order.revoke')}
            </Anchor>
          </>
        )}
      </Text>
      <Group gap={6}>
        {reportIds.map((id, index) => (
          <Button key={id} size="compact-xs" variant="default" onClick={() => openReport(id)}>
            {reportIds.length === 1
              ? t('order.result')
              : t('order.resultNumber', { number: index + 1 })}
          </Button>
        ))}
        {isOpen && may('labs.collect') && (
          <Button
            size="compact-xs"
            variant="default"
            loading={labels.isPending}
            aria-label={t('order.labelsNamed', { number })}
            onClick={() => labels.mutate({ specimenIds: specimens.map(({ id }) => id) })}
          >
            {t('order.labels', { count: specimens.length })}
          </Button>
        )}
      </Group>
    </section>
  )
}

const revokeForm = revokeLabOrderInput.omit({ id: true, version: true })

function RevokeDialog({ order, onClose }: { order: LabOrder; onClose: () => void }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const revoke = useMutation(trpc.labs.revoke.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(revokeForm, { reason: '' })
  const field = useFieldTools(form, revoke.error)
  const { id, version, number } = order
  const submit = form.handleSubmit(({ reason }) => revoke.mutate({ id, version, reason }))
  return (
    <FormModal
      title={t('order.revokeNamed', { number })}
      submitLabel={t('order.revoke')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={revoke.isPending}
      error={revoke.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('order.reason')}
        withAsterisk
        maxLength={500}
        {...field.text('reason')}
      />
    </FormModal>
  )
}
