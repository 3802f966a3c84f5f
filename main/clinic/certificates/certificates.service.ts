/** Sick notes and medical certificates: numbered papers that come out of a visit. */
import type { Desk } from '../../db/desk.ts'
import { nextNumber } from '../../db/numbers.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { requireSubject } from '../visits/subject.service.ts'
import type { CancelCertificate, IssueCertificate } from './certificates.input.ts'
import { findCertificate, findVisitDay, listCertificates } from './certificates.queries.ts'
import { daysProblem } from './certificates.rules.ts'

/**
 * Issues a numbered sick note or certificate in the name of the doctor who acts, and orders its paper.
 * Refused with `not-found` for a patient or a visit that is not theirs, and with `invalid-input` at the
 * day that cannot be: an end before its start, too far from the visit, or longer than anyone is ill.
 */
export async function issueCertificate(desk: Desk, wish: IssueCertificate) {
  const { timeZone } = await readClinic(desk)
  const { patientId, encounterId, kind } = wish
  return desk.write('certificates.issue', async (unit) => {
    const { language } = await requireSubject(unit.db, wish)
    const today = dayOf(unit.now, timeZone)
    const visit = await findVisitDay(unit.db, encounterId)
    const problem = daysProblem(wish, visit?.day ?? today)
    if (problem !== null) throw new ClinicError('invalid-input', { fields: [problem] })
    const number = await nextNumber(unit, kind, today)
    const id = unit.insert('medicalCertificate', {
      ...wish,
      number,
      text: wish.text ?? '',
      requesterId: desk.actor.id,
      issuedAt: unit.now,
      cancelledAt: null,
      cancelledBy: null,
      cancelReason: null,
    })
    const paper = { kind, subjectId: id, patientId, number, language }
    return { id, number, documentId: orderDocument(desk, unit, paper) }
  })
}

/**
 * Cancels a paper with a reason; its number stays. Refused with `not-found`, `not-the-author` for
 * another doctor's, and `already-cancelled`.
 */
export async function cancelCertificate(desk: Desk, wish: CancelCertificate): Promise<void> {
  await desk.write('certificates.cancel', async (unit) => {
    const certificate = await findCertificate(unit.db, wish.id)
    if (certificate === undefined) {
      throw new ClinicError('not-found', { entity: 'medicalCertificate', id: wish.id })
    }
    if (certificate.requesterId !== desk.actor.id) throw new ClinicError('not-the-author', {})
    if (certificate.cancelledAt !== null) throw new ClinicError('already-cancelled', {})
    unit.patch(
      'medicalCertificate',
      wish.id,
      { cancelledAt: unit.now, cancelledBy: desk.actor.id, cancelReason: wish.reason },
      certificate.version,
    )
  })
}

/** A patient's sick notes and certificates, newest first. */
export async function readCertificates(desk: Desk, patientId: string) {
  const rows = await listCertificates(desk.read, patientId)
  return rows.map(({ family, given, patronymic, ...certificate }) => ({
    ...certificate,
    requester: { family, given, patronymic },
  }))
}
