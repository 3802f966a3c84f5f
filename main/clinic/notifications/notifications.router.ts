/** Procedures of the notification log. */
import { procedure, router } from '../../ipc/procedure.ts'
import { testMailInput } from '../settings/settings.input.ts'
import { listMessagesInput, messageInput } from './notifications.input.ts'
import {
  countNotifications,
  listNotifications,
  previewNotification,
  resendNotification,
} from './notification-log.service.ts'
import { sendTestMail } from './send-mail.service.ts'

export const notificationsRouter = router({
  list: procedure('notifications.read')
    .input(listMessagesInput)
    .query(({ ctx, input }) => listNotifications(ctx.desk, input)),
  counts: procedure('notifications.read').query(({ ctx }) => countNotifications(ctx.desk)),
  preview: procedure('notifications.read')
    .input(messageInput)
    .query(({ ctx, input }) => previewNotification(ctx.desk, input.id)),
  resend: procedure('notifications.resend')
    .input(messageInput)
    .mutation(({ ctx, input }) => resendNotification(ctx.desk, input.id)),
  /** Answers what the server said; a refusal is an outcome here, not an error. */
  sendTest: procedure('settings.write')
    .input(testMailInput)
    .mutation(({ ctx, input }) => sendTestMail(ctx.desk, input.to)),
})
