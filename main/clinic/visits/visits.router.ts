/** Procedures about visits. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addAddendumInput,
  patientVisitsInput,
  readVisitInput,
  saveDraftInput,
  signVisitInput,
  startVisitInput,
} from './visits.input.ts'
import {
  addAddendum,
  listVisits,
  readVisit,
  saveDraft,
  signVisit,
  startVisit,
} from './visits.service.ts'

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
  saveDraft: procedure('visits.write')
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx.desk, input)),
  sign: procedure('visits.write')
    .input(signVisitInput)
    .mutation(({ ctx, input }) => signVisit(ctx.desk, input)),
  addAddendum: procedure('visits.write')
    .input(addAddendumInput)
    .mutation(({ ctx, input }) => addAddendum(ctx.desk, input)),
})
