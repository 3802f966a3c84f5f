/** Procedures about prescriptions. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  cancelPrescriptionInput,
  issuePrescriptionInput,
  patientPrescriptionsInput,
  stopMedicineInput,
} from './prescriptions.input.ts'
import {
  cancelPrescription,
  issuePrescription,
  readPrescriptions,
  stopMedicine,
} from './prescriptions.service.ts'

export const prescriptionsRouter = router({
  ofPatient: procedure('record.read')
    .input(patientPrescriptionsInput)
    .query(({ ctx, input }) => readPrescriptions(ctx.desk, input.patientId)),
  issue: procedure('prescriptions.issue')
    .input(issuePrescriptionInput)
    .mutation(({ ctx, input }) => issuePrescription(ctx.desk, input)),
  cancel: procedure('prescriptions.issue')
    .input(cancelPrescriptionInput)
    .mutation(({ ctx, input }) => cancelPrescription(ctx.desk, input)),
  stop: procedure('record.write')
    .input(stopMedicineInput)
    .mutation(({ ctx, input }) => stopMedicine(ctx.desk, input)),
})
