/** One walk through the clinic: the window, what it speaks, what the mail server got, what is left behind. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { demoCountryFor } from '../../main/demo/countries.ts'
import { type DemoService, demoServices } from '../../main/demo/catalogue.ts'
import { type DemoDoctor, demoDoctors } from '../../main/demo/staff.ts'
import type { HumanName } from '../../main/clinic/shared/names.ts'
import type { Language } from '../../main/clinic/shared/languages.ts'
import type { Seat } from '../helpers/hands.ts'
import {
  type ReceivedMail,
  type RunningSmtpServer,
  startSmtpServer,
} from '../helpers/smtp-server.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { anyValue, type Words, wordsOf } from '../helpers/words.ts'
import { type Invented, invented } from './invented.ts'

/** Twenty past ten in each demo clinic, on a Tuesday in autumn. */
const beginnings: Record<Language, string> = {
  en: '2026-11-24T10:20:00.000Z',
  ru: '2026-11-24T07:20:00.000Z',
  'pt-BR': '2026-11-24T13:20:00.000Z',
  fr: '2026-11-24T09:20:00.000Z',
}

export interface WalkWish {
  /** Where everything is left. */
  out: string
  language: Language
  /** The profile's folder; a demo clinic is made in an empty one. */
  profile: string
  /** A list of patients that is imported in place of a registration by hand. */
  patientsFile: string | null
}

export interface Candidate {
  doctor: DemoDoctor
  service: DemoService
}

export interface ChosenDoctor extends Candidate {
  /** Wall times at which the service still fits today. */
  timesToday: readonly string[]
}

/** Who the journey is about, as she (or the first of the list) stands in the registry. */
export interface WalkPatient {
  name: HumanName
  /** As it is typed; null where the list had none. */
  bornOn: string | null
  /** Null where the list had none: then only the doctor gets mails. */
  email: string | null
}

export class Walk implements Seat {
  readonly wish: WalkWish
  readonly words: Words
  readonly invented: Invented
  readonly smtp: RunningSmtpServer
  /** Whom the story fits, with what is booked with them; who has time is seen on the way. */
  readonly candidates: readonly Candidate[]
  patient: WalkPatient
  /** The day of the booking that was paid in advance, as the board's head says it. */
  dayPaidAhead = ''
  /** Everything that was left in the folder, by its name there. */
  readonly left: string[] = []
  readonly #startedAtMs = Date.now()
  #window: OpenWindow | null = null
  #chosen: ChosenDoctor | null = null
  #step = 0
  #savedMails = 0

  private constructor(wish: WalkWish, words: Words, smtp: RunningSmtpServer) {
    this.wish = wish
    this.words = words
    this.smtp = smtp
    this.invented = invented[wish.language]
    const { name, bornOn, email } = this.invented.patient
    this.patient = { name, bornOn, email }
    this.candidates = candidatesIn(wish.language)
  }

  static async begin(wish: WalkWish): Promise<Walk> {
    mkdirSync(wish.out, { recursive: true })
    return new Walk(wish, await wordsOf(wish.language), await startSmtpServer())
  }

  get page(): Page {
    return this.window.page
  }

