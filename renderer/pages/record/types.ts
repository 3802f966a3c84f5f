/** The record as its parts know it. */
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../../main/ipc/app-router.ts'

type Outputs = inferRouterOutputs<AppRouter>

export type Allergy = Outputs['allergies']['ofPatient'][number]
export type Prescription = Outputs['prescriptions']['ofPatient'][number]
export type Medicine = Prescription['medicines'][number]
