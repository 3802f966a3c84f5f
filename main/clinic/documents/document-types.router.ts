/** Procedures about types of documents. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addDocumentTypeInput,
  archiveDocumentTypeInput,
  updateDocumentTypeInput,
} from './document-types.input.ts'
import {
  addDocumentType,
  addSampleTypes,
  archiveDocumentType,
  listDocumentTypes,
  updateDocumentType,
} from './document-types.service.ts'

export const documentTypesRouter = router({
  list: procedure('documents.read').query(({ ctx }) => listDocumentTypes(ctx.desk)),
  add: procedure('settings.write')
    .input(addDocumentTypeInput)
    .mutation(({ ctx, input }) => addDocumentType(ctx.desk, input)),
  update: procedure('settings.write')
    .input(updateDocumentTypeInput)
    .mutation(({ ctx, input }) => updateDocumentType(ctx.desk, input)),
  archive: procedure('settings.write')
    .input(archiveDocumentTypeInput)
    .mutation(({ ctx, input }) => archiveDocumentType(ctx.desk, input)),
  addSamples: procedure('settings.write').mutation(({ ctx }) => addSampleTypes(ctx.desk)),
})
