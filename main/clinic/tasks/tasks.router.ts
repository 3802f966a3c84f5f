/** Procedures about tasks. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  cancelTaskInput,
  changeDueInput,
  commentInput,
  createTaskInput,
  delegateInput,
  endTaskInput,
  focusTasksInput,
  oneTaskInput,
  patientTasksInput,
} from './tasks.input.ts'
import {
  cancelTask,
  changeDue,
  commentTask,
  completeTask,
  countTasks,
  delegateTask,
  listAskedTasks,
  listFocusTasks,
  listMyTasks,
  listOverdueTasks,
  listPatientTasks,
  listTaskOwners,
  readTask,
  reopenTask,
  requestTask,
} from './tasks.service.ts'

export const tasksRouter = router({
  mine: procedure('tasks.work').query(({ ctx }) => listMyTasks(ctx.desk)),
  asked: procedure('tasks.work').query(({ ctx }) => listAskedTasks(ctx.desk)),
  overdue: procedure('tasks.work').query(({ ctx }) => listOverdueTasks(ctx.desk)),
  counts: procedure('tasks.work').query(({ ctx }) => countTasks(ctx.desk)),
  ofPatient: procedure('tasks.work')
    .input(patientTasksInput)
    .query(({ ctx, input }) => listPatientTasks(ctx.desk, input.patientId)),
  ofFocus: procedure('tasks.work')
    .input(focusTasksInput)
    .query(({ ctx, input }) => listFocusTasks(ctx.desk, input.focusId)),
  get: procedure('tasks.work')
    .input(oneTaskInput)
    .query(({ ctx, input }) => readTask(ctx.desk, input.id)),
  owners: procedure('tasks.work').query(({ ctx }) => listTaskOwners(ctx.desk)),
  create: procedure('tasks.work')
    .input(createTaskInput)
    .mutation(({ ctx, input }) => requestTask(ctx.desk, input)),
  comment: procedure('tasks.work')
    .input(commentInput)
    .mutation(({ ctx, input }) => commentTask(ctx.desk, input)),
  delegate: procedure('tasks.work')
    .input(delegateInput)
    .mutation(({ ctx, input }) => delegateTask(ctx.desk, input)),
  changeDue: procedure('tasks.work')
    .input(changeDueInput)
    .mutation(({ ctx, input }) => changeDue(ctx.desk, input)),
  complete: procedure('tasks.work')
    .input(endTaskInput)
    .mutation(({ ctx, input }) => completeTask(ctx.desk, input)),
  cancel: procedure('tasks.work')
    .input(cancelTaskInput)
    .mutation(({ ctx, input }) => cancelTask(ctx.desk, input)),
  reopen: procedure('tasks.work')
    .input(endTaskInput)
    .mutation(({ ctx, input }) => reopenTask(ctx.desk, input)),
})
