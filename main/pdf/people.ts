/** How patients and doctors are named on paper. */
import { fullName } from '../clinic/shared/names.ts'
import type { PrintedPatient, PrintedPractitioner } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawFields, drawSection } from './fields.ts'
import type { Field } from './fields.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

/** `Name, specialty`, or the name alone. */
export function practitionerLine(practitioner: PrintedPractitioner, { language }: Words): string {
  const name = fullName(practitioner.name, language)
  return practitioner.specialty === null || practitioner.specialty === ''
    ? name
    : `${name}, ${practitioner.specialty}`
}

/** The patient's name over the fields that the form asks for, in the order it asks. */
export function drawPatient(
  sheet: Sheet,
  patient: PrintedPatient,
  words: Words,
  parts: readonly Exclude<keyof PrintedPatient, 'name'>[],
): void {
  const { texts } = words
  const fields: Record<(typeof parts)[number], Field> = {
    bornOn: {
      label: texts.patient.bornOn,
      value: patient.bornOn === null ? texts.notGiven : words.day(patient.bornOn),
    },
    sex: { label: texts.patient.sex, value: texts.sex[patient.sex] },
    cardNumber: { label: texts.patient.cardNumber, value: patient.cardNumber },
    phone: { label: texts.patient.phone, value: patient.phone },
    address: { label: texts.patient.address, value: patient.address, span: 3 },
    identityDocument: {
      label: texts.patient.identityDocument,
      value: patient.identityDocument,
      span: 2,
    },
  }
  drawSection(sheet, texts.patient.title)
  sheet.paragraph(fullName(patient.name, words.language), styles.name)
  sheet.y += 5
  drawFields(
    sheet,
    parts.map((part) => fields[part]),
    3,
  )
}
