/**
 * What the hub and the workstations have to know of each shared table to bring them together: whom a
 * row stands on, what must be unique in the clinic, which permission a change needs, whose branch it is.
 */
import { may, type Permission } from '../clinic/shared/permissions.ts'
import type { SharedTable, SharedTables } from '../db/tables.ts'

/** Who may write rows of a table: whoever holds a permission, or the program by itself. */
export type Writer = Permission | 'program'

export interface EntityFacts<Table extends SharedTable = SharedTable> {
  /** `registry` rows are patched field by field, `fact` rows are appended and never changed. */
  kind: 'registry' | 'fact'
  /** Fields that name a row of another table: a row never stands without them. */
  parents: Partial<Record<keyof SharedTables[Table] & string, SharedTable>>
  /** Sets of fields that no two rows of the clinic share; a null in one of them excepts the row. */
  unique: readonly (readonly (keyof SharedTables[Table] & string)[])[]
  /** Fields of rows that never change which a merge of patients changes all the same: whose they are. */
  movable: readonly (keyof SharedTables[Table] & string)[]
  /**
   * Any one of these lets a person write it, and `program` lets the program itself, when nobody acts;
   * `anyone` is for what the program notes whoever is at the desk.
   */
  permissions: readonly Writer[] | 'anyone'
  /**
   * What a second row with the same unique value becomes: `refuse` it, `detach` it (the field is
   * emptied, the row stays: money is never lost), `suffix` its number with the desk's prefix, or
   * `drop` it because the first one does the same work.
   */
  onDuplicate: 'refuse' | 'detach' | 'suffix' | 'drop'
  /** The field that leads to the branch: `locationId` itself, or a parent whose branch it shares. */
  branchBy: (keyof SharedTables[Table] & string) | null
}

