/** Procedures about papers: what there is, and its file. */
import { procedure, router } from '../../ipc/procedure.ts'
import { documentInput, patientDocumentsInput } from './documents.input.ts'
import { listDocuments, readDocumentFile, renderAgain } from './documents.service.ts'

export const documentsRouter = router({
  list: procedure('documents.read')
    .input(patientDocumentsInput)
    .query(({ ctx, input }) => listDocuments(ctx.desk, input.patientId)),
  file: procedure('documents.read')
    .input(documentInput)
    .query(({ ctx, input }) => readDocumentFile(ctx.desk, input.documentId)),
  /** Shows the paper in the platform's viewer. */
  open: procedure('documents.read')
    .input(documentInput)
    .mutation(async ({ ctx, input }) => {
      const { name, bytes } = await readDocumentFile(ctx.desk, input.documentId)
      await ctx.workstation.openFile(name, bytes)
    }),
  /** Asks where to, and stores the paper there; `saved` is false when the person thought better of it. */
  save: procedure('documents.read')
    .input(documentInput)
    .mutation(async ({ ctx, input }) => {
      const { name, bytes } = await readDocumentFile(ctx.desk, input.documentId)
      return { saved: await ctx.workstation.saveFile(name, bytes) }
    }),
  renderAgain: procedure('documents.read')
    .input(documentInput)
    .mutation(({ ctx, input }) => renderAgain(ctx.desk, input.documentId)),
})
