/** Procedures about a patient's record in the form that other programs read. */
import { procedure, router } from '../../ipc/procedure.ts'
import { exportRecord } from './fhir-export.service.ts'
import { exportRecordInput } from './fhir.input.ts'

export const fhirRouter = router({
  /** Asks where to, and stores the file there; `saved` is false when the person thought better of it. */
  exportRecord: procedure('record.export')
    .input(exportRecordInput)
    .mutation(async ({ ctx, input }) => {
      const { name, bytes, count, missingFiles } = await exportRecord(ctx.desk, input)
      return { count, missingFiles, saved: await ctx.workstation.saveFile(name, bytes) }
    }),
})
