/** Procedures about referrals. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  answerReferralInput,
  closeReferralInput,
  issueReferralInput,
  openReferralsInput,
  patientReferralsInput,
  referralInput,
  revokeReferralInput,
  sendReferralInput,
  visitReferralsInput,
} from './referrals.input.ts'
import {
  answerReferral,
  closeReferral,
  countOpenReferrals,
  issueReferral,
  readOpenReferrals,
  readReferral,
  readReferralsOfPatient,
  readReferralsOfVisit,
  revokeReferral,
  sendReferral,
} from './referrals.service.ts'

export const referralsRouter = router({
  issue: procedure('referrals.issue')
    .input(issueReferralInput)
    .mutation(({ ctx, input }) => issueReferral(ctx.desk, input)),
  ofPatient: procedure('referrals.read')
    .input(patientReferralsInput)
    .query(({ ctx, input }) => readReferralsOfPatient(ctx.desk, input.patientId)),
  ofVisit: procedure('referrals.read')
    .input(visitReferralsInput)
    .query(({ ctx, input }) => readReferralsOfVisit(ctx.desk, input.encounterId)),
  get: procedure('referrals.read')
    .input(referralInput)
    .query(({ ctx, input }) => readReferral(ctx.desk, input.id)),
  open: procedure('referrals.read')
    .input(openReferralsInput)
    .query(({ ctx, input }) => readOpenReferrals(ctx.desk, input.whose)),
  counts: procedure('referrals.read')
    .input(openReferralsInput)
    .query(({ ctx, input }) => countOpenReferrals(ctx.desk, input.whose)),
  send: procedure('referrals.handle')
    .input(sendReferralInput)
    .mutation(({ ctx, input }) => sendReferral(ctx.desk, input)),
  answer: procedure('referrals.handle')
    .input(answerReferralInput)
    .mutation(({ ctx, input }) => answerReferral(ctx.desk, input)),
  close: procedure('referrals.issue')
    .input(closeReferralInput)
    .mutation(({ ctx, input }) => closeReferral(ctx.desk, input)),
  revoke: procedure('referrals.issue')
    .input(revokeReferralInput)
    .mutation(({ ctx, input }) => revokeReferral(ctx.desk, input)),
})