  get window(): OpenWindow {
    if (this.#window === null) throw new Error('The window is not open.')
    return this.#window
  }

  /** Who sees the patient; known once a time was found. */
  get chosen(): ChosenDoctor {
    if (this.#chosen === null) throw new Error('No doctor is chosen yet.')
    return this.#chosen
  }

  choose(chosen: ChosenDoctor): void {
    this.#chosen = chosen
  }

  get isOpen(): boolean {
    return this.#window !== null
  }

  /** Opens the window; the program's clock goes on from where the walk is. */
  async open(): Promise<void> {
    const { profile, language } = this.wish
    const now = new Date(Date.parse(beginnings[language]) + Date.now() - this.#startedAtMs)
    this.#window = await launch({ profile, language, args: ['--demo'], now: now.toISOString() })
    this.page.setDefaultTimeout(15_000)
    // The pointer of a virtual display rests on the middle of the window.
    await this.page.mouse.move(0, 0)
    await saveWithoutAsking(this.window, this.wish.out)
  }

  /** Ends the program in order, which it must be able to. */
  async close(): Promise<void> {
    await this.#window?.close()
  }

  /** Leaves nothing running, however far the walk came. */
  async clearAway(): Promise<void> {
    await this.#window?.kill()
    await this.smtp.close()
  }

  beginStep(step: number): void {
    this.#step = step
  }

  /** A picture of the window, once what it shows stands still. */
  async picture(name: string): Promise<void> {
    const file = `${String(this.#step).padStart(2, '0')}-${name}.png`
    await this.page.screenshot({ path: this.#at(file), animations: 'disabled', caret: 'hide' })
    this.left.push(file)
  }

  /** Saves a paper as a person does, once it is made; answers the file's name, its number in it. */
  async savePaper(within: Page | Locator, kind: string): Promise<string> {
    const name = anyValue(this.words, 'visit:paper.saveNamed', 'name')
    const save = within.getByRole('button', { name }).and(
      // The name of the file stands in the button's: `invoice-A-000123.pdf`.
      this.page.locator(`[aria-label*="${kind}-"]`),
    )
    const label = (await save.first().getAttribute('aria-label', { timeout: 30_000 })) ?? ''
    const file = /\S+\.pdf/.exec(label)?.[0]
    if (file === undefined) throw new Error(`“${label}” names no file.`)
    await save.first().click()
    await until(() => existsSync(this.#at(file)) && statSync(this.#at(file)).size > 0, file)
    this.left.push(file)
    return file
  }

  /** Waits for a mail to somebody whose subject or text fits; those before `after` do not count. */
  async mail(what: MailWish): Promise<ReceivedMail> {
    for (let seen = what.after ?? 0; ; seen += 1) {
      const mails = await this.smtp.waitForMails(seen + 1, 20_000)
      const mail = mails[seen]
      if (mail !== undefined && fits(mail, what)) return mail
    }
  }

  /** Leaves the mails as the server received them. */
  saveMails(): void {
    for (const mail of this.smtp.mails.slice(this.#savedMails)) {
      this.#savedMails += 1
      const number = String(this.#savedMails).padStart(2, '0')
      const file = `mail-${number}-${mail.recipients.join('-')}.eml`
      writeFileSync(this.#at(file), mail.raw)
      this.left.push(file)
    }
  }

  #at(file: string): string {
    return path.join(this.wish.out, file)
  }
}

export interface MailWish {
  to: string
  /** In its subject or text. */
  says?: string
  /** `REQUEST` or `CANCEL`: it has such a calendar. */
  calendar?: string
  /** Counts from this mail on. */
  after?: number
}

function fits({ recipients, subject, text, calendar }: ReceivedMail, what: MailWish): boolean {
  return (
    recipients.includes(what.to) &&
    (what.says === undefined || subject.includes(what.says) || text.includes(what.says)) &&
    (what.calendar === undefined || calendar?.method.toUpperCase() === what.calendar)
  )
}

/** A blocked ear is for the ear doctor, and as well for a family doctor. */
function candidatesIn(language: Language): Candidate[] {
  const country = demoCountryFor(language)
  const services = demoServices(country)
  const first = { ent: 'EN-01', 'general-practice': 'GP-01' }
  return Object.entries(first).flatMap(([specialty, code]) => {
    const service = services.find((one) => one.code === code)
    if (service === undefined) throw new Error(`The demo clinic has no service ${code}.`)
    return demoDoctors(country)
      .filter((doctor) => doctor.specialty === specialty)
      .map((doctor) => ({ doctor, service }))
  })
}

/** The platform's own dialog cannot be worked from here: the file goes to the folder under its name. */
async function saveWithoutAsking({ app }: OpenWindow, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, into) => {
    Object.assign(dialog, {
      showSaveDialog: ({ defaultPath }: { defaultPath: string }) =>
        Promise.resolve({ canceled: false, filePath: `${into}/${defaultPath}` }),
    })
  }, path.resolve(folder))
}

const lookEveryMs = 20

/** Waits until something is so that nobody tells of. */
async function until(isSo: () => boolean, what: string, timeoutMs = 15_000): Promise<void> {
  const endsAt = Date.now() + timeoutMs
  while (!isSo()) {
    if (Date.now() > endsAt) throw new Error(`${what} did not come within ${timeoutMs} ms.`)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}
