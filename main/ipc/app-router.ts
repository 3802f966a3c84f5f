/** All procedures, by domain; the renderer knows this file's type and nothing else of it. */
import { notificationsRouter } from '../clinic/notifications/notifications.router.ts'
import { settingsRouter } from '../clinic/settings/settings.router.ts'
import { staffRouter } from '../clinic/staff/staff.router.ts'
import { router } from './procedure.ts'
import { workstationRouter } from './workstation.router.ts'

export const appRouter = router({
  workstation: workstationRouter,
  staff: staffRouter,
  settings: settingsRouter,
  notifications: notificationsRouter,
})

export type AppRouter = typeof appRouter
