/** All procedures, by domain; the renderer knows this file's type and nothing else of it. */
import { allergiesRouter } from '../clinic/allergies/allergies.router.ts'
import { appointmentsRouter } from '../clinic/appointments/appointments.router.ts'
import { billingRouter } from '../clinic/billing/billing.router.ts'
import { callsRouter } from '../clinic/calls/calls.router.ts'
import { catalogRouter } from '../clinic/catalog/catalog.router.ts'
import { codesRouter } from '../clinic/codes/codes.router.ts'
import { compositionsRouter } from '../clinic/documents/compositions.router.ts'
import { documentTypesRouter } from '../clinic/documents/document-types.router.ts'
import { documentsRouter } from '../clinic/documents/documents.router.ts'
import { fhirRouter } from '../clinic/fhir/fhir.router.ts'
import { filesRouter } from '../clinic/files/files.router.ts'
import { labsRouter } from '../clinic/labs/labs.router.ts'
import { notificationsRouter } from '../clinic/notifications/notifications.router.ts'
import { cardsRouter } from '../clinic/patients/medical-card.router.ts'
import { duplicatesRouter } from '../clinic/patients/duplicates.router.ts'
import { recordRouter } from '../clinic/patients/record.router.ts'
import { patientsRouter } from '../clinic/patients/patients.router.ts'
import { preferencesRouter } from '../clinic/preferences/preferences.router.ts'
import { certificatesRouter } from '../clinic/certificates/certificates.router.ts'
import { timelineRouter } from '../clinic/timeline/timeline.router.ts'
import { templatesRouter } from '../clinic/visit-templates/templates.router.ts'
import { prescriptionsRouter } from '../clinic/prescriptions/prescriptions.router.ts'
import { queueRouter } from '../clinic/queue/queue.router.ts'
import { referralsRouter } from '../clinic/referrals/referrals.router.ts'
import { feedRouter } from '../clinic/schedule/feed.router.ts'
import { scheduleRouter } from '../clinic/schedule/schedule.router.ts'
import { settingsRouter } from '../clinic/settings/settings.router.ts'
import { staffRouter } from '../clinic/staff/staff.router.ts'
import { tasksRouter } from '../clinic/tasks/tasks.router.ts'
import { visitsRouter } from '../clinic/visits/visits.router.ts'
import { waitlistRouter } from '../clinic/waitlist/waitlist.router.ts'
import { hostingRouter } from './hosting.router.ts'
import { router } from './procedure.ts'
import { syncRouter } from './sync.router.ts'
import { workstationRouter } from './workstation.router.ts'

export const appRouter = router({
  workstation: workstationRouter,
  staff: staffRouter,
  settings: settingsRouter,
  preferences: preferencesRouter,
  catalog: catalogRouter,
  schedule: scheduleRouter,
  feed: feedRouter,
  patients: patientsRouter,
  duplicates: duplicatesRouter,
  record: recordRouter,
  cards: cardsRouter,
  appointments: appointmentsRouter,
  queue: queueRouter,
  calls: callsRouter,
  waitlist: waitlistRouter,
  notifications: notificationsRouter,
  visits: visitsRouter,
  referrals: referralsRouter,
  codes: codesRouter,
  allergies: allergiesRouter,
  certificates: certificatesRouter,
  templates: templatesRouter,
  timeline: timelineRouter,
  prescriptions: prescriptionsRouter,
  fhir: fhirRouter,
  labs: labsRouter,
  tasks: tasksRouter,
  files: filesRouter,
  documents: documentsRouter,
  documentTypes: documentTypesRouter,
  compositions: compositionsRouter,
  billing: billingRouter,
  sync: syncRouter,
  hosting: hostingRouter,
})

export type AppRouter = typeof appRouter
