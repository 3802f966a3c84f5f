/** An issued invoice: its lines and sums, what was paid and given back, each with its paper. */
import { Button, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { PaperButtons, usePapers } from '../documents/papers.tsx'
import { useMay } from '../shell/me.ts'
import { type BillParts, type Invoice, lastRefundable, type Payment, refundKey } from './bill.ts'
import { LineHeads } from './line-heads.tsx'
import { RefundDialog } from './refund-dialog.tsx'
import { TillSide } from './till-side.tsx'
import classes from './cash.module.css'

export function InvoiceBill({ invoice, ...parts }: { invoice: Invoice } & BillParts) {
  const may = useMay()
  const [refundingId, setRefundingId] = useState<string | null>(null)
  const refund = may('billing.refund') ? (payment: Payment) => setRefundingId(payment.id) : null
  const refunding = invoice.payments.find(({ id }) => id === refundingId) ?? null
  return (
    <>
      <section className={classes['middle']}>
        <div className={classes['sheet']}>
          <InvoiceHead invoice={invoice} />
          <InvoiceLines invoice={invoice} />
          <Sums invoice={invoice} />
          <Payments invoice={invoice} refund={refund} />
          <Refunds invoice={invoice} />
        </div>
      </section>
      <TillSide key={invoice.id} invoice={invoice} refund={refund} {...parts} />
      <RefundDialog invoice={invoice} payment={refunding} close={() => setRefundingId(null)} />
    </>
  )
}

function InvoiceHead({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const paperOf = usePapers(invoice.patientId)
  return (
    <div className={classes['head']}>
      <div style={{ minWidth: 0 }}>
        <Title order={2} style={{ overflowWrap: 'anywhere' }}>
          {formats.name(invoice.patient)}
        </Title>
        <Text size="sm" c="var(--soft)" className="numbers">
          {t('invoiceOf', { number: invoice.number, moment: formats.moment(invoice.issuedAt) })}
          {invoice.appointmentStatus !== null &&
            ` · ${t(`day:status.${invoice.appointmentStatus}`)}`}
        </Text>
      </div>
      <Group gap="sm">
        <span className={classes['state']} data-state={invoice.state}>
          {t(`state.${invoice.state}`)}
        </span>
        <PaperButtons paper={paperOf('invoice', invoice.id)} />
      </Group>
    </div>
  )
}

function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, invoice.currency)
  return (
    <table className={classes['lines']}>
      <thead>
        <tr>
          <LineHeads />
        </tr>
      </thead>
      <tbody>
        {invoice.lines.map((line) => (
          <tr key={line.id}>
            <td style={{ overflowWrap: 'anywhere' }}>{line.description}</td>
            <td className={classes['right']}>{line.quantity}</td>
            <td className={classes['right']}>{money(line.unitPriceMinor)}</td>
            <td className={classes['right']}>{money(line.totalMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Sums({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, invoice.currency)
  const { overpaidMinor, dueMinor } = invoice
  return (
    <dl className={classes['totals']}>
      <dt>{t('sum.total')}</dt>
      <dd>{money(invoice.totalMinor)}</dd>
      <dt>{t('sum.paid')}</dt>
      <dd>{money(invoice.paidMinor)}</dd>
      {invoice.refundedMinor > 0 && (
        <>
          <dt>{t('sum.refunded')}</dt>
          <dd>{money(-invoice.refundedMinor)}</dd>
        </>
      )}
      <dt className={classes['due']}>{overpaidMinor > 0 ? t('sum.back') : t('sum.due')}</dt>
      <dd className={classes['due']}>{money(overpaidMinor > 0 ? overpaidMinor : dueMinor)}</dd>
    </dl>
  )
}

interface PaymentsParts {
  invoice: Invoice
  refund: ((payment: Payment) => void) | null
}

function Payments({ invoice, refund }: PaymentsParts) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const paperOf = usePapers(invoice.patientId)
  const last = lastRefundable(invoice)
  if (invoice.payments.length === 0) return null
  return (
    <section className={classes['facts']} aria-label={t('payments')}>
      <Title order={3} mb={6}>
        {t('payments')}
      </Title>
      {invoice.payments.map((payment) => (
        <div key={payment.id} className={classes['fact']}>
          <div>
            <Text fw={600} className="numbers">
              {t(`way.${payment.method}`)} · {formats.money(payment.amountMinor, invoice.currency)}
            </Text>
            <Text size="xs" c="var(--soft)" className="numbers">
              {t('receiptOf', {
                number: payment.receiptNumber,
                moment: formats.moment(payment.takenAt),
              })}
            </Text>
          </div>
          <PaperButtons paper={paperOf('receipt', payment.receiptId)} />
          {refund !== null && payment.refundableMinor > 0 ? (
            <Button
              size="compact-xs"
              variant="default"
              rightSection={payment === last ? <Key keys={refundKey} /> : undefined}
              onClick={() => refund(payment)}
            >
              {t('refund.button')}
            </Button>
          ) : (
            <span />
          )}
        </div>
      ))}
    </section>
  )
}

function Refunds({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const paperOf = usePapers(invoice.patientId)
  if (invoice.refunds.length === 0) return null
  return (
    <section className={classes['facts']} aria-label={t('refunds')}>
      <Title order={3} mb={6}>
        {t('refunds')}
      </Title>
      {invoice.refunds.map((refund) => (
        <div key={refund.id} className={classes['fact']}>
          <div style={{ minWidth: 0 }}>
            <Text fw={600} className="numbers">
              {t(`way.${refund.method}`)} · {formats.money(-refund.amountMinor, invoice.currency)}
            </Text>
            <Text size="xs" c="var(--soft)" className="numbers">
              {t('refundOf', {
                number: refund.number,
                moment: formats.moment(refund.refundedAt),
              })}
            </Text>
            <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
              {refund.reason}
            </Text>
          </div>
          <PaperButtons paper={paperOf('refund-receipt', refund.id)} />
          <span />
        </div>
      ))}
    </section>
  )
}
