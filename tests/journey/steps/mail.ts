/** The notification log: what was sent to whom, and one mail sent again. */
import { button, field, goTo } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import type { Step } from './step.ts'

export const mailSteps: Step[] = [{ title: 'Notification log: a mail is sent again', run: resend }]

async function resend(walk: Walk): Promise<void> {
  const { page, words, smtp, chosen, patient } = walk
  const to = patient.email ?? chosen.doctor.email
  await goTo(walk, 'notifications')
  await page.getByRole('grid', { name: words('notifications:title'), exact: true }).waitFor()
  await field(page, words('notifications:search')).fill(to)
  const row = page.getByRole('row').filter({ hasText: to }).first()
  await row.click()
  const panel = page.getByRole('complementary', { name: words('notifications:selected') })
  await panel.getByText(to).first().waitFor()
  await walk.picture('notifications')
  const after = smtp.mails.length
  await button(panel, words('notifications:resend')).click()
  await walk.mail({ to, after })
  await panel.getByText(words('notifications:state.sent'), { exact: true }).first().waitFor()
  await page.frameLocator('iframe').locator('body *').first().waitFor()
  await walk.picture('sent-again')
}
