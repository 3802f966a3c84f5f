/** Procedures about the queue. The queue itself is the day's list, by status. */
import { procedure, router } from '../../ipc/procedure.ts'
import { callNextInput } from './queue.input.ts'
import { callNext } from './queue.service.ts'

export const queueRouter = router({
  callNext: procedure('appointments.steps')
    .input(callNextInput)
    .mutation(({ ctx, input }) => callNext(ctx.desk, input)),
  /** Opens the waiting-room screen, or brings it to the front. */
  openScreen: procedure('appointments.steps').mutation(({ ctx }) =>
    ctx.workstation.openWaitingRoom(),
  ),
})
