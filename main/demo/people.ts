/** Invented patients: names of their country and time, households, and nothing that reaches anyone. */
import { Temporal } from 'temporal-polyfill'
import { ageYears } from '../clinic/shared/days.ts'
import type { Language } from '../clinic/shared/languages.ts'
import { languages } from '../clinic/shared/languages.ts'
import type { HumanName } from '../clinic/shared/names.ts'
import { demoCountryFacts } from './countries.ts'
import type { DemoCountry } from './countries.ts'
import { brazil } from './people/br.ts'
import { france } from './people/fr.ts'
import { britain } from './people/gb.ts'
import type { CountryPeople, IdentityDocument, Sex } from './people/pools.ts'
import { russia } from './people/ru.ts'
import { mailName } from './people/latin.ts'
import type { Random } from './random.ts'

export interface DemoPhone {
  use: 'mobile' | 'home'
  /** International form with spaces, as a person would write it. */
  value: string
}

export interface DemoPerson {
  name: HumanName
  sex: Sex
  /** YYYY-MM-DD. */
  bornOn: string
  phones: DemoPhone[]
  email: string | null
  address: string
  identityDocument: IdentityDocument
  language: Language
}

const peopleOf: Record<DemoCountry, CountryPeople> = {
  GB: britain,
  RU: russia,
  BR: brazil,
  FR: france,
}

/** How many of a hundred patients of a small clinic are of which age; women come more often. */
const ages: readonly (readonly [range: readonly [from: number, to: number], weight: number])[] = [
  [[0, 2], 7],
  [[3, 6], 7],
  [[7, 13], 7],
  [[14, 17], 3],
  [[18, 25], 8],
  [[26, 35], 17],
  [[36, 45], 17],
  [[46, 55], 13],
  [[56, 65], 11],
  [[66, 75], 7],
  [[76, 85], 2.5],
  [[86, 96], 0.5],
]

/** What is settled about a person before chance decides the rest. */
export interface PersonWish {
  /** The day on which the ages are counted, YYYY-MM-DD. */
  today: string
  sex?: Sex
  /** Full years. */
  age?: number
  /** Someone the person lives with: same address, and a family name in common. */
  livesWith?: DemoPerson
}

/** One person of the country. The same generator state and wish make the same person. */
export function makePerson(random: Random, country: DemoCountry, wish: PersonWish): DemoPerson {
  const people = peopleOf[country]
  const age = wish.age ?? random.int(...random.weighted(ages))
  const sex = wish.sex ?? (random.chance(age < 16 ? 0.49 : 0.58) ? 'female' : 'male')
  const bornOn = birthday(random, wish.today, age)
  const name = nameOf(random, people, sex, bornOn, age, wish.livesWith)
  return {
    name,
    sex,
    bornOn,
    phones: phonesOf(random, people, age, wish.livesWith),
    email: age >= 16 && random.chance(age > 70 ? 0.4 : 0.78) ? mailOf(random, name, bornOn) : null,
    address: wish.livesWith?.address ?? people.address(random),
    identityDocument: people.identityDocument(random, sex, bornOn, age),
    language: languageOf(random, country),
  }
}

function birthday(random: Random, today: string, age: number): string {
  const latest = Temporal.PlainDate.from(today).subtract({ years: age })
  const earliest = latest.subtract({ years: 1 }).add({ days: 1 })
  const span = earliest.until(latest, { largestUnit: 'days' }).days
  return earliest.add({ days: random.int(0, span) }).toString()
}

function nameOf(
  random: Random,
  people: CountryPeople,
  sex: Sex,
  bornOn: string,
  age: number,
  relative: DemoPerson | undefined,
): HumanName {
  const bornYear = Number(bornOn.slice(0, 4))
  if (relative === undefined) return people.name(random, sex, bornYear)
  if (age < 18) return people.name(random, sex, bornYear, relative)
  // A spouse bears the family in common, but has a father of their own.
  const { given, patronymic } = people.name(random, sex, bornYear)
  return { family: people.sharedFamily(relative.name.family, sex), given, patronymic }
}

