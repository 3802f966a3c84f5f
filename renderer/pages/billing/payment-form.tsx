/** Takes money for a bill: cash with its change counted live, the terminal, or some of each. */
import { Alert, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconCashBanknote,
  IconCreditCard,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import type { Invoice, TakenPayment } from './bill.ts'
import { MoneyInput } from './money-input.tsx'
import { likelyTendered, moneyText } from './money-text.ts'
import {
  paymentWays,
  type PaymentWay,
  type ReadPayment,
  readPayment,
  type TypedPayment,
} from './payment-parts.ts'
import classes from './cash.module.css'

const keys = {
  exact: 'F7',
  cash: 'Alt+KeyC',
  terminal: 'Alt+KeyT',
  split: 'Alt+KeyS',
  take: 'Enter',
}

const icons = { cash: IconCashBanknote, terminal: IconCreditCard, split: IconArrowsSplit2 }

interface PaymentParts {
  invoice: Invoice
  before: () => void
  taken: (receipt: TakenPayment) => void
}

export function PaymentForm({ invoice, before, taken }: PaymentParts) {
  const { t, i18n } = useTranslation('cash')
  const trpc = useTRPC()
  const { dueMinor, currency } = invoice
  const text = (minor: number) => moneyText(minor, currency, i18n.language)
  const [typed, setTyped] = useState<TypedPayment>(() => ({
    way: 'cash',
    amount: text(dueMinor),
    cashPart: '',
    tendered: '',
  }))
  // What is missing is not wrong until someone asked to take the payment.
  const [asked, setAsked] = useState(false)
  const read = readPayment(typed, { dueMinor, currency }, i18n.language)
  const take = useMutation(trpc.billing.takePayment.mutationOptions({ onSuccess: taken }))
  const form = useRef<HTMLFormElement>(null)
  const change = (changes: Partial<TypedPayment>) => {
    setTyped({ ...typed, ...changes })
    if (take.isError) take.reset()
  }

  function takePayment(): void {
    setAsked(true)
    if (read.parts === null) return focusFirstWrong(form.current, read)
    if (take.isPending || take.isSuccess) return
    before()
    take.mutate({ invoiceId: invoice.id, payments: read.parts })
  }

  function takeExact(): void {
    if (typed.way === 'terminal') return
    // Before the part in cash is known there is no exact sum.
    if (read.cashMinor === null) return focusFirstWrong(form.current, read)
    change({ tendered: text(read.cashMinor) })
    form.current?.querySelector<HTMLInputElement>('[name=tendered]')?.focus()
  }

  const choose = (way: PaymentWay) => change({ way, tendered: '', cashPart: '' })
  useFocusOnWay(form, typed.way)
  useKeys(t('pay.title'), [
    { keys: keys.take, label: t('pay.take'), run: takePayment },
    { keys: keys.exact, label: t('pay.exact'), run: takeExact },
    ...paymentWays.map((way) => ({
      keys: keys[way],
      label: t(`way.${way}`),
      run: () => choose(way),
    })),
  ])
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        takePayment()
      }}
    >
      <Stack gap="sm">
        <DueNow invoice={invoice} />
        <Ways way={typed.way} choose={choose} />
        <Sums typed={typed} read={read} asked={asked} change={change} invoice={invoice} />
        {typed.way !== 'terminal' && (
          <Tendered
            typed={typed}
            read={read}
            asked={asked}
            change={change}
            invoice={invoice}
            takeExact={takeExact}
          />
        )}
        <Button
          type="submit"
          size="md"
          fullWidth
          justify="space-between"
          loading={take.isPending}
          rightSection={<Key keys={keys.take} />}
        >
          {t('pay.take')}
        </Button>
        <TakeError error={take.error} />
      </Stack>
    </form>
  )
}

function TakeError({ error }: { error: unknown }) {
  const errorText = useErrorText()
  if (error === null) return null
  return (
    <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle size={16} />}>
      {errorText(error)}
    </Alert>
  )
}

/** The hand goes on typing where the chosen way begins. */
function useFocusOnWay(form: React.RefObject<HTMLFormElement | null>, way: PaymentWay): void {
  useEffect(() => {
    const first = { cash: '[name=tendered]', split: '[name=cashPart]', terminal: '[type=submit]' }
    form.current?.querySelector<HTMLElement>(first[way])?.focus()
  }, [form, way])
}

