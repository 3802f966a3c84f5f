/** The shape of the written visits of the demo clinic, and how the tables in this folder hold them. */
import type { CategoryCode, SpecialtyCode } from '../catalogue/services.ts'
import type { Language } from '../../clinic/shared/languages.ts'
import type { Sex } from '../people/pools.ts'
import { texts } from '../texts.ts'
import type { Texts } from '../texts.ts'

/** What a doctor writes; `{temp}` and the like stand for the numbers of `visits.ts`. */
export interface VisitWords {
  complaint: string
  findings: string
  diagnosis: string
  plan: string
}

export interface ReferralCase {
  specialty: SpecialtyCode
  priority: 'routine' | 'urgent'
  reason: Texts
}

export interface VisitCase {
  specialty: SpecialtyCode | null
  /** The services or the category that it may be written for. */
  suits: readonly string[] | CategoryCode
  /** ICD-10, where a doctor would give one. */
  diagnosisCode: string | null
  sex: Sex | null
  ages: readonly [from: number, to: number]
  words: Readonly<Record<Language, VisitWords>>
  referral: ReferralCase | null
}

type Four = readonly [complaint: string, findings: string, diagnosis: string, plan: string]

interface CaseOptions {
  suits?: VisitCase['suits']
  sex?: Sex
  ages?: VisitCase['ages']
  referral?: ReferralCase
}

/** One case: the specialty, its code, and the four texts in English, Russian, Portuguese, French. */
export function visitCase(
  specialty: SpecialtyCode | null,
  diagnosisCode: string | null,
  options: CaseOptions,
  en: Four,
  ru: Four,
  ptBR: Four,
  fr: Four,
): VisitCase {
  return {
    specialty,
    suits: options.suits ?? 'consultation',
    diagnosisCode,
    sex: options.sex ?? null,
    ages: options.ages ?? [0, 120],
    words: { en: words(en), ru: words(ru), 'pt-BR': words(ptBR), fr: words(fr) },
    referral: options.referral ?? null,
  }
}

function words([complaint, findings, diagnosis, plan]: Four): VisitWords {
  return { complaint, findings, diagnosis, plan }
}

/** A referral that the case leads to. */
export function referTo(
  specialty: SpecialtyCode,
  priority: ReferralCase['priority'],
  ...reason: Parameters<typeof texts>
): ReferralCase {
  return { specialty, priority, reason: texts(...reason) }
}
