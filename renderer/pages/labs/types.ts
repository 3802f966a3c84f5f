/** The laboratory as its screens know it. */
import type { RouterOutputs } from '../../router-types.ts'

export type InboxReport = RouterOutputs['labs']['inbox'][number]
export type Observation = InboxReport['observations'][number]
export type Report = RouterOutputs['labs']['report']
export type TrendPoint = RouterOutputs['labs']['trend'][number]
export type PatientResult = RouterOutputs['labs']['resultsOfPatient'][number]
export type Catalog = RouterOutputs['labs']['catalog']
export type LabOrder = RouterOutputs['labs']['ordersOfPatient'][number]
export type WaitingSpecimen = RouterOutputs['labs']['collectionList'][number]
export type AwaitedOrder = RouterOutputs['labs']['awaited'][number]
export type UnmatchedReport = RouterOutputs['labs']['unmatched'][number]
export type Candidate = RouterOutputs['labs']['candidates'][number]
export type PutAwayReport = RouterOutputs['labs']['putAwayList'][number]
export type ResultSheet = RouterOutputs['labs']['resultSheet']
export type FileOutcome = RouterOutputs['labs']['takeInFile']
export type MessageReport = RouterOutputs['labs']['unmatchedReport']
