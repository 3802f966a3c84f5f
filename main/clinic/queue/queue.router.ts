/** Procedures about the queue. The queue itself is the day's list, by status. */
import { procedure, router } from '../../ipc/procedure.ts'
import { callNextInput } from './queue.input.ts'
import { callNext } from './queue.service.ts'
import { walkInChoicesInput, walkInInput, walkInNowInput } from './walk-in.input.ts'
import { admitWalkIn, admitWalkInNow, walkInChoices } from './walk-in.service.ts'

export const queueRouter = router({
  callNext: procedure('appointments.steps')
    .input(callNextInput)
    .mutation(({ ctx, input }) => callNext(ctx.desk, input)),
  /** Who could take in someone without a booking, and when. */
  walkInChoices: procedure('appointments.read')
    .input(walkInChoicesInput)
    .query(({ ctx, input }) => walkInChoices(ctx.desk, input)),
  admitWalkIn: procedure('appointments.book')
    .input(walkInInput)
    .mutation(({ ctx, input }) => admitWalkIn(ctx.desk, input)),
  /** As `admitWalkIn`, at this moment, over whatever stands there. */
  admitWalkInNow: procedure('appointments.overbook')
    .input(walkInNowInput)
    .mutation(({ ctx, input }) => admitWalkInNow(ctx.desk, input)),
  /** Opens the waiting-room screen, or brings it to the front. */
  openScreen: procedure('appointments.steps').mutation(({ ctx }) =>
    ctx.workstation.openWaitingRoom(),
  ),
})
