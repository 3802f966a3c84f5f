/** The four countries that a demo clinic can stand in, and what follows from the choice. */
import type { Language } from '../clinic/shared/languages.ts'

/** ISO 3166-1 alpha-2. */
export const demoCountries = ['GB', 'RU', 'BR', 'FR'] as const

export type DemoCountry = (typeof demoCountries)[number]

export interface DemoCountryFacts {
  language: Language
  /** ISO 4217. */
  currency: string
  /** IANA. */
  timeZone: string
  clinicName: string
  /** Invented town and street: no letter can reach anyone. */
  clinicAddress: string
  clinicPhone: string
  clinicEmail: string
}

/** The clinic of each country. Phones are from the ranges that `people/*.ts` explain. */
export const demoCountryFacts: Record<DemoCountry, DemoCountryFacts> = {
  GB: {
    language: 'en',
    currency: 'GBP',
    timeZone: 'Europe/London',
    clinicName: 'Larkmere Private Clinic',
    clinicAddress: '12 Kingfisher Row, Larkmere, LK1 2AB',
    clinicPhone: '+44 1632 960001',
    clinicEmail: 'reception@example.org',
  },
  RU: {
    language: 'ru',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
    clinicName: 'Клиника «Вербная»',
    clinicAddress: '699010, г. Вербногорск, ул. Вербная, д. 12',
    clinicPhone: '+7 974 555-00-01',
    clinicEmail: 'reception@example.org',
  },
  BR: {
    language: 'pt-BR',
    currency: 'BRL',
    timeZone: 'America/Sao_Paulo',
    clinicName: 'Clínica Ipê Claro',
    clinicAddress: 'Rua dos Ipês Claros, 120 – Centro, Campo Sereno – SP, 13999-010',
    clinicPhone: '+55 (16) 3555-0001',
    clinicEmail: 'recepcao@example.org',
  },
  FR: {
    language: 'fr',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    clinicName: 'Clinique des Tilleuls',
    clinicAddress: '12 rue des Grands Tilleuls, 45990 Montclair-les-Tilleuls',
    clinicPhone: '+33 1 99 00 00 01',
    clinicEmail: 'accueil@example.org',
  },
}

/** The country whose language it is; the demo clinic of a first start stands there. */
export function demoCountryFor(language: Language): DemoCountry {
  return demoCountries.find((country) => demoCountryFacts[country].language === language) ?? 'GB'
}
