/** Types of documents as data: what is asked, what is printed, whose turn it is when, how long it is kept. */
import { isDay } from '../shared/days.ts'
import { type Language, languages } from '../shared/languages.ts'
import type { Role } from '../shared/permissions.ts'

/** A text in the languages in which somebody wrote it. */
export type LocalText = Partial<Record<Language, string>>

export const fieldKinds = [
  'text',
  'long-text',
  'number',
  'day',
  'choice',
  'yes-no',
  'person',
] as const
export type FieldKind = (typeof fieldKinds)[number]

export interface DocumentField {
  /** Names its place in the printed text: `{key}`. */
  key: string
  kind: FieldKind
  label: LocalText
  required: boolean
  /** Of a choice. */
  choices: LocalText[]
}

export interface DocumentForm {
  title: LocalText
  /** Paragraphs with places; empty: the fields one under another. */
  text: LocalText
  /** Captions of the lines to sign on by hand. */
  signatureLines: LocalText[]
}

export const routeActions = ['fill', 'approve', 'sign'] as const
export type RouteAction = (typeof routeActions)[number]

export type RouteActor = { author: true } | { role: Role } | { practitionerId: string }

export interface RouteStep {
  action: RouteAction
  by: RouteActor
  /** Until when, counted from the day on which it is their turn; null where nothing hurries. */
  dueDays: number | null
}

/** From which day a document is kept: when it was signed, when archived, or a day that stands in it. */
export interface Retention {
  years: number | null
  from: string
}

export interface DocumentDefinition {
  name: LocalText
  fields: DocumentField[]
  form: DocumentForm
  route: RouteStep[]
  retention: Retention
  isMedical: boolean
  needsPatient: boolean
}

/** What every text may name besides the document's own fields. */
export const commonPlaces = ['patient', 'born', 'number', 'day', 'clinic', 'author'] as const

/** The text in a language, else in the first one that somebody wrote. */
export function textIn(text: LocalText, language: Language, otherwise?: Language): string {
  const order = [language, ...(otherwise === undefined ? [] : [otherwise]), ...languages]
  for (const one of order) {
    const written = text[one]?.trim()
    if (written !== undefined && written !== '') return written
  }
  return ''
}

/** Languages in which every word of a type is there. */
export function completeLanguages(definition: DocumentDefinition): Language[] {
  const { name, fields, form } = definition
  const texts = [
    name,
    form.title,
    ...(Object.values(form.text).some((text) => text.trim() !== '') ? [form.text] : []),
    ...form.signatureLines,
    ...fields.flatMap(({ label, choices }) => [label, ...choices]),
  ]
  return languages.filter((language) => texts.every((text) => (text[language] ?? '').trim() !== ''))
}

export type DefinitionProblem =
  | 'no-name'
  | 'no-title'
  | 'key-twice'
  | 'field-without-label'
  | 'choice-without-choices'
  | 'unknown-place'
  | 'route-order'
  | 'retention-from'

const place = /\{([a-z][a-z0-9-]*)\}/g

/** The places that a text names. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(place)].map(([, name = '']) => name)
}

/** What is wrong with a type: told to the administrator, the first thing first. */
export function definitionProblems(definition: DocumentDefinition): DefinitionProblem[] {
  const { name, fields, form, route, retention } = definition
  const isSaid = (text: LocalText) => textIn(text, 'en') !== ''
  const keys = fields.map(({ key }) => key)
  const known = new Set<string>([...keys, ...commonPlaces])
  const days = fields.filter(({ kind }) => kind === 'day').map(({ key }) => key)
  const problems: [boolean, DefinitionProblem][] = [
    [!isSaid(name), 'no-name'],
    [!isSaid(form.title), 'no-title'],
    [known.size < keys.length + commonPlaces.length, 'key-twice'],
    [!fields.every(({ label }) => isSaid(label)), 'field-without-label'],
    [
      fields.some(
        ({ kind, choices }) => kind === 'choice' && !(choices.length > 1 && choices.every(isSaid)),
      ),
      'choice-without-choices',
    ],
    [
      Object.values(form.text).some((text) => placesIn(text).some((one) => !known.has(one))),
      'unknown-place',
    ],
    [!isRouteInOrder(route), 'route-order'],
    [!['signed', 'archived', ...days].includes(retention.from), 'retention-from'],
  ]
  return problems.filter(([isWrong]) => isWrong).map(([, problem]) => problem)
}

/** One who fills, then those who approve, then at least one who signs. */
export function isRouteInOrder(route: readonly Pick<RouteStep, 'action'>[]): boolean {
  const order = route.map(({ action }) => routeActions.indexOf(action))
  const isRising = order.every((rank, index) => index === 0 || rank >= (order[index - 1] ?? 0))
  const fills = order.filter((rank) => rank === 0).length
  return isRising && fills === 1 && order.at(-1) === 2
}

export type AnswerProblem = 'required' | 'number' | 'day' | 'choice' | 'yes-no'

/** What a document says, by the keys of its fields; an answer that is not given is left out. */
export type Answers = Record<string, string>

/** The answers as they are kept: of known fields alone, without what is empty. */
export function tidyAnswers(fields: readonly DocumentField[], answers: Answers): Answers {
  return Object.fromEntries(
    fields.flatMap(({ key }) => {
      const answer = answers[key]?.trim() ?? ''
      return answer === '' ? [] : [[key, answer]]
    }),
  )
}

/** What is wrong with the answers, by field; `isFinal` also asks for the required ones. */
export function answerProblems(
  fields: readonly DocumentField[],
  answers: Answers,
  isFinal: boolean,
): { key: string; problem: AnswerProblem }[] {
  return fields.flatMap((field) => {
    const problem = answerProblem(field, answers[field.key] ?? '', isFinal)
    return problem === null ? [] : [{ key: field.key, problem }]
  })
}

function answerProblem(
  { kind, required, choices }: DocumentField,
  answer: string,
  isFinal: boolean,
): AnswerProblem | null {
  if (answer === '') return required && isFinal ? 'required' : null
  switch (kind) {
    case 'number':
      return /^-?\d{1,15}([.,]\d{1,6})?$/.test(answer) ? null : 'number'
    case 'day':
      return isDay(answer) ? null : 'day'
    case 'choice':
      return /^\d+$/.test(answer) && Number(answer) < choices.length ? null : 'choice'
    case 'yes-no':
      return answer === 'yes' || answer === 'no' ? null : 'yes-no'
    case 'text':
    case 'long-text':
    case 'person':
      return null
  }
}
