/** Procedures about a patient's line of time. */
import { procedure, router } from '../../ipc/procedure.ts'
import { timelineInput } from './timeline.input.ts'
import { readTimeline } from './timeline.service.ts'

export const timelineRouter = router({
  page: procedure('patients.read')
    .input(timelineInput)
    .query(({ ctx, input }) => readTimeline(ctx.desk, input)),
})
