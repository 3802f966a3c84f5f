/** Procedures about the waitlist. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addToWaitlistInput,
  answerInput,
  oneEntryInput,
  suitingInput,
  withdrawInput,
} from './waitlist.input.ts'
import {
  addToWaitlist,
  keepAnswer,
  listWaitlist,
  suitingPatients,
  timesFor,
  withdraw,
} from './waitlist.service.ts'

export const waitlistRouter = router({
  list: procedure('appointments.book').query(({ ctx }) => listWaitlist(ctx.desk)),
  suiting: procedure('appointments.book')
    .input(suitingInput)
    .query(({ ctx, input }) => suitingPatients(ctx.desk, input)),
  times: procedure('appointments.book')
    .input(oneEntryInput)
    .query(({ ctx, input }) => timesFor(ctx.desk, input.id)),
  add: procedure('appointments.book')
    .input(addToWaitlistInput)
    .mutation(({ ctx, input }) => addToWaitlist(ctx.desk, input)),
  withdraw: procedure('appointments.book')
    .input(withdrawInput)
    .mutation(({ ctx, input }) => withdraw(ctx.desk, input)),
  answer: procedure('appointments.book')
    .input(answerInput)
    .mutation(({ ctx, input }) => keepAnswer(ctx.desk, input)),
})
