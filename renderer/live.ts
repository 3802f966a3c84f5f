/** Screens follow what anyone writes: each committed unit names its tables, and the reads of them are made again. */
import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState } from 'react'
import { coalesce } from './coalesce.ts'
import { useTRPC } from './trpc.ts'

/** Which routers' reads show rows of an entity. */
const readersOf: Record<string, readonly string[]> = {
  patient: ['patients', 'duplicates', 'record', 'appointments', 'visits', 'billing', 'labs'],
  consent: ['patients'],
  consentWithdrawal: ['patients'],
  consentText: ['record'],
  relatedPerson: ['record', 'patients'],
  patientNote: ['record', 'patients', 'appointments'],
  patientMerge: ['patients', 'duplicates'],
  patientMergeUndo: ['patients', 'duplicates'],
  patientDistinct: ['duplicates'],
  medicalCard: ['patients', 'cards', 'appointments', 'visits'],
  appointment: [
    'appointments',
    'schedule',
    'visits',
    'billing',
    'patients',
    'calls',
    'waitlist',
    'timeline',
  ],
  appointmentStep: ['appointments'],
  rebookTask: ['appointments'],
  queueTicket: ['appointments'],
  preference: ['preferences'],
  scheduleBlock: ['appointments', 'schedule', 'calls'],
  waitlistEntry: ['waitlist', 'referrals'],
  waitlistCall: ['waitlist'],
  appointmentCall: ['calls', 'appointments'],
  encounter: ['visits', 'appointments', 'timeline'],
  encounterAddendum: ['visits'],
  encounterDraft: ['visits'],
  condition: ['visits'],
  conditionEnd: ['visits'],
  vitalSign: ['visits'],
  encounterCosignature: ['visits'],
  visitTemplate: ['templates'],
  visitPhrase: ['templates'],
  medicalCertificate: ['certificates', 'timeline'],
  serviceRequest: ['referrals', 'visits', 'timeline'],
  referralStep: ['referrals', 'visits'],
  codeSystem: ['codes'],
  allergyIntolerance: ['allergies'],
  prescription: ['prescriptions', 'timeline'],
  medicationRequest: ['prescriptions'],
  medicationStop: ['prescriptions'],
  documentType: ['documentTypes'],
  composition: ['compositions', 'timeline'],
  compositionStep: ['compositions'],
  attachment: ['files', 'referrals', 'timeline'],
  task: ['tasks', 'compositions'],
  taskStep: ['tasks'],
  observationDefinition: ['labs'],
  referenceRange: ['labs'],
  observationPanel: ['labs'],
  observationPanelMember: ['labs'],
  labOrder: ['labs'],
  specimen: ['labs'],
  labOrderItem: ['labs'],
  labMessageReport: ['labs'],
  labMatch: ['labs'],
  labMatchUndo: ['labs', 'timeline'],
  labPutAway: ['labs'],
  diagnosticReport: ['labs', 'timeline'],
  observation: ['labs', 'timeline'],
  reportReview: ['labs'],
  documentReference: ['documents', 'referrals', 'visits', 'billing', 'timeline'],
  invoice: ['billing', 'appointments'],
  invoiceLine: ['billing'],
  payment: ['billing', 'appointments'],
  refund: ['billing', 'appointments'],
  receipt: ['billing'],
  message: ['notifications'],
  practitioner: ['staff', 'appointments', 'schedule', 'catalog'],
  credential: ['staff'],
  serviceCategory: ['catalog'],
  healthcareService: ['catalog', 'schedule'],
  practitionerService: ['catalog', 'schedule'],
  weeklyHours: ['schedule', 'appointments', 'calls', 'waitlist'],
  leave: ['schedule', 'appointments', 'calls', 'waitlist'],
  extraHours: ['schedule', 'appointments', 'calls', 'waitlist'],
  clinicDay: ['schedule', 'appointments', 'calls', 'waitlist'],
  equipment: ['catalog', 'appointments', 'schedule'],
  serviceNeed: ['catalog', 'appointments', 'schedule'],
  priceList: ['catalog'],
  servicePrice: ['catalog'],
  servicePackage: ['catalog'],
  packagePart: ['catalog'],
  coverage: ['catalog'],
  location: ['catalog', 'appointments', 'schedule'],
  organization: ['settings'],
  setting: ['settings', 'notifications', 'schedule', 'appointments'],
}

/** An import commits dozens of times a second; reading everything again each time would stall the window. */
const pauseMs = 400

/** Keeps every open screen true for as long as the calling part is there. */
export function useLiveChanges(): void {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [changes] = useState(() =>
    coalesce<string>((routers) => {
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => {
          const path: unknown = queryKey[0]
          return Array.isArray(path) && routers.has(String(path[0]))
        },
      })
    }, pauseMs),
  )
  useEffect(() => () => changes.cancel(), [changes])
  useSubscription(
    trpc.workstation.changes.subscriptionOptions(undefined, {
      onData: (rows) => changes.add(rows.flatMap((row) => readersOf[row.entity] ?? [])),
    }),
  )
}
