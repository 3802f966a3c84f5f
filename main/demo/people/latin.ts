/** Names in plain Latin letters, for mail addresses and login names. */
import { spellInLatin } from '../../clinic/patients/transliteration.rules.ts'

/** `Щербакова` gives `shcherbakova`, `Élodie` gives `elodie`, `da Silva` gives `dasilva`. */
export function mailName(name: string): string {
  return spellInLatin(name)
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '')
}
