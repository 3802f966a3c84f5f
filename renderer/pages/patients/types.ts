/** What the procedures answer, as the screens of patients and cards use it. */
import type { RouterOutputs } from '../../router-types.ts'

export type Patient = RouterOutputs['patients']['get']
export type Card = NonNullable<Patient['card']>
export type WaitingCard = RouterOutputs['cards']['waiting'][number]
export type Duplicate = RouterOutputs['patients']['duplicates'][number]
export type FoundPatient = RouterOutputs['patients']['search'][number]
export type DuplicatePair = RouterOutputs['duplicates']['pairs']['pairs'][number]
export type MergePreview = RouterOutputs['duplicates']['preview']
export type MergeSide = MergePreview['survivor']
export type MergeDifference = MergePreview['person'][number] | MergePreview['card'][number]
export type Relative = RouterOutputs['record']['relatives']['relatives'][number]
export type PatientNote = RouterOutputs['record']['notes'][number]
export type Consent = Patient['consents'][number]
export type Booking = RouterOutputs['appointments']['ofPatient']['upcoming'][number]
export type InvoiceSummary = RouterOutputs['billing']['ofPatient'][number]
export type ImportPreview = RouterOutputs['patients']['previewImport']

type Events<Stream> = Stream extends AsyncIterable<infer Event> ? Event : never

/** What a running import tells. */
export type ImportEvent = Events<RouterOutputs['patients']['import']>
export type ImportResult = Extract<ImportEvent, { kind: 'done' }>['result']
export type ImportProgress = Extract<ImportEvent, { kind: 'progress' }>['progress']
export type RowProblem = ImportPreview['rows'][number]['problems'][number]
