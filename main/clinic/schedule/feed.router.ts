/** Procedures about the schedule as a calendar file of this workstation. */
import { procedure, router } from '../../ipc/procedure.ts'
import { feedInput, forgetFeedInput } from './feed.input.ts'
import { forgetFeed, keepFeed, listKeptFeeds, noteFeed, renderFeed } from './feed.service.ts'

export const feedRouter = router({
  /** Saves the file where the person says; false when they thought better of it. */
  save: procedure('appointments.read')
    .input(feedInput)
    .mutation(async ({ ctx, input }) => {
      const { name, bytes } = await renderFeed(ctx.desk, input)
      const saved = await ctx.workstation.saveFile(name, bytes)
      if (saved) await noteFeed(ctx.desk, input)
      return { saved }
    }),
  /** The files that this workstation keeps current. */
  kept: procedure('appointments.read').query(({ ctx }) => listKeptFeeds(ctx.desk)),
  /** Keeps a file current where the person says; null when they thought better of it. */
  keep: procedure('settings.write')
    .input(feedInput)
    .mutation(async ({ ctx, input }) => {
      const { name } = await renderFeed(ctx.desk, input)
      const path = await ctx.workstation.choosePlace(name)
      if (path === null) return null
      await keepFeed(ctx.desk, { ...input, path })
      ctx.workstation.writeCalendars()
      return path
    }),
  forget: procedure('settings.write')
    .input(forgetFeedInput)
    .mutation(({ ctx, input }) => forgetFeed(ctx.desk, input.path)),
})
