/** Procedures about allergies. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addAllergyInput,
  archiveAllergyInput,
  patientAllergiesInput,
  updateAllergyInput,
} from './allergies.input.ts'
import { addAllergy, archiveAllergy, readAllergies, updateAllergy } from './allergies.service.ts'

export const allergiesRouter = router({
  ofPatient: procedure('record.read')
    .input(patientAllergiesInput)
    .query(({ ctx, input }) => readAllergies(ctx.desk, input.patientId)),
  add: procedure('record.write')
    .input(addAllergyInput)
    .mutation(({ ctx, input }) => addAllergy(ctx.desk, input)),
  update: procedure('record.write')
    .input(updateAllergyInput)
    .mutation(({ ctx, input }) => updateAllergy(ctx.desk, input)),
  archive: procedure('record.write')
    .input(archiveAllergyInput)
    .mutation(({ ctx, input }) => archiveAllergy(ctx.desk, input)),
})
