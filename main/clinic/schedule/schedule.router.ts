/** Procedures about weekly hours, leave and free times. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  addHoursInput,
  addLeaveInput,
  archiveRowInput,
  freeTimesInput,
  freeTimesOfInput,
  ofPractitionerInput,
  scheduleDayInput,
  updateHoursInput,
} from './schedule.input.ts'
import {
  addHours,
  addLeave,
  archiveHours,
  archiveLeave,
  freeTimes,
  freeTimesOf,
  listHours,
  listLeaves,
  readDay,
  updateHours,
} from './schedule.service.ts'

export const scheduleRouter = router({
  hours: procedure('schedule.read')
    .input(ofPractitionerInput)
    .query(({ ctx, input }) => listHours(ctx.desk, input.practitionerId)),
  addHours: procedure('schedule.write')
    .input(addHoursInput)
    .mutation(({ ctx, input }) => addHours(ctx.desk, input)),
  updateHours: procedure('schedule.write')
    .input(updateHoursInput)
    .mutation(({ ctx, input }) => updateHours(ctx.desk, input)),
  archiveHours: procedure('schedule.write')
    .input(archiveRowInput)
    .mutation(({ ctx, input }) => archiveHours(ctx.desk, input)),
  leaves: procedure('schedule.read')
    .input(ofPractitionerInput)
    .query(({ ctx, input }) => listLeaves(ctx.desk, input.practitionerId)),
  addLeave: procedure('schedule.write')
    .input(addLeaveInput)
    .mutation(({ ctx, input }) => addLeave(ctx.desk, input)),
  archiveLeave: procedure('schedule.write')
    .input(archiveRowInput)
    .mutation(({ ctx, input }) => archiveLeave(ctx.desk, input)),
  /** Who works when on a day. */
  day: procedure('schedule.read')
    .input(scheduleDayInput)
    .query(({ ctx, input }) => readDay(ctx.desk, input.day)),
  freeTimes: procedure('schedule.read')
    .input(freeTimesInput)
    .query(({ ctx, input }) => freeTimes(ctx.desk, input)),
  freeTimesOf: procedure('schedule.read')
    .input(freeTimesOfInput)
    .query(({ ctx, input }) => freeTimesOf(ctx.desk, input)),
})
