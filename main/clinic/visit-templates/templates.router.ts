/** Procedures about templates of visits and phrases. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  archivePhraseInput,
  archiveTemplateInput,
  savePhraseInput,
  saveTemplateInput,
} from './templates.input.ts'
import {
  addStarterTemplates,
  archivePhrase,
  archiveTemplate,
  readPhrases,
  readTemplates,
  savePhrase,
  saveTemplate,
} from './templates.service.ts'

export const templatesRouter = router({
  list: procedure('templates.read').query(({ ctx }) => readTemplates(ctx.desk)),
  save: procedure('settings.write')
    .input(saveTemplateInput)
    .mutation(({ ctx, input }) => saveTemplate(ctx.desk, input)),
  archive: procedure('settings.write')
    .input(archiveTemplateInput)
    .mutation(({ ctx, input }) => archiveTemplate(ctx.desk, input)),
  addStarters: procedure('settings.write').mutation(({ ctx }) => addStarterTemplates(ctx.desk)),
  phrases: procedure('templates.read').query(({ ctx }) => readPhrases(ctx.desk)),
  savePhrase: procedure('templates.read')
    .input(savePhraseInput)
    .mutation(({ ctx, input }) => savePhrase(ctx.desk, input)),
  archivePhrase: procedure('templates.read')
    .input(archivePhraseInput)
    .mutation(({ ctx, input }) => archivePhrase(ctx.desk, input)),
})