export const entities: { [Table in SharedTable]: EntityFacts<Table> } = {
  organization: entity('registry', { permissions: ['settings.write'] }),
  setting: entity('registry', { permissions: ['settings.write'] }),
  location: entity('registry', { permissions: ['settings.write', 'schedule.write'] }),
  practitioner: entity('registry', {
    parents: { supervisorId: 'practitioner' },
    permissions: ['staff.write'],
  }),
  // Everyone may change their own passphrase; whose it is was checked where it was typed.
  credential: entity('registry', {
    parents: { practitionerId: 'practitioner' },
    unique: [['practitionerId'], ['login']],
    permissions: 'anyone',
  }),
  signIn: entity('fact', { parents: { practitionerId: 'practitioner' }, permissions: 'anyone' }),
  serviceCategory: entity('registry', {
    parents: { parentId: 'serviceCategory' },
    permissions: ['catalog.write'],
  }),
  healthcareService: entity('registry', {
    parents: { categoryId: 'serviceCategory' },
    unique: [['code']],
    permissions: ['catalog.write'],
    onDuplicate: 'suffix',
  }),
  practitionerService: entity('registry', {
    parents: {
      practitionerId: 'practitioner',
      serviceId: 'healthcareService',
      locationId: 'location',
    },
    unique: [['practitionerId', 'serviceId']],
    permissions: ['catalog.write', 'schedule.write'],
    onDuplicate: 'drop',
  }),
  weeklyHours: entity('registry', {
    parents: { practitionerId: 'practitioner', locationId: 'location' },
    permissions: ['schedule.write'],
  }),
  leave: entity('registry', {
    parents: { practitionerId: 'practitioner' },
    permissions: ['schedule.write'],
  }),
  equipment: entity('registry', {
    parents: { locationId: 'location' },
    permissions: ['catalog.write'],
  }),
  serviceNeed: entity('registry', {
    parents: { serviceId: 'healthcareService' },
    permissions: ['catalog.write'],
  }),
  priceList: entity('registry', { permissions: ['catalog.write'] }),
  servicePrice: entity('registry', {
    parents: { priceListId: 'priceList', serviceId: 'healthcareService' },
    unique: [['priceListId', 'serviceId']],
    permissions: ['catalog.write'],
  }),
  servicePackage: entity('registry', {
    unique: [['code']],
    permissions: ['catalog.write'],
    onDuplicate: 'suffix',
  }),
  packagePart: entity('registry', {
    parents: { packageId: 'servicePackage', serviceId: 'healthcareService' },
    unique: [['packageId', 'serviceId']],
    permissions: ['catalog.write'],
  }),
  extraHours: entity('registry', {
    parents: { practitionerId: 'practitioner', locationId: 'location' },
    permissions: ['schedule.write'],
  }),
  clinicDay: entity('registry', {
    unique: [['day']],
    permissions: ['schedule.write'],
    onDuplicate: 'drop',
  }),
  patient: entity('registry', {
    parents: { mergedIntoId: 'patient' },
    permissions: ['patients.write', 'patients.archive', 'patients.import', 'patients.merge'],
  }),
  coverage: entity('registry', {
    parents: { patientId: 'patient', priceListId: 'priceList' },
    permissions: ['patients.write'],
  }),
  consent: entity('fact', {
    parents: { patientId: 'patient' },
    permissions: ['patients.write', 'patients.import'],
    movable: ['patientId'],
  }),
  consentWithdrawal: entity('fact', {
    parents: { consentId: 'consent' },
    unique: [['consentId']],
    permissions: ['patients.write'],
    onDuplicate: 'drop',
  }),
  consentText: entity('registry', {
    unique: [['purpose', 'textVersion']],
    permissions: ['settings.write'],
  }),
  relatedPerson: entity('registry', {
    parents: { patientId: 'patient', relativeId: 'patient' },
    permissions: ['patients.write'],
  }),
  patientNote: entity('registry', {
    parents: { patientId: 'patient' },
    permissions: ['patients.write'],
  }),
  // Two desks may merge one patient into two others at once: the first one counts.
  patientMerge: entity('fact', {
    parents: { survivorId: 'patient', mergedId: 'patient' },
    unique: [['mergedId', 'turn']],
    permissions: ['patients.merge'],
  }),
  patientMergeUndo: entity('fact', {
    parents: { mergeId: 'patientMerge' },
    unique: [['mergeId']],
    permissions: ['patients.merge'],
  }),
  patientDistinct: entity('fact', {
    parents: { oneId: 'patient', otherId: 'patient' },
    unique: [['oneId', 'otherId']],
    permissions: ['patients.merge'],
    onDuplicate: 'drop',
  }),
  medicalCard: entity('registry', {
    parents: { patientId: 'patient' },
    unique: [['patientId'], ['number']],
    permissions: ['cards.write', 'cards.decide', 'patients.write', 'patients.import'],
  }),
  appointment: entity('registry', {
    parents: {
      patientId: 'patient',
      practitionerId: 'practitioner',
      serviceId: 'healthcareService',
      locationId: 'location',
    },
    permissions: [
      'appointments.book',
      'appointments.steps',
      'appointments.cancel',
      'visits.write',
      'billing.take',
    ],
    branchBy: 'locationId',
  }),
  appointmentStep: entity('fact', {
    parents: { appointmentId: 'appointment' },
    permissions: [
      'appointments.book',
      'appointments.steps',
      'appointments.cancel',
      'visits.write',
      'billing.take',
    ],
    branchBy: 'appointmentId',
  }),
  encounter: entity('registry', {
    parents: {
      appointmentId: 'appointment',
      patientId: 'patient',
      practitionerId: 'practitioner',
      cosignerId: 'practitioner',
    },
    unique: [['appointmentId']],
    permissions: ['visits.write'],
    // Of a signed one; until then every field may change.
    movable: ['patientId'],
    branchBy: 'appointmentId',
  }),
  encounterAddendum: entity('fact', {
    parents: { encounterId: 'encounter', authorId: 'practitioner' },
    permissions: ['visits.write'],
    branchBy: 'encounterId',
  }),
  // One a visit, made with it; whose text is the later one is for those who write to sort out.
  encounterDraft: entity('registry', {
    parents: { encounterId: 'encounter', savedBy: 'practitioner' },
    unique: [['encounterId']],
    permissions: ['visits.draft'],
    onDuplicate: 'drop',
    branchBy: 'encounterId',
  }),
  condition: entity('fact', {
    parents: { patientId: 'patient', encounterId: 'encounter' },
    permissions: ['visits.write'],
    movable: ['patientId'],
    branchBy: 'encounterId',
  }),
  // Two may note at once that it is over: the first one counts.
  conditionEnd: entity('fact', {
    parents: { conditionId: 'condition', encounterId: 'encounter' },
    unique: [['conditionId']],
    permissions: ['visits.write'],
    onDuplicate: 'drop',
    branchBy: 'encounterId',
  }),
  vitalSign: entity('fact', {
    parents: { patientId: 'patient', encounterId: 'encounter' },
    unique: [['encounterId', 'code']],
    permissions: ['visits.write'],
    movable: ['patientId'],
    branchBy: 'encounterId',
  }),
  encounterCosignature: entity('fact', {
    parents: { encounterId: 'encounter', decidedBy: 'practitioner' },
    unique: [['encounterId', 'turn']],
    permissions: ['visits.write'],
    branchBy: 'encounterId',
  }),
  visitTemplate: entity('registry', { permissions: ['settings.write'] }),
  // Everyone keeps their own; the service lets nobody but an administrator write the clinic's.
  visitPhrase: entity('registry', {
    parents: { ownerId: 'practitioner' },
    permissions: ['visits.draft', 'settings.write'],
  }),
  medicalCertificate: entity('registry', {
    parents: { patientId: 'patient', encounterId: 'encounter', requesterId: 'practitioner' },
    unique: [['number']],
    permissions: ['certificates.issue', 'patients.merge'],
    onDuplicate: 'suffix',
    branchBy: 'encounterId',
  }),
  serviceRequest: entity('registry', {
    parents: {
      patientId: 'patient',
      encounterId: 'encounter',
      requesterId: 'practitioner',
      serviceId: 'healthcareService',
      performerId: 'practitioner',
    },
    unique: [['number']],
    permissions: ['referrals.issue'],
    onDuplicate: 'suffix',
    branchBy: 'encounterId',
  }),
  referralStep: entity('fact', {
    parents: {
      referralId: 'serviceRequest',
      encounterId: 'encounter',
      bookingId: 'appointment',
    },
    permissions: ['referrals.issue', 'referrals.handle', 'appointments.book'],
    branchBy: 'encounterId',
  }),
  codeSystem: entity('registry', { permissions: ['settings.write'] }),
  allergyIntolerance: entity('registry', {
    parents: { patientId: 'patient' },
    permissions: ['record.write', 'patients.merge'],
  }),
  prescription: entity('registry', {
    parents: { patientId: 'patient', encounterId: 'encounter', requesterId: 'practitioner' },
    unique: [['number']],
    permissions: ['prescriptions.issue', 'patients.merge'],
    onDuplicate: 'suffix',
    branchBy: 'encounterId',
  }),
  medicationRequest: entity('fact', {
    parents: { prescriptionId: 'prescription' },
    permissions: ['prescriptions.issue'],
    branchBy: 'prescriptionId',
  }),
  // Two may note at once that it is no longer taken: the first one counts.
  medicationStop: entity('fact', {
    parents: { medicationRequestId: 'medicationRequest' },
    unique: [['medicationRequestId']],
    permissions: ['record.write'],
    onDuplicate: 'drop',
    branchBy: 'medicationRequestId',
  }),
  // Ordered by whoever writes what is printed, and finished by the program.
  documentReference: entity('registry', {
    parents: { patientId: 'patient' },
    unique: [['kind', 'subjectId']],
    permissions: 'anyone',
    onDuplicate: 'drop',
  }),
  invoice: entity('registry', {
    parents: { patientId: 'patient', appointmentId: 'appointment' },
    unique: [['number'], ['appointmentId']],
    permissions: ['billing.invoice', 'billing.take', 'visits.write'],
    onDuplicate: 'detach',
    branchBy: 'appointmentId',
  }),
  invoiceLine: entity('fact', {
    parents: { invoiceId: 'invoice', serviceId: 'healthcareService' },
    permissions: ['billing.invoice', 'billing.take', 'visits.write'],
    branchBy: 'invoiceId',
  }),
  receipt: entity('fact', {
    parents: { invoiceId: 'invoice' },
    unique: [['number']],
    permissions: ['billing.take'],
    onDuplicate: 'suffix',
    branchBy: 'invoiceId',
  }),
  payment: entity('fact', {
    parents: { invoiceId: 'invoice', receiptId: 'receipt' },
    permissions: ['billing.take'],
    branchBy: 'invoiceId',
  }),
  refund: entity('fact', {
    parents: { invoiceId: 'invoice', paymentId: 'payment' },
    unique: [['number']],
    permissions: ['billing.refund'],
    onDuplicate: 'suffix',
    branchBy: 'invoiceId',
  }),
  message: entity('registry', {
    parents: { patientId: 'patient', appointmentId: 'appointment' },
    unique: [['eventKey']],
    permissions: 'anyone',
    onDuplicate: 'drop',
    branchBy: 'appointmentId',
  }),
  rebookTask: entity('registry', {
    // Its winner may be of a branch that the loser's workstation does not serve.
    parents: { appointmentId: 'appointment' },
    permissions: 'anyone',
    branchBy: 'appointmentId',
  }),
  // A patient has one number: the desk that checked them in first gave it.
  queueTicket: entity('fact', {
    parents: { appointmentId: 'appointment' },
    unique: [['appointmentId']],
    permissions: ['appointments.steps'],
    onDuplicate: 'drop',
    branchBy: 'appointmentId',
  }),
  // Everyone chooses for themselves; the service writes nobody else's.
  preference: entity('registry', {
    parents: { practitionerId: 'practitioner' },
    unique: [['practitionerId', 'name']],
    permissions: 'anyone',
    onDuplicate: 'drop',
  }),
  scheduleBlock: entity('registry', {
    parents: { practitionerId: 'practitioner', locationId: 'location' },
    permissions: ['schedule.block'],
  }),
  waitlistEntry: entity('registry', {
    parents: {
      patientId: 'patient',
      serviceId: 'healthcareService',
      practitionerId: 'practitioner',
      appointmentId: 'appointment',
    },
    permissions: ['appointments.book'],
  }),
  waitlistCall: entity('fact', {
    parents: { entryId: 'waitlistEntry', practitionerId: 'practitioner' },
    permissions: ['appointments.book'],
  }),
  appointmentCall: entity('fact', {
    parents: { appointmentId: 'appointment' },
    permissions: ['appointments.book', 'appointments.cancel'],
    branchBy: 'appointmentId',
  }),
  documentType: entity('registry', { permissions: ['settings.write'] }),
  composition: entity('registry', {
    parents: { typeId: 'documentType', patientId: 'patient', replacesId: 'composition' },
    unique: [['number']],
    permissions: ['documents.write'],
    onDuplicate: 'suffix',
    // Of a signed one; until then every field may change.
    movable: ['patientId', 'state', 'retainUntil', 'content'],
  }),
  compositionStep: entity('fact', {
    parents: { compositionId: 'composition' },
    permissions: ['documents.write'],
  }),
  attachment: entity('registry', {
    parents: {
      patientId: 'patient',
      encounterId: 'encounter',
      compositionId: 'composition',
      referralStepId: 'referralStep',
    },
    permissions: ['files.write'],
    branchBy: 'encounterId',
  }),
  task: entity('registry', {
    parents: { patientId: 'patient', ownerId: 'practitioner' },
    permissions: ['tasks.work'],
  }),
  taskStep: entity('fact', { parents: { taskId: 'task' }, permissions: ['tasks.work'] }),
  observationDefinition: entity('registry', {
    unique: [['code']],
    permissions: ['catalog.write'],
    onDuplicate: 'suffix',
  }),
  referenceRange: entity('registry', {
    parents: { definitionId: 'observationDefinition' },
    permissions: ['catalog.write'],
  }),
  observationPanel: entity('registry', {
    unique: [['code']],
    permissions: ['catalog.write'],
    onDuplicate: 'suffix',
  }),
  observationPanelMember: entity('registry', {
    parents: { panelId: 'observationPanel', definitionId: 'observationDefinition' },
    unique: [['panelId', 'definitionId']],
    permissions: ['catalog.write'],
    onDuplicate: 'drop',
  }),
  labOrder: entity('registry', {
    parents: { patientId: 'patient', encounterId: 'encounter', requesterId: 'practitioner' },
    unique: [['number']],
    permissions: ['labs.order'],
    onDuplicate: 'suffix',
    branchBy: 'encounterId',
  }),
  specimen: entity('registry', {
    parents: { orderId: 'labOrder', replacesId: 'specimen' },
    unique: [['label']],
    permissions: ['labs.order', 'labs.collect'],
    onDuplicate: 'suffix',
    branchBy: 'orderId',
  }),
  labOrderItem: entity('fact', {
    parents: {
      orderId: 'labOrder',
      specimenId: 'specimen',
      definitionId: 'observationDefinition',
      panelId: 'observationPanel',
    },
    unique: [['orderId', 'definitionId']],
    permissions: ['labs.order'],
    onDuplicate: 'drop',
    branchBy: 'orderId',
  }),
  // What a laboratory sends over its line is taken in by the program; files and hands are a person's.
  labMessage: entity('fact', {
    unique: [['sender', 'controlId', 'contentHash']],
    permissions: ['program', 'labs.enter'],
  }),
  labMessageReport: entity('fact', {
    parents: { messageId: 'labMessage' },
    unique: [['messageId', 'position']],
    permissions: ['program', 'labs.enter'],
  }),
  labMatch: entity('fact', {
    parents: { messageReportId: 'labMessageReport', patientId: 'patient' },
    unique: [['messageReportId', 'turn']],
    permissions: ['program', 'labs.enter'],
    movable: ['patientId'],
  }),
  labMatchUndo: entity('fact', {
    parents: { matchId: 'labMatch' },
    unique: [['matchId']],
    permissions: ['labs.enter'],
    onDuplicate: 'drop',
  }),
  labPutAway: entity('registry', {
    parents: { messageReportId: 'labMessageReport' },
    unique: [['messageReportId']],
    permissions: ['labs.enter'],
    onDuplicate: 'drop',
  }),
  diagnosticReport: entity('fact', {
    parents: { patientId: 'patient', orderId: 'labOrder', matchId: 'labMatch' },
    unique: [['matchId']],
    permissions: ['program', 'labs.enter'],
    movable: ['patientId'],
    branchBy: 'orderId',
  }),
  observation: entity('fact', {
    parents: {
      reportId: 'diagnosticReport',
      patientId: 'patient',
      definitionId: 'observationDefinition',
      replacesId: 'observation',
    },
    permissions: ['program', 'labs.enter'],
    movable: ['patientId'],
    branchBy: 'reportId',
  }),
  reportReview: entity('fact', {
    parents: { reportId: 'diagnosticReport' },
    unique: [['reportId']],
    permissions: ['labs.review'],
    onDuplicate: 'drop',
    branchBy: 'reportId',
  }),
}

