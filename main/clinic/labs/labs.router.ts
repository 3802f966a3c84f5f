/** Procedures about the laboratory. */
import { procedure, router } from '../../ipc/procedure.ts'
import { readCandidates } from './lab-candidates.service.ts'
import { labLineInput } from './lab-line.input.ts'
import { readLabLine, saveLabLine } from './lab-line.service.ts'
import {
  bringBackInput,
  matchByHandInput,
  putAwayInput,
  takeInFileInput,
  undoMatchInput,
  unmatchedReportInput,
} from './lab-messages.input.ts'
import {
  bringBack,
  matchByHand,
  putAway,
  readMessageReport,
  readPutAway,
  readUnmatched,
  takeInFile,
  undoMatch,
} from './lab-messages.service.ts'
import {
  labOrderInput,
  orderLabsInput,
  patientLabsInput,
  rejectSpecimenInput,
  revokeLabOrderInput,
  sendSpecimensInput,
  specimensInput,
  visitLabsInput,
} from './lab-orders.input.ts'
import {
  collectSpecimens,
  gatherLabels,
  orderLabs,
  readAwaited,
  readCollectionList,
  readOrdersOfPatient,
  readOrdersOfVisit,
  rejectSpecimen,
  revokeLabOrder,
  sendSpecimens,
} from './lab-orders.service.ts'
import {
  enterResultsInput,
  labInboxInput,
  reportInput,
  reviewReportInput,
  trendInput,
} from './lab-results.input.ts'
import {
  countLabInbox,
  enterResults,
  printReport,
  readLabInbox,
  readReport,
  readResultSheet,
  readResultsOfPatient,
  readTrend,
  reviewReport,
} from './lab-results.service.ts'
import {
  archiveLabRowInput,
  saveDefinitionInput,
  savePanelInput,
  saveRangeInput,
} from './labs-catalog.input.ts'
import {
  archiveDefinition,
  archivePanel,
  archiveRange,
  readLabCatalog,
  saveDefinition,
  savePanel,
  saveRange,
} from './labs-catalog.service.ts'

