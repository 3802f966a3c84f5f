/** Procedures about referrals. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  issueReferralInput,
  patientReferralsInput,
  visitReferralsInput,
} from './referrals.input.ts'
import { issueReferral, readReferralsOfPatient, readReferralsOfVisit } from './referrals.service.ts'

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
})