/** The facts of a table that is known only at run time. */
export interface AnyFacts extends Pick<EntityFacts, 'kind' | 'permissions' | 'onDuplicate'> {
  parents: Partial<Record<string, SharedTable>>
  unique: readonly (readonly string[])[]
  movable: readonly string[]
  branchBy: string | null
}

export function factsOf(entity: SharedTable): AnyFacts {
  return entities[entity]
}

/** Whether somebody with these roles may write what these may write. */
export function mayWrite(roles: readonly string[], writers: AnyFacts['permissions']): boolean {
  return writers === 'anyone' || writers.some((one) => one !== 'program' && may(roles, one))
}

/** Whether the program may write it by itself, when nobody acts. */
export function programMayWrite(writers: AnyFacts['permissions']): boolean {
  return writers === 'anyone' || writers.includes('program')
}

/** Parents before children, so that a snapshot can be read in from its first line to its last. */
export const entityOrder: readonly SharedTable[] = Object.keys(entities).filter(isEntity)

/** Whether a word of the wire names a table that this program shares. */
export function isEntity(word: string): word is SharedTable {
  return Object.hasOwn(entities, word)
}

type Given<Table extends SharedTable> = Partial<Omit<EntityFacts<Table>, 'kind'>> &
  Pick<EntityFacts<Table>, 'permissions'>

function entity<Table extends SharedTable>(
  kind: EntityFacts['kind'],
  given: Given<Table>,
): EntityFacts<Table> {
  return {
    kind,
    parents: {},
    unique: [],
    movable: [],
    onDuplicate: 'refuse',
    branchBy: null,
    ...given,
  }
}
