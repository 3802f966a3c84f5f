/** Procedures about code lists. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  archiveCodeListInput,
  importCodeListInput,
  previewCodeListInput,
  searchCodesInput,
} from './codes.input.ts'
import { archiveCodeList, codeLanguage, readCodeLists, searchCodes } from './codes.service.ts'

export const codesRouter = router({
  search: procedure('visits.read')
    .input(searchCodesInput)
    .query(async ({ ctx, input }) => searchCodes(ctx.desk, input, await codeLanguage(ctx.desk))),
  lists: procedure('settings.write').query(({ ctx }) => readCodeLists(ctx.desk)),
  /** Reads a file without taking anything, in the worker: a large one must not hold up the window. */
  preview: procedure('settings.write')
    .input(previewCodeListInput)
    .query(async ({ ctx, input }) =>
      ctx.workstation.worker.run('preview-codes', {
        ...input,
        language: await codeLanguage(ctx.desk),
      }),
    ),
  import: procedure('settings.write')
    .input(importCodeListInput)
    .mutation(async ({ ctx, input }) => {
      const { id: actorId, roles } = ctx.desk.actor
      const taken = await ctx.workstation.worker.run(
        'import-codes',
        {
          list: input,
          language: await codeLanguage(ctx.desk),
          actorId,
          roles: [...roles],
          requestKey: ctx.requestKey,
        },
        { database: ctx.workstation.workerDatabase() },
      )
      ctx.desk.wake('codes')
      return taken
    }),
  archive: procedure('settings.write')
    .input(archiveCodeListInput)
    .mutation(async ({ ctx, input }) => {
      await archiveCodeList(ctx.desk, input)
      ctx.desk.wake('codes')
    }),
})
