/** The right side of the till: the receipt just given, then what comes next on this bill. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { PaperButtons, usePapers } from '../documents/papers.tsx'
import { useMay } from '../shell/me.ts'
import {
  type BillParts,
  type Invoice,
  lastRefundable,
  type Payment,
  refundKey,
  type TakenPayment,
} from './bill.ts'
import { PaymentForm } from './payment-form.tsx'
import classes from './cash.module.css'

interface TillParts extends BillParts {
  invoice: Invoice
  refund: ((payment: Payment) => void) | null
}

export function TillSide({ invoice, refund, settled, goOn }: TillParts) {
  const { t } = useTranslation('cash')
  const may = useMay()
  const [taken, setTaken] = useState<TakenPayment | null>(null)
  const payment = lastRefundable(invoice)
  const mayRefund = refund !== null && payment !== undefined
  const giveBack = () => {
    if (!mayRefund) return
    // The receipt was handed over: from here on it is about money that goes back.
    setTaken(null)
    refund(payment)
  }
  useKeys(
    t('refunds'),
    mayRefund ? [{ keys: refundKey, label: t('refund.button'), run: giveBack }] : [],
  )
  return (
    <aside className={classes['till']} aria-label={t('pay.title')}>
      <Stack gap="md">
        {taken !== null && <Taken taken={taken} invoice={invoice} />}
        {invoice.overpaidMinor > 0 && (
          <GiveBack invoice={invoice} run={mayRefund ? giveBack : null} />
        )}
        {invoice.dueMinor > 0 && may('billing.take') && (
          <PaymentForm
            // A part that was paid leaves another sum: the form begins anew.
            key={invoice.dueMinor}
            invoice={invoice}
            taken={setTaken}
            before={settled}
          />
        )}
        {invoice.dueMinor > 0 && !may('billing.take') && <OnlyDue invoice={invoice} />}
        {invoice.dueMinor === 0 && invoice.overpaidMinor === 0 && (
          <Settled invoice={invoice} goOn={goOn} />
        )}
      </Stack>
    </aside>
  )
}

function Taken({ taken, invoice }: { taken: TakenPayment; invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const paperOf = usePapers(invoice.patientId)
  const money = (minor: number) => formats.money(minor, invoice.currency)
  return (
    <section className={classes['receipt']} role="status">
      <Text fw={620}>{t('taken.title', { sum: money(taken.totalMinor) })}</Text>
      {taken.changeMinor > 0 && (
        <>
          <Text size="sm" mt={6}>
            {t('pay.change')}
          </Text>
          <div className={classes['toPay']}>{money(taken.changeMinor)}</div>
        </>
      )}
      <Group justify="space-between" mt={8}>
        <Text size="sm" className="numbers">
          {t('taken.receipt', { number: taken.number })}
        </Text>
        <PaperButtons paper={paperOf('receipt', taken.receiptId)} />
      </Group>
    </section>
  )
}

function GiveBack({ invoice, run }: { invoice: Invoice; run: (() => void) | null }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const sum = formats.money(invoice.overpaidMinor, invoice.currency)
  useKeys(t('back.button'), run === null ? [] : [{ keys: 'Enter', label: t('refund.button'), run }])
  return (
    <section>
      <Text size="sm" c="var(--soft)">
        {t('sum.back')}
      </Text>
      <div className={classes['toPay']}>{sum}</div>
      <Text size="sm" mt={6} mb="sm">
        {t('back.hint')}
      </Text>
      <Button
        size="md"
        fullWidth
        justify="space-between"
        disabled={run === null}
        rightSection={<Key keys="Enter" />}
        onClick={() => run?.()}
      >
        {t('back.button')}
      </Button>
    </section>
  )
}

function OnlyDue({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  return (
    <section>
      <Text size="sm" c="var(--soft)">
        {t('sum.due')}
      </Text>
      <div className={classes['toPay']}>{formats.money(invoice.dueMinor, invoice.currency)}</div>
      <Text size="sm" c="var(--soft)" mt={6}>
        {t('pay.notYou')}
      </Text>
    </section>
  )
}

function Settled({ invoice, goOn }: { invoice: Invoice; goOn: (() => void) | null }) {
  const { t } = useTranslation('cash')
  useKeys(t('title'), goOn === null ? [] : [{ keys: 'Enter', label: t('next'), run: goOn }])
  return (
    <section>
      <Text c="var(--soft)" mb="sm">
        {t(`settled.${invoice.state}`)}
      </Text>
      {goOn !== null && (
        <Button
          size="md"
          fullWidth
          justify="space-between"
          rightSection={<Key keys="Enter" />}
          onClick={goOn}
        >
          {t('next')}
        </Button>
      )}
    </section>
  )
}
