/** The till: invoice, a split payment with change, receipt, and money given back in two parts. */
import type { Locator } from 'playwright-core'
import { button, choose, field, goTo } from '../../helpers/hands.ts'
import { anyValue } from '../../helpers/words.ts'
import type { Walk } from '../walk.ts'
import { bookTomorrow, dayTitle, mailsToBoth, waitForRead } from './booking.ts'
import {
  changeSeat,
  patientName,
  selectBooking,
  selected,
  type Step,
  waitForStatus,
} from './step.ts'

export const cashSteps: Step[] = [
  { title: 'Invoice: issued from the visit, a PDF', run: issueInvoice },
  { title: 'Payment: cash and terminal, with change and receipt', run: payInParts },
  { title: 'Payment: another booking is paid in advance', run: payAhead },
  { title: 'Refund: the paid booking cancelled, a part given back', run: cancelPaid },
  { title: 'Refund: the rest given back', run: giveBackRest },
]

async function issueInvoice(walk: Walk): Promise<void> {
  const { page, words } = walk
  await changeSeat(walk, 'receptionist')
  await goTo(walk, 'cash')
  const list = page.getByRole('navigation', { name: words('cash:list'), exact: true })
  await list
    .getByRole('button')
    .filter({ hasText: patientName(walk) })
    .click()
  await issue(walk, 'bill')
}

async function issue(walk: Walk, picture: string): Promise<void> {
  const { page, words } = walk
  await page.getByRole('heading', { level: 2, name: patientName(walk), exact: true }).waitFor()
  const issueNow = button(page, words('cash:issue.button'))
  await issueNow.waitFor()
  await walk.picture(picture)
  await issueNow.click()
  await till(walk).waitFor()
  await walk.savePaper(page, 'invoice')
  await walk.picture('invoice')
}

/** Typed at the till: what of the bill is cash, the notes put down for it, the first part given back. */
function sumsOf({ chosen }: Walk): Record<'cashPart' | 'tendered' | 'firstRefund', string> {
  // All four currencies have a hundred minor units.
  const price = chosen.service.priceMinor / 100
  const cashPart = Math.ceil(price / 2)
  const note = price > 1000 ? 500 : 50
  const tendered = (Math.floor(cashPart / note) + 1) * note
  return {
    cashPart: String(cashPart),
    tendered: String(tendered),
    firstRefund: String(Math.floor(price / 3)),
  }
}

function till({ page, words }: Walk): Locator {
  return page.getByRole('complementary', { name: words('cash:pay.title'), exact: true })
}

/** A part in cash, for which more is put down, and the rest by terminal. */
async function payInParts(walk: Walk): Promise<void> {
  const { page, words } = walk
  const { cashPart, tendered } = sumsOf(walk)
  await page.keyboard.press('Alt+KeyS')
  await field(till(walk), words('cash:pay.cashPart')).fill(cashPart)
  await field(till(walk), words('cash:pay.tendered')).fill(tendered)
  await till(walk).locator('[data-state="enough"]').waitFor()
  await walk.picture('payment')
  await page.keyboard.press('Enter')
  await taken(walk)
  await walk.savePaper(till(walk), 'receipt')
  await walk.picture('paid')
}

async function taken(walk: Walk): Promise<void> {
  const { words } = walk
  await till(walk)
    .getByText(anyValue(words, 'cash:taken.receipt', 'number'))
    .waitFor()
}

/** Another half hour, paid by terminal when it is booked. */
async function payAhead(walk: Walk): Promise<void> {
  const { page, words } = walk
  await bookTomorrow(walk)
  walk.dayPaidAhead = await dayTitle(walk)
  await button(selected(walk), words('day:toCash')).click()
  await issue(walk, 'bill-ahead')
  await page.keyboard.press('Alt+KeyT')
  await button(till(walk), words('cash:pay.take')).click()
  await taken(walk)
  await walk.picture('paid-ahead')
}

async function cancelPaid(walk: Walk): Promise<void> {
  const { page, words, invented, smtp } = walk
  const after = smtp.mails.length
  await goTo(walk, 'day')
  await page.getByRole('region', { name: words('day:board'), exact: true }).waitFor()
  await goToDay(walk, walk.dayPaidAhead)
  await selectBooking(walk, ['confirmed'])
  await waitForStatus(walk, 'confirmed')
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog')
  await field(dialog, words('day:cancelReason')).fill(words('day:reason.doctor'))
  await walk.picture('cancel-paid')
  await page.keyboard.press('Enter')
  await button(till(walk), words('cash:back.button')).waitFor()
  await mailsToBoth(walk, { after, calendar: 'CANCEL' })
  await giveBack(walk, sumsOf(walk).firstRefund, invented.texts.refundReason)
  await button(till(walk), words('cash:back.button')).waitFor()
  await walk.picture('refunded-in-part')
}

/** Day by day forward on the board. */
async function goToDay(walk: Walk, title: string): Promise<void> {
  for (let days = 0; days < 28 && (await dayTitle(walk)) !== title; days += 1) {
    const shown = walk.page.getByRole('button', { name: await dayTitle(walk), exact: true })
    await walk.page.keyboard.press('PageDown')
    await shown.waitFor({ state: 'detached' })
    await waitForRead(walk)
  }
}

async function giveBackRest(walk: Walk): Promise<void> {
  await giveBack(walk, null, walk.invented.texts.restReason)
  const refunded = walk.page.getByText(walk.words('cash:state.refunded'), { exact: true })
  await refunded.first().waitFor()
  await walk.picture('refunded')
}

/** Null gives back whatever is left, which is what the form offers. */
async function giveBack(walk: Walk, sum: string | null, reason: string): Promise<void> {
  const { page, words } = walk
  await button(till(walk), words('cash:back.button')).click()
  const dialog = page.getByRole('dialog', { name: words('cash:refund.title') })
  if (sum !== null) await field(dialog, words('cash:refund.amount')).fill(sum)
  await choose(dialog, words('cash:refund.method'), words('cash:way.cash'))
  await field(dialog, words('cash:refund.reason')).fill(reason)
  await walk.picture(sum === null ? 'refund-rest' : 'refund-part')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const refunds = page.getByRole('region', { name: words('cash:refunds'), exact: true })
  await walk.savePaper(refunds.locator('> div').filter({ hasText: reason }), 'refund-receipt')
}
