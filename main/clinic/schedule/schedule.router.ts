/** Procedures about weekly hours, leave and free times. */
import { procedure, router } from '../../ipc/procedure.ts'
import { addBlockInput } from './blocks.input.ts'
import { addBlock, removeBlock } from './blocks.service.ts'
import { dayTimesInput, freeSearchInput } from './free-search.input.ts'
import { dayTimesOf, searchFreeTimes } from './free-search.service.ts'
import {
  addExtraHoursInput,
  addHoursInput,
  addLeaveInput,
  archiveExtraHoursInput,
  archiveRowInput,
  calendarInput,
  clinicDayInput,
  copyWeekInput,
  freeTimesInput,
  freeTimesOfInput,
  keepHolidaysInput,
  ofPractitionerInput,
  scheduleDayInput,
  scheduleInput,
  updateHoursInput,
} from './schedule.input.ts'
import {
  addExtraHours,
  addHours,
  addLeave,
  archiveExtraHours,
  archiveHours,
  archiveLeave,
  copyWeek,
  keepHolidays,
  listExtraHours,
  listHours,
  listLeaves,
  listOutsideHours,
  readCalendar,
  setClinicDay,
  updateHours,
} from './planning.service.ts'
import { freeTimes, freeTimesOf, readDay, readSchedule } from './schedule.service.ts'

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
  extraHours: procedure('schedule.read')
    .input(ofPractitionerInput)
    .query(({ ctx, input }) => listExtraHours(ctx.desk, input.practitionerId)),
  addExtraHours: procedure('schedule.write')
    .input(addExtraHoursInput)
    .mutation(({ ctx, input }) => addExtraHours(ctx.desk, input)),
  archiveExtraHours: procedure('schedule.write')
    .input(archiveExtraHoursInput)
    .mutation(({ ctx, input }) => archiveExtraHours(ctx.desk, input)),
  copyWeek: procedure('schedule.write')
    .input(copyWeekInput)
    .mutation(({ ctx, input }) => copyWeek(ctx.desk, input)),
  /** The clinic's days off in a year. */
  calendar: procedure('schedule.read')
    .input(calendarInput)
    .query(({ ctx, input }) => readCalendar(ctx.desk, input.year)),
  keepHolidays: procedure('schedule.write')
    .input(keepHolidaysInput)
    .mutation(({ ctx, input }) => keepHolidays(ctx.desk, input.keepsHolidays)),
  setClinicDay: procedure('schedule.write')
    .input(clinicDayInput)
    .mutation(({ ctx, input }) => setClinicDay(ctx.desk, input)),
  /** Bookings to come that no longer fit the hours. */
  outsideHours: procedure('appointments.read').query(({ ctx }) => listOutsideHours(ctx.desk)),
  /** Who works when and where, and what is claimed, over some days. */
  overview: procedure('schedule.read')
    .input(scheduleInput)
    .query(({ ctx, input }) => readSchedule(ctx.desk, input)),
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
  /** The earliest free times over doctors, specialties, services, rooms and parts of the day. */
  search: procedure('schedule.read')
    .input(freeSearchInput)
    .query(({ ctx, input }) => searchFreeTimes(ctx.desk, input)),
  /** A day's free times, and the grey ones with their reason. */
  dayTimes: procedure('schedule.read')
    .input(dayTimesInput)
    .query(({ ctx, input }) => dayTimesOf(ctx.desk, input)),
  addBlock: procedure('schedule.block')
    .input(addBlockInput)
    .mutation(({ ctx, input }) => addBlock(ctx.desk, input)),
  removeBlock: procedure('schedule.block')
    .input(archiveRowInput)
    .mutation(({ ctx, input }) => removeBlock(ctx.desk, input)),
})