export const labsRouter = router({
  catalog: procedure('catalog.read').query(({ ctx }) => readLabCatalog(ctx.desk)),
  saveDefinition: procedure('catalog.write')
    .input(saveDefinitionInput)
    .mutation(({ ctx, input }) => saveDefinition(ctx.desk, input)),
  archiveDefinition: procedure('catalog.write')
    .input(archiveLabRowInput)
    .mutation(({ ctx, input }) => archiveDefinition(ctx.desk, input)),
  saveRange: procedure('catalog.write')
    .input(saveRangeInput)
    .mutation(({ ctx, input }) => saveRange(ctx.desk, input)),
  archiveRange: procedure('catalog.write')
    .input(archiveLabRowInput.omit({ archived: true }))
    .mutation(({ ctx, input }) => archiveRange(ctx.desk, input)),
  savePanel: procedure('catalog.write')
    .input(savePanelInput)
    .mutation(({ ctx, input }) => savePanel(ctx.desk, input)),
  archivePanel: procedure('catalog.write')
    .input(archiveLabRowInput)
    .mutation(({ ctx, input }) => archivePanel(ctx.desk, input)),

  order: procedure('labs.order')
    .input(orderLabsInput)
    .mutation(({ ctx, input }) => orderLabs(ctx.desk, input)),
  revoke: procedure('labs.order')
    .input(revokeLabOrderInput)
    .mutation(({ ctx, input }) => revokeLabOrder(ctx.desk, input)),
  ordersOfPatient: procedure('labs.read')
    .input(patientLabsInput)
    .query(({ ctx, input }) => readOrdersOfPatient(ctx.desk, input.patientId)),
  ordersOfVisit: procedure('labs.read')
    .input(visitLabsInput)
    .query(({ ctx, input }) => readOrdersOfVisit(ctx.desk, input.encounterId)),

  collectionList: procedure('labs.collect').query(({ ctx }) => readCollectionList(ctx.desk)),
  collect: procedure('labs.collect')
    .input(specimensInput)
    .mutation(({ ctx, input }) => collectSpecimens(ctx.desk, input)),
  send: procedure('labs.collect')
    .input(sendSpecimensInput)
    .mutation(({ ctx, input }) => sendSpecimens(ctx.desk, input)),
  reject: procedure('labs.collect')
    .input(rejectSpecimenInput)
    .mutation(({ ctx, input }) => rejectSpecimen(ctx.desk, input)),
  /** Shows the labels in the platform's viewer, from where they are printed. */
  openLabels: procedure('labs.collect')
    .input(specimensInput)
    .mutation(async ({ ctx, input }) => {
      const labels = await gatherLabels(ctx.desk, input.specimenIds)
      const bytes = await ctx.workstation.worker.run('render-labels', { labels })
      await ctx.workstation.openFile('labels.pdf', bytes)
    }),

  awaited: procedure('labs.enter').query(({ ctx }) => readAwaited(ctx.desk)),
  resultSheet: procedure('labs.enter')
    .input(labOrderInput)
    .query(({ ctx, input }) => readResultSheet(ctx.desk, input.orderId)),
  enterResults: procedure('labs.enter')
    .input(enterResultsInput)
    .mutation(({ ctx, input }) => enterResults(ctx.desk, input)),

  takeInFile: procedure('labs.enter')
    .input(takeInFileInput)
    .mutation(({ ctx, input }) => takeInFile(ctx.desk, input.file)),
  unmatched: procedure('labs.enter').query(({ ctx }) => readUnmatched(ctx.desk)),
  unmatchedReport: procedure('labs.enter')
    .input(unmatchedReportInput)
    .query(({ ctx, input }) => readMessageReport(ctx.desk, input.messageReportId)),
  candidates: procedure('labs.enter')
    .input(unmatchedReportInput)
    .query(({ ctx, input }) => readCandidates(ctx.desk, input.messageReportId)),
  matchByHand: procedure('labs.enter')
    .input(matchByHandInput)
    .mutation(({ ctx, input }) => matchByHand(ctx.desk, input)),
  undoMatch: procedure('labs.enter')
    .input(undoMatchInput)
    .mutation(({ ctx, input }) => undoMatch(ctx.desk, input)),
  putAway: procedure('labs.enter')
    .input(putAwayInput)
    .mutation(({ ctx, input }) => putAway(ctx.desk, input)),
  bringBack: procedure('labs.enter')
    .input(bringBackInput)
    .mutation(({ ctx, input }) => bringBack(ctx.desk, input)),
  putAwayList: procedure('labs.enter').query(({ ctx }) => readPutAway(ctx.desk)),

  inbox: procedure('labs.review')
    .input(labInboxInput)
    .query(({ ctx, input }) => readLabInbox(ctx.desk, input.whose)),
  inboxCount: procedure('labs.review').query(({ ctx }) => countLabInbox(ctx.desk)),
  report: procedure('labs.read')
    .input(reportInput)
    .query(({ ctx, input }) => readReport(ctx.desk, input.reportId)),
  printReport: procedure('labs.read')
    .input(reportInput)
    .mutation(({ ctx, input }) => printReport(ctx.desk, input.reportId)),
  review: procedure('labs.review')
    .input(reviewReportInput)
    .mutation(({ ctx, input }) => reviewReport(ctx.desk, input)),
  resultsOfPatient: procedure('labs.read')
    .input(patientLabsInput)
    .query(({ ctx, input }) => readResultsOfPatient(ctx.desk, input.patientId)),
  trend: procedure('labs.read')
    .input(trendInput)
    .query(({ ctx, input }) => readTrend(ctx.desk, input)),

  /** The line on which laboratories send: its settings, and what became of them. */
  line: procedure('settings.write').query(async ({ ctx }) => ({
    ...(await readLabLine(ctx.desk)),
    state: ctx.workstation.labLine.state,
    last: ctx.workstation.labLine.last,
  })),
  saveLine: procedure('settings.write')
    .input(labLineInput)
    .mutation(async ({ ctx, input }) => {
      await saveLabLine(ctx.desk, input)
      await ctx.workstation.labLine.follow()
    }),
})
