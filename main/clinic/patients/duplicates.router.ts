/** Procedures about two records that may be one person: the list of pairs, and the decisions. */
import { procedure, router } from '../../ipc/procedure.ts'
import { countDuplicatePairs, keepDistinct, listDuplicatePairs } from './duplicate-pairs.service.ts'
import {
  mergePatientsInput,
  mergePreviewInput,
  patientPairInput,
  undoMergeInput,
} from './merge.input.ts'
import { mergePatients, previewMerge, undoMerge } from './merge.service.ts'

export const duplicatesRouter = router({
  pairs: procedure('patients.merge').query(({ ctx }) => listDuplicatePairs(ctx.desk)),
  count: procedure('patients.merge').query(({ ctx }) => countDuplicatePairs(ctx.desk)),
  keepDistinct: procedure('patients.merge')
    .input(patientPairInput)
    .mutation(({ ctx, input }) => keepDistinct(ctx.desk, input)),
  preview: procedure('patients.merge')
    .input(mergePreviewInput)
    .query(({ ctx, input }) => previewMerge(ctx.desk, input)),
  merge: procedure('patients.merge')
    .input(mergePatientsInput)
    .mutation(({ ctx, input }) => mergePatients(ctx.desk, input)),
  undo: procedure('patients.merge')
    .input(undoMergeInput)
    .mutation(({ ctx, input }) => undoMerge(ctx.desk, input)),
})
