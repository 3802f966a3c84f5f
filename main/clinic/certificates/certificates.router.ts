/** Procedures about sick notes and certificates. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  cancelCertificateInput,
  issueCertificateInput,
  patientCertificatesInput,
} from './certificates.input.ts'
import { cancelCertificate, issueCertificate, readCertificates } from './certificates.service.ts'

export const certificatesRouter = router({
  ofPatient: procedure('record.read')
    .input(patientCertificatesInput)
    .query(({ ctx, input }) => readCertificates(ctx.desk, input.patientId)),
  issue: procedure('certificates.issue')
    .input(issueCertificateInput)
    .mutation(({ ctx, input }) => issueCertificate(ctx.desk, input)),
  cancel: procedure('certificates.issue')
    .input(cancelCertificateInput)
    .mutation(({ ctx, input }) => cancelCertificate(ctx.desk, input)),
})
