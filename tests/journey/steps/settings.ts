/** Settings: the administrator names the mail server and sends a test mail. */
import { button, field, goTo, leave, pick, signInAs } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import type { Step } from './step.ts'

export const settingsSteps: Step[] = [
  { title: 'Settings: the mail server, and a test mail', run: setUpMail },
]

const testAddress = 'front-desk@example.org'

async function setUpMail(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  await signInAs(walk, 'administrator')
  await goTo(walk, 'settings')
  // The list of keys has a button for the place of that name as well.
  await page.getByRole('button', { name: words('settings:section.mail'), exact: true }).click()
  const section = page.getByRole('region', { name: words('settings:section.mail'), exact: true })
  const host = field(section, words('settings:mail.host'))
  await host.fill(smtp.host)
  const security = section.getByRole('combobox', { name: words('settings:mail.security') })
  await pick(page, security, words('settings:mail.way.none'))
  await field(section, words('settings:mail.port')).fill(String(smtp.port))
  await walk.picture('mail-server')
  await host.press('Control+KeyS')
  await field(section, words('settings:mail.test')).fill(testAddress)
  await button(section, words('settings:mail.sendTest')).click()
  await section
    .getByRole('status')
    .filter({ hasText: words('settings:mail.testAccepted') })
    .waitFor()
  await walk.mail({ to: testAddress })
  await walk.picture('test-mail')
  await leave(walk)
}
