/** Procedures about documents: the register, one document, and each step of its life. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  beginInput,
  compositionsOfPatientInput,
  oneCompositionInput,
  registerInput,
  remarkedInput,
  saveContentInput,
  stepInput,
} from './compositions.input.ts'
import {
  approveDocument,
  archiveDocument,
  beginDocument,
  discardDocument,
  disposeDocument,
  returnDocument,
  saveContent,
  signDocument,
  submitDocument,
} from './compositions.service.ts'
import {
  listDocumentsOf,
  listRegister,
  listToDispose,
  readDocument,
  readDocumentPdf,
} from './register.service.ts'

export const compositionsRouter = router({
  register: procedure('documents.read')
    .input(registerInput)
    .query(({ ctx, input }) => listRegister(ctx.desk, input)),
  ofPatient: procedure('documents.read')
    .input(compositionsOfPatientInput)
    .query(({ ctx, input }) => listDocumentsOf(ctx.desk, input.patientId)),
  toDispose: procedure('documents.dispose').query(({ ctx }) => listToDispose(ctx.desk)),
  get: procedure('documents.read')
    .input(oneCompositionInput)
    .query(({ ctx, input }) => readDocument(ctx.desk, input.id)),
  /** The bytes of its PDF, to be shown inside the window. */
  pdf: procedure('documents.read')
    .input(oneCompositionInput)
    .query(({ ctx, input }) =>
      readDocumentPdf(ctx.desk, input.id, (form) =>
        ctx.workstation.worker.run('render-form', { form }),
      ),
    ),
  /** Asks where to, and stores its PDF there; `saved` is false when the person thought better of it. */
  savePdf: procedure('documents.read')
    .input(oneCompositionInput)
    .mutation(async ({ ctx, input }) => {
      const { name, bytes } = await readDocumentPdf(ctx.desk, input.id, (form) =>
        ctx.workstation.worker.run('render-form', { form }),
      )
      return { saved: await ctx.workstation.saveFile(name, bytes) }
    }),
  begin: procedure('documents.write')
    .input(beginInput)
    .mutation(({ ctx, input }) => beginDocument(ctx.desk, input)),
  save: procedure('documents.write')
    .input(saveContentInput)
    .mutation(({ ctx, input }) => saveContent(ctx.desk, input)),
  submit: procedure('documents.write')
    .input(stepInput)
    .mutation(({ ctx, input }) => submitDocument(ctx.desk, input)),
  approve: procedure('documents.write')
    .input(stepInput)
    .mutation(({ ctx, input }) => approveDocument(ctx.desk, input)),
  return: procedure('documents.write')
    .input(remarkedInput)
    .mutation(({ ctx, input }) => returnDocument(ctx.desk, input)),
  sign: procedure('documents.write')
    .input(stepInput)
    .mutation(({ ctx, input }) =>
      signDocument(ctx.desk, input, (form) => ctx.workstation.worker.run('render-form', { form })),
    ),
  archive: procedure('documents.write')
    .input(stepInput)
    .mutation(({ ctx, input }) => archiveDocument(ctx.desk, input)),
  discard: procedure('documents.write')
    .input(remarkedInput)
    .mutation(({ ctx, input }) => discardDocument(ctx.desk, input)),
  dispose: procedure('documents.dispose')
    .input(remarkedInput)
    .mutation(({ ctx, input }) => disposeDocument(ctx.desk, input)),
})
