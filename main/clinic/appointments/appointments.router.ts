/** Procedures about bookings and the day. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  bookInput,
  bookPackageInput,
  changeResourcesInput,
  cancelInput,
  dismissRebookInput,
  moveInput,
  noteInput,
  ofPatientInput,
  onDayInput,
  oneAppointmentInput,
  resourceQuestionInput,
  stepInput,
  versionedInput,
} from './appointments.input.ts'
import {
  bookAppointment,
  bookPackage,
  cancelAppointment,
  changeNote,
  confirmAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from './appointments.service.ts'
import { dismissRebookTask, listRebookTasks, rebookAppointment } from './rebook.service.ts'
import { changeResources, resourceChoices } from './claims.service.ts'
import { appointmentDetails, dayBoard, patientAppointments } from './board.service.ts'

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
})
