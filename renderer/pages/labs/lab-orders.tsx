/** Laboratory orders with where each stands: its results to open, its labels to print, and taking it back. */
import { Anchor, Badge, Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './labs.module.css'
import { EntryDialog } from './entry-dialog.tsx'
import { namesOf } from './order-model.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { ReportDialog } from './report-dialog.tsx'
import type { LabOrder } from './types.ts'

export function LabOrders({ orders }: { orders: readonly LabOrder[] }) {
  const [revoking, setRevoking] = useState<LabOrder | null>(null)
  const [reportId, setReportId] = useState<string | null>(null)
  const [entered, setEntered] = useState<string | null>(null)
  return (
    <>
      {orders.map((order) => (
        <OrderItem
          key={order.id}
          order={order}
          revoke={() => setRevoking(order)}
          enter={() => setEntered(order.id)}
          openReport={setReportId}
        />
      ))}
      {revoking !== null && <RevokeDialog order={revoking} onClose={() => setRevoking(null)} />}
      {entered !== null && <EntryDialog orderId={entered} close={() => setEntered(null)} />}
      {reportId !== null && <ReportDialog reportId={reportId} close={() => setReportId(null)} />}
    </>
  )
}

function OrderItem({
  order,
  revoke,
  enter,
  openReport,
}: {
  order: LabOrder
  revoke: () => void
  enter: () => void
  openReport: (reportId: string) => void
}) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const trpc = useTRPC()
  const may = useMay()
  const labels = useMutation(trpc.labs.openLabels.mutationOptions({ onError: useShowError() }))
  const { number, items, state, priority, note, reportIds, revokeReason } = order
  const specimens = order.specimens.filter(({ rejectedAt }) => rejectedAt === null)
  const isOver = state === 'revoked'
  const mayEnter =
    may('labs.enter') && (state === 'collected' || state === 'sent' || state === 'partial')
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
      {order.specimens
        .filter(({ rejectReason }) => rejectReason !== null)
        .map(({ id, label, rejectReason }) => (
          <Text key={id} size="xs" c="var(--warn)">
            {t('order.specimenRejected', { label, reason: rejectReason })}
          </Text>
        ))}
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
        {mayEnter && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('entry.openNamed', { number })}
            onClick={enter}
          >
            {t('entry.open')}
          </Button>
        )}
        {isOpen && may('labs.collect') && (
          <Button
            size="compact-xs"
            variant="default"
            loading={labels.isPending}
            aria-label={`${t('order.labels', { count: specimens.length })}, ${number}`}
            onClick={() => labels.mutate({ specimenIds: specimens.map(({ id }) => id) })}
          >
            {t('order.labels', { count: specimens.length })}
          </Button>
        )}
      </Group>
    </section>
  )
}

function RevokeDialog({ order, onClose }: { order: LabOrder; onClose: () => void }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const revoke = useMutation(trpc.labs.revoke.mutationOptions({ onSuccess: onClose }))
  const { id, version, number } = order
  return (
    <ReasonDialog
      title={t('order.revokeNamed', { number })}
      submitLabel={t('order.revokeIt')}
      hint={t('order.revokeHint')}
      pending={revoke.isPending}
      error={revoke.error}
      onSubmit={(reason) => revoke.mutate({ id, version, reason })}
      onClose={onClose}
    />
  )
}
