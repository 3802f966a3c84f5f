/** Gathers what a document says on paper, in its own language; a draft says that it is one. */
import type { Reader } from '../../db/kysely.ts'
import type { CompositionRow } from '../../db/tables.ts'
import type { CompositionForm, PrintedForm } from '../../pdf/printed-form.ts'
import { printTexts, type Words, wordsFor } from '../../pdf/texts.ts'
import type { Clinic } from '../settings/settings.service.ts'
import { isLanguage } from '../shared/languages.ts'
import { fullName } from '../shared/names.ts'
import { contentHashOf, readAnswers } from './composition-content.service.ts'
import { findComposition, findPeople, listCompositionSteps } from './compositions.queries.ts'
import { asDefinition } from './document-types.service.ts'
import {
  type Answers,
  type DocumentDefinition,
  type DocumentField,
  textIn,
} from './document-types.rules.ts'
import { printedPatient } from './printed-forms.service.ts'

export type RenderForm = (form: PrintedForm) => Promise<Uint8Array>

/**
 * The form of a document with the signatures it has, and with one that is being given. The same rows
 * and the same signature always give the same form.
 */
export async function gatherComposition(
  db: Reader,
  clinic: Clinic,
  document: CompositionRow,
  signature: { signerId: string; signedAt: string } | null,
): Promise<CompositionForm> {
  const { name, legalName, address, phone, email, taxId, country, timeZone } = clinic
  const language = isLanguage(document.language) ? document.language : clinic.language
  const letterhead = { name, legalName, address, phone, email, taxId, country, timeZone }
  const words = wordsFor(language, letterhead)
  const definition = asDefinition(JSON.parse(document.definition))
  const patient = document.patientId === null ? null : await printedPatient(db, document.patientId)
  const replaced =
    document.replacesId === null ? null : await findComposition(db, document.replacesId)
  const [author] = await findPeople(db, [document.authorId])
  const answers = answersInWords(definition, readAnswers(document.content), words)
  const text = textIn(definition.form.text, language, clinic.language)
  const places: Answers = {
    ...answers,
    patient: patient === null ? '' : fullName(patient.name, language),
    born: patient?.bornOn === null || patient === null ? '' : words.day(patient.bornOn),
    number: document.number,
    day: words.dayOf(document.createdAt),
    clinic: legalName ?? name,
    author: author === undefined ? '' : fullName(author, language),
  }
  return {
    kind: 'document',
    language,
    clinic: letterhead,
    number: document.number,
    title: textIn(definition.form.title, language, clinic.language),
    writtenAt: document.createdAt,
    patient,
    replacesNumber: replaced?.number ?? null,
    paragraphs: paragraphsOf(text, places, printTexts(language).notGiven),
    fields: text === '' ? fieldsOf(definition.fields, answers, words) : [],
    signatures: await signaturesOf(db, document, signature),
    contentHash: contentHashOf(document),
    signatureLines: definition.form.signatureLines.map((line) =>
      textIn(line, language, clinic.language),
    ),
  }
}

/** Answers as they are read: days written out, choices and yes or no in words. */
function answersInWords({ fields }: DocumentDefinition, answers: Answers, words: Words): Answers {
  const { yes, no } = words.texts.composition
  return Object.fromEntries(
    fields.map((field) => {
      const answer = answers[field.key] ?? ''
      if (answer === '') return [field.key, '']
      if (field.kind === 'day') return [field.key, words.day(answer)]
      if (field.kind === 'yes-no') return [field.key, answer === 'yes' ? yes : no]
      if (field.kind === 'choice') {
        return [field.key, textIn(field.choices[Number(answer)] ?? {}, words.language)]
      }
      return [field.key, answer]
    }),
  )
}

/** Paragraphs with their places filled; what was not said is a dash, and what is empty is left out. */
function paragraphsOf(text: string, places: Answers, notGiven: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .filter((paragraph) => {
      const only = /^\{([a-z][a-z0-9-]*)\}$/.exec(paragraph)?.[1]
      return only === undefined || (places[only] ?? '') !== ''
    })
    .map((paragraph) =>
      paragraph.replaceAll(/\{([a-z][a-z0-9-]*)\}/g, (_whole, key: string) => {
        const said = places[key] ?? ''
        return said === '' ? notGiven : said
      }),
    )
}

function fieldsOf(fields: readonly DocumentField[], answers: Answers, { language }: Words) {
  return fields.map(({ key, kind, label }) => ({
    label: textIn(label, language),
    value: answers[key] === '' ? null : (answers[key] ?? null),
    isLong: kind === 'long-text',
  }))
}

/** Those who signed since the document was last given on; a return takes earlier signatures away. */
async function signaturesOf(
  db: Reader,
  document: CompositionRow,
  signature: { signerId: string; signedAt: string } | null,
) {
  const steps = await listCompositionSteps(db, document.id)
  const submitted = steps.findLastIndex(({ action }) => action === 'submit')
  const given = steps
    .slice(submitted + 1)
    .filter(({ action }) => action === 'sign')
    .map(({ actorId, at }) => ({ signerId: actorId, signedAt: at }))
  const all = signature === null ? given : [...given, signature]
  const people = await findPeople(
    db,
    all.map(({ signerId }) => signerId),
  )
  return all.flatMap(({ signerId, signedAt }) => {
    const person = people.find(({ id }) => id === signerId)
    if (person === undefined) return []
    const { family, given: first, patronymic } = person
    return [{ signer: { family, given: first, patronymic }, signedAt }]
  })
}
