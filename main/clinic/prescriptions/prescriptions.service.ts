/** Prescriptions: numbered papers with medicines, checked against the patient's allergies. */
import type { Desk } from '../../db/desk.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { Unit } from '../../db/write.ts'
import { listStandingAllergies } from '../allergies/allergies.queries.ts'
import { allergyWarnings } from '../allergies/allergies.rules.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { requireSubject } from '../visits/subject.service.ts'
import type { CancelPrescription, IssuePrescription, StopMedicine } from './prescriptions.input.ts'
import {
  findMedicine,
  findPrescription,
  listMedicines,
  listPrescriptions,
} from './prescriptions.queries.ts'
import { isTaken } from './prescriptions.rules.ts'

/**
 * Issues a numbered prescription in the name of the doctor who acts, and orders its paper. Refused
 * with `not-found` for a patient or a visit that is not theirs, and with `allergy-warning` when an
 * allergy speaks against a medicine and no reason to go on is given. Warnings and reason are kept.
 */
export async function issuePrescription(desk: Desk, wish: IssuePrescription) {
  const { timeZone } = await readClinic(desk)
  const { patientId, encounterId, medicines, validDays, overrideReason } = wish
  return desk.write('prescriptions.issue', async (unit) => {
    const { language } = await requireSubject(unit.db, wish)
    const warnings = await warningsFor(unit, patientId, medicines)
    if (warnings.length > 0 && overrideReason === null) {
      throw new ClinicError('allergy-warning', { warnings })
    }
    const today = dayOf(unit.now, timeZone)
    const number = await nextNumber(unit, 'prescription', today)
    const id = unit.insert('prescription', {
      number,
      patientId,
      encounterId,
      requesterId: desk.actor.id,
      issuedAt: unit.now,
      validTo: addDays(today, validDays),
      warnings: JSON.stringify(warnings),
      // A reason without a warning says nothing.
      overrideReason: warnings.length > 0 ? overrideReason : null,
      cancelledAt: null,
      cancelledBy: null,
      cancelReason: null,
    })
    for (const [position, medicine] of medicines.entries()) {
      unit.insert('medicationRequest', { ...medicine, prescriptionId: id, position })
    }
    const paper = { kind: 'prescription' as const, subjectId: id, patientId, number, language }
    return { id, number, documentId: orderDocument(desk, unit, paper) }
  })
}

async function warningsFor(
  unit: Unit,
  patientId: string,
  medicines: IssuePrescription['medicines'],
) {
  const allergies = await listStandingAllergies(unit.db, patientId)
  return medicines.flatMap(({ medicine }) =>
    allergyWarnings(medicine, allergies).map(({ substance, match }) => ({
      medicine,
      substance,
      match,
    })),
  )
}

/**
 * Cancels a prescription with a reason; its number stays. Refused with `not-found`, `not-the-author`
 * for another doctor's, and `already-cancelled`.
 */
export async function cancelPrescription(desk: Desk, wish: CancelPrescription): Promise<void> {
  await desk.write('prescriptions.cancel', async (unit) => {
    const prescription = await findPrescription(unit.db, wish.id)
    if (prescription === undefined) {
      throw new ClinicError('not-found', { entity: 'prescription', id: wish.id })
    }
    if (prescription.requesterId !== desk.actor.id) throw new ClinicError('not-the-author', {})
    if (prescription.cancelledAt !== null) throw new ClinicError('already-cancelled', {})
    unit.patch(
      'prescription',
      wish.id,
      { cancelledAt: unit.now, cancelledBy: desk.actor.id, cancelReason: wish.reason },
      prescription.version,
    )
  })
}

/** Notes that a medicine is no longer taken. Refused with `not-found` and `not-taken`. */
export async function stopMedicine(desk: Desk, wish: StopMedicine): Promise<void> {
  const { medicationRequestId, reason } = wish
  const { timeZone } = await readClinic(desk)
  await desk.write('prescriptions.stop', async (unit) => {
    const medicine = await findMedicine(unit.db, medicationRequestId)
    if (medicine === undefined) {
      throw new ClinicError('not-found', { entity: 'medicationRequest', id: medicationRequestId })
    }
    if (!isTaken(medicine, dayOf(unit.now, timeZone))) throw new ClinicError('not-taken', {})
    unit.insert('medicationStop', {
      medicationRequestId,
      reason,
      stoppedAt: unit.now,
      stoppedBy: desk.actor.id,
    })
  })
}

/** A patient's prescriptions with their medicines, newest first; each medicine says whether it is taken. */
export async function readPrescriptions(desk: Desk, patientId: string) {
  const { timeZone } = await readClinic(desk)
  const today = dayOf(desk.now(), timeZone)
  const medicines = Map.groupBy(
    await listMedicines(desk.read, patientId),
    ({ prescriptionId }) => prescriptionId,
  )
  const prescriptions = await listPrescriptions(desk.read, patientId)
  return prescriptions.map(({ family, given, patronymic, ...prescription }) => ({
    ...prescription,
    requester: { family, given, patronymic },
    medicines: (medicines.get(prescription.id) ?? []).map(
      ({ prescriptionId: _paper, ...medicine }) => ({
        ...medicine,
        isTaken: isTaken({ ...medicine, cancelledAt: prescription.cancelledAt }, today),
      }),
    ),
  }))
}
