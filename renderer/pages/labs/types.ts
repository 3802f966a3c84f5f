/** The laboratory as its screens know it. */
import type { RouterOutputs } from '../../router-types.ts'

export type InboxReport = RouterOutputs['labs']['inbox'][number]
export type Observation = InboxReport['observations'][number]
export type Report = RouterOutputs['labs']['report']
export type TrendPoint = RouterOutputs['labs']['trend'][number]
export type PatientResult = RouterOutputs['labs']['resultsOfPatient'][number]
export type Catalog = RouterOutputs['labs']['catalog']
export type LabOrder = RouterOutputs['labs']['ordersOfPatient'][number]
