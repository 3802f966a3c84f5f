/** The patient's journey through the real window, from the first form to the last refund. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Language } from '../../main/clinic/shared/languages.ts'
import { waitForSignIn } from '../helpers/hands.ts'
import { bookingSteps } from './steps/booking.ts'
import { cardSteps } from './steps/card.ts'
import { cashSteps } from './steps/cash.ts'
import { documentSteps } from './steps/document.ts'
import { laboratorySteps } from './steps/laboratory.ts'
import { mailSteps } from './steps/mail.ts'
import { bookReferralSteps } from './steps/referral.ts'
import { registrationSteps } from './steps/registration.ts'
import { settingsSteps } from './steps/settings.ts'
import type { Step } from './steps/step.ts'
import { visitSteps } from './steps/visit.ts'
import { Walk } from './walk.ts'

export interface JourneyWish {
  out: string
  language: Language
  patientsFile: string | null
  /** A folder with a demo clinic in it that was made before; it is used up. */
  profile?: string
  /** Told of each step when it has ended. */
  tell: (line: string) => void
}

export interface JourneyResult {
  /** The title of the step that failed, with its error. */
  failure: { step: string; error: unknown } | null
  /** What lies in the folder now. */
  left: string[]
}

export async function walkJourney(wish: JourneyWish): Promise<JourneyResult> {
  const profile = wish.profile ?? mkdtempSync(path.join(tmpdir(), 'polyclinic-journey-'))
  const walk = await Walk.begin({ ...wish, profile })
  try {
    const failure = await takeSteps(walk, wish)
    if (failure === null) await walk.close()
    return { failure, left: walk.left }
  } finally {
    await walk.clearAway()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function stepsOf({ patientsFile }: JourneyWish): Step[] {
  return [
    { title: 'Demo clinic: made and opened', run: openClinic },
    ...settingsSteps,
    ...registrationSteps(patientsFile),
    ...cardSteps,
    ...bookingSteps,
    ...visitSteps,
    ...laboratorySteps,
    ...documentSteps,
    ...bookReferralSteps,
    ...cashSteps,
    ...mailSteps,
  ]
}

async function takeSteps(walk: Walk, wish: JourneyWish): Promise<JourneyResult['failure']> {
  for (const [index, { title, run }] of stepsOf(wish).entries()) {
    const number = index + 1
    const startedAt = performance.now()
    const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
    walk.beginStep(number)
    try {
      await run(walk)
      walk.saveMails()
      wish.tell(`ok ${number}. ${title} (${seconds()} s)`)
    } catch (error) {
      wish.tell(`FAILED ${number}. ${title} (${seconds()} s)`)
      await lastPicture(walk)
      return { step: title, error: withProblems(walk, error) }
    }
  }
  return null
}

const demoTimeoutMs = 240_000

async function openClinic(walk: Walk): Promise<void> {
  await walk.open()
  await waitForSignIn(walk, demoTimeoutMs)
  await walk.picture('sign-in')
}

/** What the window showed when a step failed; there may be no window any more. */
async function lastPicture(walk: Walk): Promise<void> {
  walk.saveMails()
  await walk.picture('failed').catch(() => undefined)
}

/** What the program itself complained of says more than what the hands did not find. */
function withProblems(walk: Walk, error: unknown): unknown {
  const problems = walk.isOpen ? walk.window.problems : []
  if (problems.length === 0) return error
  return new Error(`The program said:\n${problems.join('\n')}`, { cause: error })
}
