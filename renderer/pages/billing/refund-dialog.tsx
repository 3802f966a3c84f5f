/** Gives money of one payment back: how much, how, and why. */
import {
  Alert,
  Button,
  Group,
  Input,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Invoice, Payment } from './bill.ts'
import { MoneyInput } from './money-input.tsx'
import { moneyText } from './money-text.ts'
import { readSum } from './payment-parts.ts'

interface RefundParts {
  invoice: Invoice
  /** Null while the dialog is closed. */
  payment: Payment | null
  close: () => void
}

export function RefundDialog({ invoice, payment, close }: RefundParts) {
  const { t } = useTranslation('cash')
  return (
    <Modal
      opened={payment !== null}
      onClose={close}
      title={t('refund.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('refund.cancel') }}
    >
      {payment !== null && <RefundForm invoice={invoice} payment={payment} close={close} />}
    </Modal>
  )
}

const longestReason = 500

function RefundForm({ invoice, payment, close }: RefundParts & { payment: Payment }) {
  const { t, i18n } = useTranslation('cash')
  const trpc = useTRPC()
  const formats = useFormats()
  const { currency } = invoice
  const money = (minor: number) => formats.money(minor, currency)
  const [amount, setAmount] = useState(() =>
    moneyText(suggestedMinor(invoice, payment), currency, i18n.language),
  )
  const [method, setMethod] = useState(payment.method)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const refund = useMutation(
    trpc.billing.refund.mutationOptions({
      onSuccess: ({ number }, { amountMinor }) => {
        const message = t('refund.done', { sum: money(amountMinor), number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )

  const read = readSum(amount, currency, i18n.language, payment.refundableMinor)
  const isReasonMissing = reason.trim() === ''

  function giveBack(): void {
    setAsked(true)
    if (typeof read !== 'number' || isReasonMissing || refund.isPending) return
    refund.mutate({ paymentId: payment.id, amountMinor: read, method, reason })
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        giveBack()
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--soft)" className="numbers">
          {t('refund.of', {
            way: t(`way.${payment.method}`),
            sum: money(payment.amountMinor),
            number: payment.receiptNumber,
          })}
        </Text>
        <MoneyInput
          label={t('refund.amount')}
          description={t('refund.most', { sum: money(payment.refundableMinor) })}
          data-autofocus
          currency={currency}
          value={amount}
          onChange={setAmount}
          problem={typeof read === 'number' ? undefined : read}
          most={money(payment.refundableMinor)}
        />
        <Input.Wrapper label={t('refund.method')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('refund.method')}
            value={method}
            onChange={setMethod}
            data={[
              { value: 'cash' as const, label: t('way.cash') },
              { value: 'terminal' as const, label: t('way.terminal') },
            ]}
          />
        </Input.Wrapper>
        <TextInput
          label={t('refund.reason')}
          description={t('refund.reasonHint')}
          withAsterisk
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && isReasonMissing ? t('problem.required') : undefined}
        />
        <RefundError error={refund.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} rightSection={<Key keys="Escape" />}>
            {t('refund.cancel')}
          </Button>
          <Button type="submit" loading={refund.isPending} rightSection={<Key keys="Enter" />}>
            {typeof read === 'number' ? t('refund.give', { sum: money(read) }) : t('refund.button')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What is held too much on a cancelled booking, else all of the payment. */
function suggestedMinor({ overpaidMinor }: Invoice, { refundableMinor }: Payment): number {
  return overpaidMinor > 0 ? Math.min(refundableMinor, overpaidMinor) : refundableMinor
}

function RefundError({ error }: { error: unknown }) {
  const errorText = useErrorText()
  if (error === null) return null
  return (
    <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle size={16} />}>
      {errorText(error)}
    </Alert>
  )
}
