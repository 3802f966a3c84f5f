/** What stands beside a patient's record: notes, relatives and payers, price lists, consents by purpose. */
import { CoverageSection } from './coverage-section.tsx'
import { PatientTasks } from '../tasks/patient-tasks.tsx'
import { ConsentsSection } from './consents-section.tsx'
import { NotesSection } from './notes-section.tsx'
import { RelativesSection } from './relatives-section.tsx'
import type { Patient } from './types.ts'
import classes from './merge.module.css'

export function DetailsPanel({
  patient,
  recordConsent,
}: {
  patient: Patient
  /** Absent where it cannot be recorded. */
  recordConsent?: () => void
}) {
  return (
    <div className={classes['details']}>
      <PatientTasks patient={patient} />
      <NotesSection patientId={patient.id} />
      <RelativesSection patientId={patient.id} />
      <CoverageSection patientId={patient.id} />
      <ConsentsSection patient={patient} {...(recordConsent && { recordConsent })} />
    </div>
  )
}
