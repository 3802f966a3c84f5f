/** What the demo clinic offers: specialties, categories, services with prices, rooms. */
import type { Language } from '../clinic/shared/languages.ts'
import { categoryCodes, serviceRows, specialtyCodes } from './catalogue/services.ts'
import type { CategoryCode, ServiceRow, SpecialtyCode } from './catalogue/services.ts'
import { demoCountries } from './countries.ts'
import type { DemoCountry } from './countries.ts'
import { texts } from './texts.ts'
import type { Texts } from './texts.ts'

export { categoryCodes, specialtyCodes }
export type { CategoryCode, SpecialtyCode }

export const specialtyNames: Record<SpecialtyCode, Texts> = {
  'general-practice': texts('General practice', 'Терапия', 'Clínica geral', 'Médecine générale'),
  cardiology: texts('Cardiology', 'Кардиология', 'Cardiologia', 'Cardiologie'),
  paediatrics: texts('Paediatrics', 'Педиатрия', 'Pediatria', 'Pédiatrie'),
  neurology: texts('Neurology', 'Неврология', 'Neurologia', 'Neurologie'),
  ultrasound: texts(
    'Ultrasound diagnostics',
    'Ультразвуковая диагностика',
    'Ultrassonografia',
    'Échographie',
  ),
  gynaecology: texts('Gynaecology', 'Гинекология', 'Ginecologia', 'Gynécologie'),
  ent: texts('Ear, nose and throat', 'Оториноларингология', 'Otorrinolaringologia', 'ORL'),
  dermatology: texts('Dermatology', 'Дерматология', 'Dermatologia', 'Dermatologie'),
}

export const categoryNames: Record<CategoryCode, Texts> = {
  consultation: texts('Consultations', 'Приёмы врачей', 'Consultas', 'Consultations'),
  functional: texts(
    'Functional diagnostics',
    'Функциональная диагностика',
    'Exames funcionais',
    'Explorations fonctionnelles',
  ),
  ultrasound: texts('Ultrasound', 'УЗИ', 'Ultrassonografia', 'Échographie'),
  procedure: texts('Procedures', 'Процедуры', 'Procedimentos', 'Actes techniques'),
  prevention: texts('Check-ups and vaccines', 'Профилактика', 'Prevenção', 'Prévention'),
  certificate: texts('Certificates', 'Справки', 'Atestados', 'Certificats'),
}

/** Parts of categories, and the services that stand in them rather than in the whole. */
export const subcategories = [
  {
    of: 'ultrasound',
    name: texts('Heart and vessels', 'Сердце и сосуды', 'Coração e vasos', 'Cœur et vaisseaux'),
    services: ['US-04', 'US-06', 'US-07'],
  },
] as const satisfies { of: CategoryCode; name: Texts; services: string[] }[]

export interface DemoService extends Omit<ServiceRow, 'price'> {
  /** Minor units of the country's currency. */
  priceMinor: number
}

/** The sixty services at the prices of a country, in the order of their codes. */
export function demoServices(country: DemoCountry): DemoService[] {
  const column = demoCountries.indexOf(country)
  return serviceRows.map(({ price, ...service }) => ({
    ...service,
    // All four currencies have a hundred minor units.
    priceMinor: (price[column] ?? price[0]) * 100,
  }))
}

export const roomCodes = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'treatment'] as const

export type RoomCode = (typeof roomCodes)[number]

const roomWords: Record<Language, { room: string; treatment: string }> = {
  en: { room: 'Room', treatment: 'Treatment room' },
  ru: { room: 'Кабинет', treatment: 'Процедурный кабинет' },
  'pt-BR': { room: 'Consultório', treatment: 'Sala de procedimentos' },
  fr: { room: 'Cabinet', treatment: 'Salle de soins' },
}

/** `Room 3`, `Кабинет 3`. */
export function roomName(room: RoomCode, language: Language): string {
  const words = roomWords[language]
  return room === 'treatment' ? words.treatment : `${words.room} ${room}`
}

export const roomKinds = {
  consulting: texts('Consulting room', 'Приём', 'Consulta', 'Consultation'),
  ultrasound: texts('Ultrasound', 'УЗИ', 'Ultrassom', 'Échographie'),
  procedures: texts('Procedures', 'Процедуры', 'Procedimentos', 'Soins'),
} as const satisfies Record<string, Texts>

/** What a room is for. */
export function roomKind(room: RoomCode): keyof typeof roomKinds {
  if (room === 'treatment') return 'procedures'
  return room === '7' ? 'ultrasound' : 'consulting'
}

interface DemoMachine {
  name: Texts
  /** Null: it goes where it is needed. */
  room: RoomCode | null
}

/** The ultrasound machines: whoever scans in a room of their own has one there. */
export const machines: readonly DemoMachine[] = [
  {
    name: texts('Ultrasound machine 1', 'УЗИ-аппарат 1', 'Ultrassom 1', 'Échographe 1'),
    room: '7',
  },
  {
    name: texts('Ultrasound machine 2', 'УЗИ-аппарат 2', 'Ultrassom 2', 'Échographe 2'),
    room: '5',
  },
  {
    name: texts(
      'Portable ultrasound',
      'УЗИ-аппарат переносной',
      'Ultrassom portátil',
      'Échographe portable',
    ),
    room: null,
  },
]

/** The service that is done in the treatment room, wherever its doctor sees patients. */
export const serviceInTreatmentRoom = 'NE-05'
