/** Procedures about visits. */
import { procedure, router } from '../../ipc/procedure.ts'
import { endCondition, readChronic, readVitals } from './content.service.ts'
import { decideCosign, readCosignList } from './cosignature.service.ts'
import { saveDraft } from './draft.service.ts'
import {
  addAddendumInput,
  decideCosignInput,
  endConditionInput,
  patientVisitsInput,
  readVisitInput,
  saveDraftInput,
  signVisitInput,
  startVisitInput,
} from './visits.input.ts'
import { addAddendum, listVisits, readVisit, signVisit, startVisit } from './visits.service.ts'

export const visitsRouter = router({
  start: procedure('visits.write')
    .input(startVisitInput)
    .mutation(({ ctx, input }) => startVisit(ctx.desk, input.appointmentId)),
  read: procedure('visits.read')
    .input(readVisitInput)
    .query(({ ctx, input }) => readVisit(ctx.desk, input)),
  ofPatient: procedure('visits.read')
    .input(patientVisitsInput)
    .query(({ ctx, input }) => listVisits(ctx.desk, input.patientId)),
  chronic: procedure('visits.read')
    .input(patientVisitsInput)
    .query(({ ctx, input }) => readChronic(ctx.desk, input.patientId)),
  vitals: procedure('visits.read')
    .input(patientVisitsInput)
    .query(({ ctx, input }) => readVitals(ctx.desk, input.patientId)),
  endCondition: procedure('visits.write')
    .input(endConditionInput)
    .mutation(({ ctx, input }) => endCondition(ctx.desk, input)),
  cosignList: procedure('visits.write').query(({ ctx }) => readCosignList(ctx.desk)),
  cosign: procedure('visits.write')
    .input(decideCosignInput)
    .mutation(({ ctx, input }) => decideCosign(ctx.desk, input)),
  saveDraft: procedure('visits.draft')
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx.desk, input)),
  sign: procedure('visits.write')
    .input(signVisitInput)
    .mutation(({ ctx, input }) => signVisit(ctx.desk, input)),
  addAddendum: procedure('visits.write')
    .input(addAddendumInput)
    .mutation(({ ctx, input }) => addAddendum(ctx.desk, input)),
})
