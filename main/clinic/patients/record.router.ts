/** Procedures about what stands beside a patient's record: relatives, notes, consents, the photo. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addConsentTextInput,
  archiveConsentTextInput,
  consentInput,
  withdrawConsentInput,
} from './consents.input.ts'
import {
  addConsentText,
  archiveConsentText,
  listConsentTexts,
  printConsent,
  withdrawConsent,
} from './consents.service.ts'
import { patientInput } from './patients.input.ts'
import { removePhotoInput, setPhotoInput } from './photo.input.ts'
import { readPhoto, removePhoto, setPhoto } from './photo.service.ts'
import {
  addNoteInput,
  addRelativeInput,
  archiveRelativeInput,
  patientIdInput,
  updateNoteInput,
  updateRelativeInput,
} from './relatives.input.ts'
import {
  addNote,
  addRelative,
  archiveNote,
  archiveRelative,
  readNotes,
  readRelatives,
  updateNote,
  updateRelative,
} from './relatives.service.ts'

export const recordRouter = router({
  relatives: procedure('patients.read')
    .input(patientIdInput)
    .query(({ ctx, input }) => readRelatives(ctx.desk, input.patientId)),
  addRelative: procedure('patients.write')
    .input(addRelativeInput)
    .mutation(({ ctx, input }) => addRelative(ctx.desk, input)),
  updateRelative: procedure('patients.write')
    .input(updateRelativeInput)
    .mutation(({ ctx, input }) => updateRelative(ctx.desk, input)),
  archiveRelative: procedure('patients.write')
    .input(archiveRelativeInput)
    .mutation(({ ctx, input }) => archiveRelative(ctx.desk, input)),
  notes: procedure('patients.read')
    .input(patientIdInput)
    .query(({ ctx, input }) => readNotes(ctx.desk, input.patientId)),
  addNote: procedure('patients.write')
    .input(addNoteInput)
    .mutation(({ ctx, input }) => addNote(ctx.desk, input)),
  updateNote: procedure('patients.write')
    .input(updateNoteInput)
    .mutation(({ ctx, input }) => updateNote(ctx.desk, input)),
  archiveNote: procedure('patients.write')
    .input(archiveRelativeInput)
    .mutation(({ ctx, input }) => archiveNote(ctx.desk, input)),
  withdrawConsent: procedure('patients.write')
    .input(withdrawConsentInput)
    .mutation(({ ctx, input }) => withdrawConsent(ctx.desk, input)),
  printConsent: procedure('patients.read')
    .input(consentInput)
    .mutation(({ ctx, input }) => printConsent(ctx.desk, input.consentId)),
  consentTexts: procedure('patients.read').query(({ ctx }) => listConsentTexts(ctx.desk)),
  addConsentText: procedure('settings.write')
    .input(addConsentTextInput)
    .mutation(({ ctx, input }) => addConsentText(ctx.desk, input)),
  archiveConsentText: procedure('settings.write')
    .input(archiveConsentTextInput)
    .mutation(({ ctx, input }) => archiveConsentText(ctx.desk, input)),
  photo: procedure('patients.read')
    .input(patientInput)
    .query(({ ctx, input }) => readPhoto(ctx.desk, input.id)),
  setPhoto: procedure('patients.write')
    .input(setPhotoInput)
    .mutation(({ ctx, input }) => setPhoto(ctx.desk, input)),
  removePhoto: procedure('patients.write')
    .input(removePhotoInput)
    .mutation(({ ctx, input }) => removePhoto(ctx.desk, input)),
})
