/** Procedures about bookings and the day. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  bookInput,
  bookPackageInput,
  changeResourcesInput,
  cancelInput,
  changeLengthInput,
  dismissRebookInput,
  moveInput,
  noteInput,
  ofPatientInput,
  onDayInput,
  oneAppointmentInput,
  resourceQuestionInput,
  stepInput,
  typedInput,
  versionedInput,
} from './appointments.input.ts'
import {
  bookAppointment,
  bookPackage,
  cancelAppointment,
  changeLength,
  changeNote,
  confirmAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from './appointments.service.ts'
import { bookingDraft } from './booking-draft.input.ts'
import { dropDraft, readDraft, saveDraft } from './booking-draft.service.ts'
import { proposeTyped } from './typed-booking.service.ts'
import {
  bookSeriesInput,
  cancelSeriesInput,
  moveSeriesInput,
  planSeriesInput,
  planSeriesMoveInput,
} from './series.input.ts'
import {
  bookSeries,
  cancelSeries,
  moveSeries,
  planSeries,
  planSeriesMove,
} from './series.service.ts'
import { dismissRebookTask, listRebookTasks, rebookAppointment } from './rebook.service.ts'
import { changeResources, resourceChoices } from './claims.service.ts'
import { appointmentDetails, dayBoard, noShowsOf, patientAppointments } from './board.service.ts'

export const appointmentsRouter = router({
  day: procedure('appointments.read')
    .input(onDayInput)
    .query(({ ctx, input }) => dayBoard(ctx.desk, input.day)),
  details: procedure('appointments.read')
    .input(oneAppointmentInput)
    .query(({ ctx, input }) => appointmentDetails(ctx.desk, input.id)),
  ofPatient: procedure('appointments.read')
    .input(ofPatientInput)
    .query(({ ctx, input }) => patientAppointments(ctx.desk, input.patientId)),
  book: procedure('appointments.book')
    .input(bookInput)
    .mutation(({ ctx, input }) => bookAppointment(ctx.desk, input)),
  bookPackage: procedure('appointments.book')
    .input(bookPackageInput)
    .mutation(({ ctx, input }) => bookPackage(ctx.desk, input)),
  /** As `book`, over whatever stands there. */
  overbook: procedure('appointments.overbook')
    .input(bookInput)
    .mutation(({ ctx, input }) => bookAppointment(ctx.desk, { ...input, overbook: true })),
  rebookTasks: procedure('appointments.read').query(({ ctx }) => listRebookTasks(ctx.desk)),
  rebook: procedure('appointments.book')
    .input(moveInput)
    .mutation(({ ctx, input }) => rebookAppointment(ctx.desk, input)),
  dismissRebook: procedure('appointments.cancel')
    .input(dismissRebookInput)
    .mutation(({ ctx, input }) => dismissRebookTask(ctx.desk, input)),
  confirm: procedure('appointments.book')
    .input(versionedInput)
    .mutation(({ ctx, input }) => confirmAppointment(ctx.desk, input)),
  move: procedure('appointments.book')
    .input(moveInput)
    .mutation(({ ctx, input }) => moveAppointment(ctx.desk, input)),
  cancel: procedure('appointments.cancel')
    .input(cancelInput)
    .mutation(({ ctx, input }) => cancelAppointment(ctx.desk, input)),
  takeStep: procedure('appointments.steps')
    .input(stepInput)
    .mutation(({ ctx, input }) => takeStep(ctx.desk, input)),
  undoStep: procedure('appointments.steps')
    .input(versionedInput)
    .mutation(({ ctx, input }) => undoLastStep(ctx.desk, input)),
  /** The rooms and equipment for a service at a time. */
  resourceChoices: procedure('appointments.read')
    .input(resourceQuestionInput)
    .query(({ ctx, input }) => resourceChoices(ctx.desk, input)),
  changeResources: procedure('appointments.book')
    .input(changeResourcesInput)
    .mutation(({ ctx, input }) => changeResources(ctx.desk, input)),
  changeNote: procedure('appointments.book')
    .input(noteInput)
    .mutation(({ ctx, input }) => changeNote(ctx.desk, input)),
  changeLength: procedure('appointments.book')
    .input(changeLengthInput)
    .mutation(({ ctx, input }) => changeLength(ctx.desk, input)),
  noShows: procedure('appointments.read')
    .input(ofPatientInput)
    .query(({ ctx, input }) => noShowsOf(ctx.desk, input.patientId)),
  /** What a typed line offers: `ivanov cardio tue 16`. */
  propose: procedure('appointments.read')
    .input(typedInput)
    .query(({ ctx, input }) => proposeTyped(ctx.desk, input.text)),
  planSeries: procedure('appointments.book')
    .input(planSeriesInput)
    .query(({ ctx, input }) => planSeries(ctx.desk, input)),
  bookSeries: procedure('appointments.book')
    .input(bookSeriesInput)
    .mutation(({ ctx, input }) => bookSeries(ctx.desk, input)),
  planSeriesMove: procedure('appointments.book')
    .input(planSeriesMoveInput)
    .query(({ ctx, input }) => planSeriesMove(ctx.desk, input)),
  moveSeries: procedure('appointments.book')
    .input(moveSeriesInput)
    .mutation(({ ctx, input }) => moveSeries(ctx.desk, input)),
  cancelSeries: procedure('appointments.cancel')
    .input(cancelSeriesInput)
    .mutation(({ ctx, input }) => cancelSeries(ctx.desk, input)),
  draft: procedure('appointments.book').query(({ ctx }) => readDraft(ctx.desk)),
  saveDraft: procedure('appointments.book')
    .input(bookingDraft)
    .mutation(({ ctx, input }) => saveDraft(ctx.desk, input)),
  dropDraft: procedure('appointments.book').mutation(({ ctx }) => dropDraft(ctx.desk)),
})
