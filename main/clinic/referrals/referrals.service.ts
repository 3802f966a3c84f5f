/** Referrals: a doctor sends a patient on, with a numbered paper. */
import type { Desk } from '../../db/desk.ts'
import { nextNumber } from '../../db/numbers.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { requireSubject } from '../visits/subject.service.ts'
import type { IssueReferral } from './referrals.input.ts'
import { listReferralsOfPatient, listReferralsOfVisit } from './referrals.queries.ts'

/**
 * Issues a numbered referral in the name of the doctor who acts, and orders its paper. Refused with
 * `not-found` for a patient or a visit that is not there; a visit must be that patient's.
 */
export async function issueReferral(desk: Desk, wish: IssueReferral) {
  const { timeZone } = await readClinic(desk)
  return desk.write('referrals.issue', async (unit) => {
    const { language } = await requireSubject(unit.db, wish)
    const number = await nextNumber(unit, 'referral', dayOf(unit.now, timeZone))
    const { patientId } = wish
    const id = unit.insert('serviceRequest', {
      ...wish,
      number,
      requesterId: desk.actor.id,
      issuedAt: unit.now,
    })
    const paper = { kind: 'referral' as const, subjectId: id, patientId, number, language }
    return { id, number, documentId: orderDocument(desk, unit, paper) }
  })
}

/** A patient's referrals, newest first. */
export async function readReferralsOfPatient(desk: Desk, patientId: string) {
  return (await listReferralsOfPatient(desk.read, patientId)).map(withRequester)
}

/** The referrals that came out of a visit, newest first. */
export async function readReferralsOfVisit(desk: Desk, encounterId: string) {
  return (await listReferralsOfVisit(desk.read, encounterId)).map(withRequester)
}

type Listed = Awaited<ReturnType<typeof listReferralsOfPatient>>[number]

function withRequester({ family, given, patronymic, ...referral }: Listed) {
  return { ...referral, requester: { family, given, patronymic } }
}
