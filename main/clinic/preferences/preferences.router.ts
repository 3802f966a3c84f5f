/** Procedures about what a person chose for themselves; nobody reads or writes another's. */
import { procedure, router } from '../../ipc/procedure.ts'
import { chooseKeysInput, saveDayViewsInput } from './preferences.input.ts'
import { chooseKeys, readPreferences, saveDayViews } from './preferences.service.ts'

export const preferencesRouter = router({
  mine: procedure('signed-in').query(({ ctx }) => readPreferences(ctx.desk)),
  chooseKeys: procedure('signed-in')
    .input(chooseKeysInput)
    .mutation(({ ctx, input }) => chooseKeys(ctx.desk, input.choices)),
  saveDayViews: procedure('signed-in')
    .input(saveDayViewsInput)
    .mutation(({ ctx, input }) => saveDayViews(ctx.desk, input.views)),
})