function focusFirstWrong(form: HTMLFormElement | null, { problems }: ReadPayment): void {
  const name = (['amount', 'cashPart', 'tendered'] as const).find(
    (field) => problems[field] !== undefined,
  )
  if (name !== undefined) form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
}

function DueNow({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  return (
    <div>
      <Text size="sm" c="var(--soft)">
        {t('sum.due')}
      </Text>
      <div className={classes['toPay']}>{formats.money(invoice.dueMinor, invoice.currency)}</div>
    </div>
  )
}

function Ways({ way, choose }: { way: PaymentWay; choose: (way: PaymentWay) => void }) {
  const { t } = useTranslation('cash')
  return (
    <div className={classes['ways']} role="radiogroup" aria-label={t('pay.way')}>
      {paymentWays.map((one) => {
        const Icon = icons[one]
        return (
          <UnstyledButton
            key={one}
            type="button"
            role="radio"
            aria-checked={one === way}
            className={classes['way'] ?? ''}
            onClick={() => choose(one)}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
            <span>{t(`way.${one}`)}</span>
            <Key keys={keys[one]} />
          </UnstyledButton>
        )
      })}
    </div>
  )
}

interface FieldParts {
  typed: TypedPayment
  read: ReadPayment
  asked: boolean
  change: (changes: Partial<TypedPayment>) => void
  invoice: Invoice
}

/** A field that is still empty is wrong only once someone asked to take the payment. */
function problemOf(
  field: keyof ReadPayment['problems'],
  { read, asked }: Pick<FieldParts, 'read' | 'asked'>,
) {
  const problem = read.problems[field]
  return problem === 'required' && !asked ? undefined : problem
}

function Sums({ typed, read, asked, change, invoice }: FieldParts) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const { currency } = invoice
  const most = formats.money(invoice.dueMinor, currency)
  const rest = read.terminalMinor === null ? '' : formats.money(read.terminalMinor, currency)
  return (
    <>
      <MoneyInput
        name="amount"
        label={t('pay.amount')}
        currency={currency}
        value={typed.amount}
        onChange={(amount) => change({ amount })}
        problem={problemOf('amount', { read, asked })}
        most={most}
      />
      {typed.way === 'split' && (
        <>
          <MoneyInput
            name="cashPart"
            label={t('pay.cashPart')}
            currency={currency}
            value={typed.cashPart}
            onChange={(cashPart) => change({ cashPart })}
            problem={problemOf('cashPart', { read, asked })}
            most={most}
          />
          <div className={classes['change']}>
            <span>{t('pay.terminalPart')}</span>
            <b>{rest}</b>
          </div>
        </>
      )}
      {typed.way === 'terminal' && (
        <Text size="sm" c="var(--soft)">
          {t('pay.terminalHint')}
        </Text>
      )}
    </>
  )
}

function Tendered(parts: FieldParts & { takeExact: () => void }) {
  const { typed, read, asked, change, invoice, takeExact } = parts
  const { t, i18n } = useTranslation('cash')
  const formats = useFormats()
  const { currency } = invoice
  const shown = problemOf('tendered', { read, asked })
  return (
    <>
      <MoneyInput
        name="tendered"
        size="md"
        label={t('pay.tendered')}
        currency={currency}
        value={typed.tendered}
        onChange={(tendered) => change({ tendered })}
        // What is missing is counted below.
        problem={shown === 'not-enough' ? undefined : shown}
      />
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<Key keys={keys.exact} />}
          onClick={takeExact}
        >
          {t('pay.exact')}
        </Button>
        {likelyTendered(read.cashMinor ?? 0, currency).map((minor) => (
          <Button
            key={minor}
            size="compact-sm"
            variant="default"
            className="numbers"
            onClick={() => change({ tendered: moneyText(minor, currency, i18n.language) })}
          >
            {formats.money(minor, currency)}
          </Button>
        ))}
      </Group>
      <Change minor={read.changeMinor} currency={currency} />
    </>
  )
}

function Change({ minor, currency }: { minor: number | null; currency: string }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const isMissing = minor !== null && minor < 0
  return (
    <div
      className={classes['change']}
      data-state={minor === null ? 'unknown' : isMissing ? 'missing' : 'enough'}
      role="status"
    >
      <span>{isMissing ? t('pay.missing') : t('pay.change')}</span>
      <b>{minor === null ? '—' : formats.money(Math.abs(minor), currency)}</b>
    </div>
  )
}
