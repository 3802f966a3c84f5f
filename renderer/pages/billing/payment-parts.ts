/** What the typed sums of the payment form come to: the parts of a payment, the change, what is wrong. */
import { changeMinor } from '../../../main/clinic/billing/billing.rules.ts'
import { parseMoney } from './money-text.ts'

export const paymentWays = ['cash', 'terminal', 'split'] as const

export type PaymentWay = (typeof paymentWays)[number]

/** As typed; nothing of it is a number yet. */
export interface TypedPayment {
  way: PaymentWay
  /** What of the bill is paid now. */
  amount: string
  /** The part in cash when the sum is split; the terminal takes the rest. */
  cashPart: string
  /** What the patient put on the desk. */
  tendered: string
}

export type SumProblem = 'required' | 'not-a-sum' | 'too-small' | 'too-large' | 'not-enough'

export type PaymentPart =
  | { method: 'cash'; amountMinor: number; tenderedMinor: number }
  | { method: 'terminal'; amountMinor: number }

export interface ReadPayment {
  /** Ready to be sent, or null while something is missing or wrong. */
  parts: PaymentPart[] | null
  amountMinor: number | null
  cashMinor: number | null
  terminalMinor: number | null
  /** Above nought goes back to the patient, below nought is missing; null while not known. */
  changeMinor: number | null
  problems: Partial<Record<'amount' | 'cashPart' | 'tendered', SumProblem>>
}

/** Reads the form against what is due; counts the change live. */
export function readPayment(
  typed: TypedPayment,
  bill: { dueMinor: number; currency: string },
  language: string,
): ReadPayment {
  const problems: ReadPayment['problems'] = {}
  const read = (field: keyof ReadPayment['problems'], most: number | null): number | null => {
    const answer = readSum(typed[field], bill.currency, language, most)
    if (typeof answer === 'number') return answer
    problems[field] = answer
    return null
  }
  const amountMinor = read('amount', bill.dueMinor)
  const cashMinor = cashOf(typed.way, amountMinor, () =>
    // A split with nothing for the terminal is not one.
    read('cashPart', amountMinor === null ? null : amountMinor - 1),
  )
  const terminalMinor =
    amountMinor === null || cashMinor === null ? null : Math.max(0, amountMinor - cashMinor)
  const tenderedMinor = typed.way === 'terminal' ? 0 : read('tendered', null)
  const change =
    typed.way === 'terminal' || tenderedMinor === null || cashMinor === null
      ? null
      : changeMinor(tenderedMinor, cashMinor)
  if (change !== null && change < 0) problems.tendered = 'not-enough'
  const isWhole = amountMinor !== null && cashMinor !== null && tenderedMinor !== null
  return {
    parts:
      isWhole && Object.keys(problems).length === 0
        ? partsOf(cashMinor, amountMinor - cashMinor, tenderedMinor)
        : null,
    amountMinor,
    cashMinor,
    terminalMinor,
    changeMinor: change,
    problems,
  }
}

function cashOf(
  way: PaymentWay,
  amountMinor: number | null,
  readCashPart: () => number | null,
): number | null {
  if (way === 'terminal') return amountMinor === null ? null : 0
  return way === 'cash' ? amountMinor : readCashPart()
}

function partsOf(cashMinor: number, terminalMinor: number, tenderedMinor: number): PaymentPart[] {
  const parts: PaymentPart[] = []
  if (cashMinor > 0) parts.push({ method: 'cash', amountMinor: cashMinor, tenderedMinor })
  if (terminalMinor > 0) parts.push({ method: 'terminal', amountMinor: terminalMinor })
  return parts
}

/** A sum above nought and at most `most`, or what is wrong with it. */
export function readSum(
  text: string,
  currency: string,
  language: string,
  most: number | null,
): number | SumProblem {
  if (text.trim() === '') return 'required'
  const minor = parseMoney(text, currency, language)
  if (minor === null) return 'not-a-sum'
  if (minor === 0) return 'too-small'
  return most !== null && minor > most ? 'too-large' : minor
}
