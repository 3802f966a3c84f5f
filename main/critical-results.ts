/** Tells the doctor at this desk, over whatever they are doing, that a critical result has come. */
import { countCriticalAmong } from './clinic/labs/lab-results.service.ts'
import { readClinic } from './clinic/settings/settings.service.ts'
import type { Language } from './clinic/shared/languages.ts'
import { may } from './clinic/shared/permissions.ts'
import type { Desk } from './db/desk.ts'
import type { CommittedUnit } from './db/write.ts'
import type { SignedIn } from './ipc/session.ts'
import en from '../resources/locales/en/labs.json' with { type: 'json' }
import fr from '../resources/locales/fr/labs.json' with { type: 'json' }
import ptBR from '../resources/locales/pt-BR/labs.json' with { type: 'json' }
import ru from '../resources/locales/ru/labs.json' with { type: 'json' }

const texts: Record<Language, { toast: Toast }> = { en, ru, 'pt-BR': ptBR, fr }

/** What stands in a toast: it may lie on a locked screen, so nothing of anybody. */
export interface Toast {
  title: string
  body: string
}

export interface CriticalResultsParts {
  /** Who sits at the window; null when nobody does. */
  signedIn(): SignedIn | null
  desk(who: SignedIn): Desk
  show(toast: Toast): void
}

/** Tells of the reports that a unit brought, from here or by way of the hub, where they bear a critical result. */
export async function tellOfCriticalResults(
  { signedIn, desk, show }: CriticalResultsParts,
  { rows }: CommittedUnit,
): Promise<void> {
  const reportIds = rows.flatMap(({ entity, id }) => (entity === 'diagnosticReport' ? [id] : []))
  const who = signedIn()
  if (reportIds.length === 0 || who === null || !may(who.roles, 'labs.review')) return
  const own = desk(who)
  if ((await countCriticalAmong(own, reportIds)) === 0) return
  const { language } = await readClinic(own)
  show(texts[language].toast)
}