function phonesOf(
  random: Random,
  people: CountryPeople,
  age: number,
  relative: DemoPerson | undefined,
): DemoPhone[] {
  if (age < 14 && relative) return relative.phones.slice(0, 1)
  const phones: DemoPhone[] = [{ use: 'mobile', value: people.mobile(random) }]
  if (random.chance(age > 60 ? 0.4 : 0.08))
    phones.push({ use: 'home', value: people.landline(random) })
  return phones
}

function mailOf(random: Random, name: HumanName, bornOn: string): string {
  const [given, family] = [mailName(name.given), mailName(name.family)]
  const local = random.pick([
    `${given}.${family}`,
    `${given}${bornOn.slice(2, 4)}`,
    `${family}.${given.slice(0, 1)}`,
    `${given}_${family}${bornOn.slice(2, 4)}`,
  ])
  // Both domains are kept for examples (RFC 2606): no mail can leave for them.
  return `${local}@${random.pick(['example.org', 'example.com'])}`
}

function languageOf(random: Random, country: DemoCountry): Language {
  const own = demoCountryFacts[country].language
  return random.chance(0.02) ? random.pick(languages) : own
}

/**
 * The clinic's patients: households share a family and an address, small children their parent's
 * phone; document numbers and everyone else's phones are their own.
 */
export function makePeople(
  random: Random,
  country: DemoCountry,
  count: number,
  today: string,
): DemoPerson[] {
  const people: DemoPerson[] = []
  const agesMade: number[] = []
  const taken = { phones: new Set<string>(), documents: new Set<string>() }
  for (let index = 0; index < count; index += 1) {
    const one = random.fork(`person ${index}`)
    const age = one.int(...one.weighted(ages))
    const livesWith = relativeFor(one, people, agesMade, age)
    agesMade.push(age)
    const wish: PersonWish = { today, age, ...(livesWith && { livesWith }) }
    if (livesWith && age >= 18) wish.sex = livesWith.sex === 'female' ? 'male' : 'female'
    people.push(withOwnNumbers(one, country, makePerson(one, country, wish), taken, wish))
  }
  return people
}

/** A parent for most children and a spouse for some adults, among those already made. */
function relativeFor(
  random: Random,
  people: readonly DemoPerson[],
  peopleAges: readonly number[],
  age: number,
): DemoPerson | undefined {
  const child = age < 18
  if (people.length === 0 || !random.chance(child ? 0.8 : 0.12)) return undefined
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const index = random.int(0, people.length - 1)
    const older = (peopleAges[index] ?? 0) - age
    const adult = older + age >= 20
    if (adult && (child ? older >= 20 && older <= 40 : Math.abs(older) <= 6)) return people[index]
  }
  return undefined
}

interface TakenNumbers {
  phones: Set<string>
  documents: Set<string>
}

/** Replaces phones and documents that someone else has; the ranges kept for fiction are small. */
function withOwnNumbers(
  random: Random,
  country: DemoCountry,
  person: DemoPerson,
  taken: TakenNumbers,
  { today, livesWith }: PersonWish,
): DemoPerson {
  const people = peopleOf[country]
  const age = ageYears(person.bornOn, today)
  const shared = new Set(livesWith?.phones.map((phone) => phone.value))
  const phones = person.phones.map((phone) =>
    shared.has(phone.value) ? phone : ownPhone(random, people, phone, taken.phones),
  )
  let identityDocument = person.identityDocument
  while (taken.documents.has(identityDocument.number)) {
    identityDocument = people.identityDocument(random, person.sex, person.bornOn, age)
  }
  taken.documents.add(identityDocument.number)
  return { ...person, phones, identityDocument }
}

function ownPhone(
  random: Random,
  people: CountryPeople,
  first: DemoPhone,
  taken: Set<string>,
): DemoPhone {
  let phone = first
  for (let attempt = 1; taken.has(phone.value) && attempt < 60; attempt += 1) {
    // Where the mobile range runs out, a home number takes its place.
    const mobile = phone.use === 'mobile' && attempt < 4
    phone = mobile
      ? { use: 'mobile', value: people.mobile(random) }
      : { use: 'home', value: people.landline(random) }
  }
  taken.add(phone.value)
  return phone
}
