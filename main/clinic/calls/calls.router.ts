/** Procedures about calls: confirmations of a day, and the bookings of an absent doctor. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  confirmationsInput,
  moveAbsenceInput,
  planAbsenceInput,
  recordCallInput,
  waysOutInput,
} from './calls.input.ts'
import {
  countCalls,
  listAbsences,
  listConfirmations,
  moveAbsence,
  planAbsence,
  recordCall,
  waysOut,
} from './calls.service.ts'

export const callsRouter = router({
  counts: procedure('appointments.book').query(({ ctx }) => countCalls(ctx.desk)),
  confirmations: procedure('appointments.book')
    .input(confirmationsInput)
    .query(({ ctx, input }) => listConfirmations(ctx.desk, input.day)),
  absences: procedure('appointments.book').query(({ ctx }) => listAbsences(ctx.desk)),
  waysOut: procedure('appointments.book')
    .input(waysOutInput)
    .query(({ ctx, input }) => waysOut(ctx.desk, input.appointmentId)),
  planAbsence: procedure('appointments.book')
    .input(planAbsenceInput)
    .query(({ ctx, input }) => planAbsence(ctx.desk, input)),
  record: procedure('appointments.book')
    .input(recordCallInput)
    .mutation(({ ctx, input }) => recordCall(ctx.desk, input)),
  moveAbsence: procedure('appointments.book')
    .input(moveAbsenceInput)
    .mutation(({ ctx, input }) => moveAbsence(ctx.desk, input)),
})
