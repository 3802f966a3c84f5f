/** Procedures about files: taking them in, showing them, and the scans that wait to be filed. */
import { procedure, router } from '../../ipc/procedure.ts'
import { follow } from '../../ipc/events.ts'
import {
  attachInput,
  beginCopyInput,
  copyInput,
  filesOfInput,
  fileScanInput,
  oneFileInput,
  pieceInput,
  removeFileInput,
  restoreFileInput,
  scanInput,
} from './attachments.input.ts'
import {
  attachFile,
  listFiles,
  openAttachment,
  removeFile,
  restoreFile,
} from './attachments.service.ts'
import { appendPiece, beginCopy, dropCopy } from './copies.service.ts'
import { previewOf } from './files.rules.ts'
import { describeScan, fileScan, saveAttachment } from './scans.service.ts'

export const filesRouter = router({
  of: procedure('files.read')
    .input(filesOfInput)
    .query(({ ctx, input }) => listFiles(ctx.desk, input)),
  /** Where the window can fetch the file while the person sits there, and how it can be shown. */
  open: procedure('files.read')
    .input(oneFileInput)
    .query(async ({ ctx, input }) => {
      const file = await openAttachment(ctx.desk, input.id)
      const word = ctx.workstation.files.open(ctx.session, { kind: 'stored', ...file })
      return { ...file, preview: previewOf(file.mediaType), address: `/files/${word}` }
    }),
  /** Asks where to, and stores the file there; `saved` is false when the person thought better of it. */
  save: procedure('files.read')
    .input(oneFileInput)
    .mutation(async ({ ctx, input }) => {
      const { name } = await openAttachment(ctx.desk, input.id)
      const path = await ctx.workstation.choosePlace(name)
      if (path !== null) await saveAttachment(ctx.desk, input.id, path)
      return { saved: path !== null }
    }),
  begin: procedure('files.write')
    .input(beginCopyInput)
    .mutation(({ ctx, input }) => beginCopy(ctx.desk, input.sizeBytes)),
  piece: procedure('files.write')
    .input(pieceInput)
    .mutation(({ ctx, input }) => appendPiece(ctx.desk, input)),
  drop: procedure('files.write')
    .input(copyInput)
    .mutation(({ ctx, input }) => dropCopy(ctx.desk, input.copyId)),
  attach: procedure('files.write')
    .input(attachInput)
    .mutation(({ ctx, input }) => attachFile(ctx.desk, input)),
  remove: procedure('files.write')
    .input(removeFileInput)
    .mutation(({ ctx, input }) => removeFile(ctx.desk, input)),
  restore: procedure('files.write')
    .input(restoreFileInput)
    .mutation(({ ctx, input }) => restoreFile(ctx.desk, input)),
  /** What lies in this workstation's scan folder, now and after each change. */
  scans: procedure('files.write').subscription(async function* ({ ctx, signal }) {
    const { scanFolder } = ctx.workstation
    yield scanFolder.state
    yield* follow<typeof scanFolder.state>((push) => scanFolder.onChange(push), signal)
  }),
  openScan: procedure('files.write')
    .input(scanInput)
    .query(async ({ ctx, input }) => {
      const scan = await describeScan(ctx.workstation.scanFolder.pathOf(input.name), input.name)
      const word = ctx.workstation.files.open(ctx.session, { kind: 'disk', ...scan })
      return { mediaType: scan.mediaType, preview: scan.preview, address: `/files/${word}` }
    }),
  fileScan: procedure('files.write')
    .input(fileScanInput)
    .mutation(({ ctx, input }) =>
      fileScan(ctx.desk, ctx.workstation.scanFolder.pathOf(input.name), input),
    ),
})
