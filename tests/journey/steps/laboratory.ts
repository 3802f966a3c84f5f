/** The laboratory: ordered in the visit, taken and sent, its result by file, acknowledged by the doctor. */
import type { Locator } from 'playwright-core'
import { spellInLatin } from '../../../main/clinic/patients/transliteration.rules.ts'
import { demoAnalytes } from '../../../main/demo/labs/analytes.ts'
import { button, leave, signInWith } from '../../helpers/hands.ts'
import { oru, utf8 } from '../../helpers/oru.ts'
import type { Walk } from '../walk.ts'
import { changeSeat, openList, patientName, type Step } from './step.ts'

/** In the visit, before it is signed. */
export const orderStep: Step = { title: 'Laboratory: ordered in the visit', run: order }

export const laboratorySteps: Step[] = [
  { title: 'Laboratory: the specimen is taken and sent', run: takeSpecimen },
  { title: 'Laboratory: the result comes in a file', run: takeInResult },
  { title: 'Results: acknowledged by the doctor', run: acknowledge },
]

/** What a medicine for asthma lowers. */
const potassium = demoAnalytes.find(({ code }) => code === 'K')

function analyteName({ wish }: Walk): string {
  if (potassium === undefined) throw new Error('The demo laboratory does not measure potassium.')
  return potassium.name[wish.language]
}

async function order(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await page.keyboard.press('Alt+KeyL')
  const dialog = page.getByRole('dialog', { name: words('labs:order.new') })
  const wanted = dialog.getByRole('combobox', { name: words('labs:order.what') })
  await wanted.pressSequentially(analyteName(walk).slice(0, 4))
  await page.keyboard.press('Enter')
  await dialog.getByRole('region', { name: words('labs:order.tubes') }).waitFor()
  await dialog
    .getByRole('textbox', { name: words('labs:order.note') })
    .fill(invented.texts.orderNote)
  await walk.picture('lab-order')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  const ordered = page.getByRole('region', { name: words('labs:order.title'), exact: true })
  await ordered.getByText(words('labs:state.ordered'), { exact: true }).waitFor()
  await walk.picture('lab-ordered')
}

/** The patient's line of the list that is open. */
function line(walk: Walk): Locator {
  return walk.page
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: patientName(walk) })
}

async function takeSpecimen(walk: Walk): Promise<void> {
  const { page, words } = walk
  await changeSeat(walk, 'nurse')
  await openList(walk, 'specimens')
  await line(walk).click()
  const specimen = page.getByRole('complementary', { name: words('labs:specimens.one') })
  await button(specimen, words('labs:specimens.take')).waitFor()
  await page.keyboard.press('KeyC')
  await button(specimen, words('labs:specimens.send')).waitFor()
  await walk.picture('specimen-taken')
  await page.keyboard.press('KeyS')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await line(walk).waitFor({ state: 'detached' })
}

/** As the laboratory's program writes it: our order's number, the name in Latin letters. */
async function takeInResult(walk: Walk): Promise<void> {
  const { page, words, patient, wish } = walk
  await openList(walk, 'laboratory')
  const awaited = words('labs:laboratory.view.awaited')
  await page.getByRole('radiogroup').getByText(awaited).click()
  const placer = /\S+-L\d+/.exec(await line(walk).innerText())?.[0]
  if (placer === undefined) throw new Error('The awaited order shows no number.')
  await walk.picture('lab-awaited')
  const message = oru({
    controlId: 'JOURNEY-1',
    placer,
    family: spellInLatin(patient.name.family),
    given: spellInLatin(patient.name.given),
    takenAt: '20261124102000',
    charset: 'UNICODE UTF-8',
    results: [`OBX|1|NM|2823-3^Potassium^LN||3.1|${potassium?.unit?.[wish.language]}||L|||F`],
  })
  const buffer = Buffer.from(utf8(message))
  const file = { name: 'results.hl7', mimeType: 'text/plain', buffer }
  await page.locator('input[type="file"]').setInputFiles(file)
  const outcome = page.getByRole('dialog', { name: words('labs:file.title') })
  await outcome.getByText(words('labs:file.matched'), { exact: true }).waitFor()
  await walk.picture('lab-file')
  await page.keyboard.press('Enter')
  await outcome.waitFor({ state: 'detached' })
  await line(walk).waitFor({ state: 'detached' })
}

async function acknowledge(walk: Walk): Promise<void> {
  const { page, words, chosen } = walk
  await leave(walk)
  await signInWith(walk, chosen.doctor.login)
  await openList(walk, 'results')
  await line(walk).click()
  const report = page.getByRole('complementary', { name: words('labs:inbox.report'), exact: true })
  await report.getByText(analyteName(walk), { exact: true }).waitFor()
  await report.getByTitle(words('labs:flag.L'), { exact: true }).waitFor()
  await walk.picture('result')
  await page.keyboard.press('KeyT')
  const trend = page.getByRole('dialog')
  // The dialog's own cross is a picture as well.
  await trend.getByRole('img', { name: analyteName(walk) }).waitFor()
  await walk.picture('result-trend')
  await page.keyboard.press('Escape')
  await trend.waitFor({ state: 'detached' })
  await page.keyboard.press('KeyA')
  await line(walk).waitFor({ state: 'detached' })
  await walk.picture('result-acknowledged')
}
