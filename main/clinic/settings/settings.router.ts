/** Procedures about the clinic's own data and settings. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  mailSettingsInput,
  organizationInput,
  queueSettingsInput,
  workstationSettingsInput,
} from './settings.input.ts'
import {
  readClinic,
  readQueueSettings,
  readWorkstationSettings,
  saveMailSettings,
  saveQueueSettings,
  saveWorkstationSettings,
  showMailSettings,
  updateClinic,
} from './settings.service.ts'

export const settingsRouter = router({
  clinic: procedure('signed-in').query(({ ctx }) => readClinic(ctx.desk)),
  updateClinic: procedure('settings.write')
    .input(organizationInput)
    .mutation(({ ctx, input }) => updateClinic(ctx.desk, input)),
  mail: procedure('settings.write').query(({ ctx }) => showMailSettings(ctx.desk)),
  saveMail: procedure('settings.write')
    .input(mailSettingsInput)
    .mutation(({ ctx, input }) => saveMailSettings(ctx.desk, input)),
  queue: procedure('signed-in').query(({ ctx }) => readQueueSettings(ctx.desk)),
  saveQueue: procedure('settings.write')
    .input(queueSettingsInput)
    .mutation(({ ctx, input }) => saveQueueSettings(ctx.desk, input)),
  workstation: procedure('signed-in').query(({ ctx }) => readWorkstationSettings(ctx.desk)),
  saveWorkstation: procedure('settings.write')
    .input(workstationSettingsInput)
    .mutation(async ({ ctx, input }) => {
      await saveWorkstationSettings(ctx.desk, input)
      ctx.workstation.waitingRoomChanged()
      await ctx.workstation.followScanFolder()
      void ctx.workstation.updates.look()
    }),
  /** Answers the path of the copy, or null when the person thought better of it. */
  copyDatabase: procedure('settings.write').mutation(({ ctx }) =>
    ctx.workstation.copyDatabaseWhereAsked(),
  ),
})
