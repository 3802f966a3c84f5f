/** Reads about laboratory orders and their specimens. */
import type { Reader } from '../../db/kysely.ts'

export async function findLabOrder(db: Reader, id: string) {
  return db.selectFrom('labOrder').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findSpecimens(db: Reader, ids: readonly string[]) {
  return db
    .selectFrom('specimen')
    .innerJoin('labOrder', 'labOrder.id', 'specimen.orderId')
    .selectAll('specimen')
    .select('labOrder.revokedAt')
    .where('specimen.id', 'in', ids)
    .execute()
}

export async function listSpecimensOf(db: Reader, orderIds: readonly string[]) {
  if (orderIds.length === 0) return []
  return db
    .selectFrom('specimen')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('label')
    .execute()
}

export async function listItemsOf(db: Reader, orderIds: readonly string[]) {
  if (orderIds.length === 0) return []
  return db
    .selectFrom('labOrderItem')
    .innerJoin('observationDefinition', 'observationDefinition.id', 'labOrderItem.definitionId')
    .leftJoin('observationPanel', 'observationPanel.id', 'labOrderItem.panelId')
    .select([
      'labOrderItem.id',
      'labOrderItem.orderId',
      'labOrderItem.specimenId',
      'labOrderItem.definitionId',
      'observationDefinition.code',
      'observationDefinition.name',
      'observationDefinition.unit',
      'observationDefinition.valueKind',
      'observationDefinition.decimals',
      'observationPanel.name as panelName',
    ])
    .where('labOrderItem.orderId', 'in', orderIds)
    .orderBy('labOrderItem.id')
    .execute()
}

function selectOrders(db: Reader) {
  return db
    .selectFrom('labOrder')
    .innerJoin('practitioner', 'practitioner.id', 'labOrder.requesterId')
    .selectAll('labOrder')
    .select(['practitioner.family', 'practitioner.given', 'practitioner.patronymic'])
    .orderBy('labOrder.orderedAt', 'desc')
    .orderBy('labOrder.id', 'desc')
}

/** Orders of which something was taken since an instant and which have no report that is more than partial. */
export async function listAwaited(db: Reader, since: string) {
  return db
    .selectFrom('labOrder')
    .innerJoin('patient', 'patient.id', 'labOrder.patientId')
    .select([
      'labOrder.id',
      'labOrder.number',
      'labOrder.patientId',
      'labOrder.priority',
      'labOrder.orderedAt',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
    ])
    .where('labOrder.id', 'in', (eb) =>
      eb
        .selectFrom('specimen')
        .select('specimen.orderId')
        .where('specimen.collectedAt', '>=', since)
        .where('specimen.rejectedAt', 'is', null),
    )
    .where('labOrder.revokedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('diagnosticReport')
            .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
            .select('diagnosticReport.id')
            .whereRef('diagnosticReport.orderId', '=', 'labOrder.id')
            .where('diagnosticReport.status', '<>', 'partial')
            .where('labMatchUndo.id', 'is', null),
        ),
      ),
    )
    .execute()
}

/** More than a patient's record shows at once. */
const shownOrders = 200

export async function listOrdersOfPatient(db: Reader, patientId: string) {
  return selectOrders(db).where('labOrder.patientId', '=', patientId).limit(shownOrders).execute()
}

export async function listOrdersOfVisit(db: Reader, encounterId: string) {
  return selectOrders(db).where('labOrder.encounterId', '=', encounterId).execute()
}

/** Specimens that are to be collected or sent, with what a label and the list say of them. */
export async function listWaitingSpecimens(db: Reader) {
  return selectLabelled(db)
    .where('specimen.id', 'in', (eb) => eb.selectFrom('waitingSpecimen').select('specimenId'))
    .execute()
}

export async function listLabelled(db: Reader, ids: readonly string[]) {
  return selectLabelled(db).where('specimen.id', 'in', ids).execute()
}

function selectLabelled(db: Reader) {
  return db
    .selectFrom('specimen')
    .innerJoin('labOrder', 'labOrder.id', 'specimen.orderId')
    .innerJoin('patient', 'patient.id', 'labOrder.patientId')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .selectAll('specimen')
    .select([
      'labOrder.number',
      'labOrder.patientId',
      'labOrder.priority',
      'labOrder.note',
      'labOrder.orderedAt',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
      'patient.sex',
      'medicalCard.number as cardNumber',
    ])
}
