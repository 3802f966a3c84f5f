/** The rows of the clinic database as kysely sees them; the same names as the columns, in camelCase. */
import type {
  InvoiceRow,
  InvoiceLineRow,
  PaymentRow,
  ReceiptRow,
  RefundRow,
  UnsettledInvoiceRow,
} from './tables/billing.ts'
import type {
  CoverageRow,
  EquipmentRow,
  HealthcareServiceRow,
  PackagePartRow,
  PractitionerServiceRow,
  PriceListRow,
  ServiceCategoryRow,
  ServiceNeedRow,
  ServicePackageRow,
  ServicePriceRow,
} from './tables/catalog.ts'
import type {
  CredentialRow,
  LocationRow,
  OrganizationRow,
  PractitionerRow,
  PreferenceRow,
  SettingRow,
  SignInRow,
} from './tables/clinic.ts'
import type {
  AttachmentRow,
  CompositionRow,
  CompositionStepRow,
  DocumentReferenceRow,
  DocumentTypeRow,
  MessageRow,
  TaskRow,
  TaskStepRow,
} from './tables/documents.ts'
import type {
  DiagnosticReportRow,
  LabMatchRow,
  LabMatchUndoRow,
  LabMessageRow,
  LabMessageReportRow,
  LabOrderRow,
  LabOrderItemRow,
  LabPutAwayRow,
  ObservationRow,
  ObservationDefinitionRow,
  ObservationPanelRow,
  ObservationPanelMemberRow,
  ReferenceRangeRow,
  ReportReviewRow,
  SpecimenRow,
  UnmatchedLabReportRow,
  UnreviewedReportRow,
  WaitingSpecimenRow,
} from './tables/labs.ts'
import type {
  AuditEventRow,
  CodeConceptRow,
  CodeIndexRow,
  DeviceRow,
  DraftRow,
  HubFileRow,
  HubLinkRow,
  IdempotencyKeyRow,
  NumberSeriesRow,
  OutboxOperationRow,
  SignInGuardRow,
  StoredChunkRow,
  StoredFileRow,
  SyncExtraRow,
  SyncRefusalRow,
  WorkstationPinRow,
  WorkstationSettingRow,
} from './tables/local.ts'
import type {
  ConsentRow,
  ConsentTextRow,
  ConsentWithdrawalRow,
  DuplicateCheckRow,
  DuplicatePairRow,
  MedicalCardRow,
  PatientRow,
  PatientDistinctRow,
  PatientIndexRow,
  PatientKeyRow,
  PatientMergeRow,
  PatientMergeUndoRow,
  PatientNoteRow,
  RelatedPersonRow,
} from './tables/patients.ts'
import type {
  AllergyIntoleranceRow,
  CodeSystemRow,
  ConditionRow,
  ConditionEndRow,
  EncounterRow,
  EncounterAddendumRow,
  EncounterCosignatureRow,
  EncounterDraftRow,
  MedicalCertificateRow,
  MedicationRequestRow,
  MedicationStopRow,
  OpenReferralRow,
  PrescriptionRow,
  ReferralStepRow,
  ServiceRequestRow,
  VisitPhraseRow,
  VisitTemplateRow,
  VitalSignRow,
} from './tables/record.ts'
import type {
  AppointmentRow,
  AppointmentCallRow,
  AppointmentStepRow,
  ClinicDayRow,
  ExtraHoursRow,
  LeaveRow,
  QueueTicketRow,
  RebookTaskRow,
  ResourceClaimRow,
  ScheduleBlockRow,
  WaitlistCallRow,
  WaitlistEntryRow,
  WeeklyHoursRow,
} from './tables/schedule.ts'

export type * from './tables/billing.ts'
export type * from './tables/catalog.ts'
export type * from './tables/clinic.ts'
export type * from './tables/documents.ts'
export type * from './tables/labs.ts'
export type * from './tables/local.ts'
export type * from './tables/patients.ts'
export type * from './tables/record.ts'
export type * from './tables/schedule.ts'

/** Rows that stay on this workstation. */
export interface LocalTables {
  codeIndex: CodeIndexRow
  codeConcept: CodeConceptRow
  device: DeviceRow
  numberSeries: NumberSeriesRow
  workstationSetting: WorkstationSettingRow
  idempotencyKey: IdempotencyKeyRow
  signInGuard: SignInGuardRow
  draft: DraftRow
  storedFile: StoredFileRow
  storedChunk: StoredChunkRow
  auditEvent: AuditEventRow
  outboxOperation: OutboxOperationRow
  patientIndex: PatientIndexRow
  patientKey: PatientKeyRow
  duplicateCheck: DuplicateCheckRow
  duplicatePair: DuplicatePairRow
  unsettledInvoice: UnsettledInvoiceRow
  resourceClaim: ResourceClaimRow
  hubLink: HubLinkRow
  hubFile: HubFileRow
  syncRefusal: SyncRefusalRow
  syncExtra: SyncExtraRow
  workstationPin: WorkstationPinRow
  unmatchedLabReport: UnmatchedLabReportRow
  unreviewedReport: UnreviewedReportRow
  waitingSpecimen: WaitingSpecimenRow
  openReferral: OpenReferralRow
}

/** Rows that every workstation of the clinic shares; written only through a unit of work. */
export interface SharedTables {
  organization: OrganizationRow
  setting: SettingRow
  location: LocationRow
  practitioner: PractitionerRow
  credential: CredentialRow
  signIn: SignInRow
  serviceCategory: ServiceCategoryRow
  healthcareService: HealthcareServiceRow
  practitionerService: PractitionerServiceRow
  weeklyHours: WeeklyHoursRow
  leave: LeaveRow
  equipment: EquipmentRow
  serviceNeed: ServiceNeedRow
  priceList: PriceListRow
  servicePrice: ServicePriceRow
  servicePackage: ServicePackageRow
  packagePart: PackagePartRow
  extraHours: ExtraHoursRow
  clinicDay: ClinicDayRow
  patient: PatientRow
  coverage: CoverageRow
  consent: ConsentRow
  consentWithdrawal: ConsentWithdrawalRow
  consentText: ConsentTextRow
  relatedPerson: RelatedPersonRow
  patientNote: PatientNoteRow
  patientMerge: PatientMergeRow
  patientMergeUndo: PatientMergeUndoRow
  patientDistinct: PatientDistinctRow
  medicalCard: MedicalCardRow
  appointment: AppointmentRow
  appointmentStep: AppointmentStepRow
  encounter: EncounterRow
  encounterAddendum: EncounterAddendumRow
  encounterDraft: EncounterDraftRow
  condition: ConditionRow
  conditionEnd: ConditionEndRow
  vitalSign: VitalSignRow
  encounterCosignature: EncounterCosignatureRow
  visitTemplate: VisitTemplateRow
  visitPhrase: VisitPhraseRow
  medicalCertificate: MedicalCertificateRow
  serviceRequest: ServiceRequestRow
  referralStep: ReferralStepRow
  allergyIntolerance: AllergyIntoleranceRow
  prescription: PrescriptionRow
  medicationRequest: MedicationRequestRow
  medicationStop: MedicationStopRow
  codeSystem: CodeSystemRow
  documentReference: DocumentReferenceRow
  invoice: InvoiceRow
  invoiceLine: InvoiceLineRow
  receipt: ReceiptRow
  payment: PaymentRow
  refund: RefundRow
  message: MessageRow
  rebookTask: RebookTaskRow
  queueTicket: QueueTicketRow
  preference: PreferenceRow
  scheduleBlock: ScheduleBlockRow
  waitlistEntry: WaitlistEntryRow
  waitlistCall: WaitlistCallRow
  appointmentCall: AppointmentCallRow
  documentType: DocumentTypeRow
  composition: CompositionRow
  compositionStep: CompositionStepRow
  attachment: AttachmentRow
  task: TaskRow
  taskStep: TaskStepRow
  observationDefinition: ObservationDefinitionRow
  referenceRange: ReferenceRangeRow
  observationPanel: ObservationPanelRow
  observationPanelMember: ObservationPanelMemberRow
  labOrder: LabOrderRow
  specimen: SpecimenRow
  labOrderItem: LabOrderItemRow
  labMessage: LabMessageRow
  labMessageReport: LabMessageReportRow
  labMatch: LabMatchRow
  labMatchUndo: LabMatchUndoRow
  labPutAway: LabPutAwayRow
  diagnosticReport: DiagnosticReportRow
  observation: ObservationRow
  reportReview: ReportReviewRow
}

/** Fields that a new row may leave out: the column, added by a later migration, has a default. */
export interface LaterFields {
  location: 'kind'
  serviceCategory: 'parentId'
  practitionerService: 'locationId'
  leave: 'startsLocal' | 'endsLocal' | 'recurrence'
  appointment: 'seriesId'
  practitioner: 'supervisorId'
  encounter:
    | 'reason'
    | 'history'
    | 'sections'
    | 'templateId'
    | 'contentFormat'
    | 'covered'
    | 'cosignerId'
  serviceRequest: 'serviceId' | 'performerId' | 'performerEmail' | 'dueOn'
  waitlistEntry: 'referralId'
  attachment: 'referralStepId'
  specimen: 'replacesId' | 'rejectedAt' | 'rejectedBy' | 'rejectReason'
}

export interface ClinicTables extends LocalTables, SharedTables {}

export type SharedTable = keyof SharedTables

/**
 * How each shared table is written: `registry` rows are patched field by field, `fact` rows are
 * appended and never changed, but for `movable` fields: whose a fact is, when two records turn out to
 * be one person. `secret` fields are told to the outbox and withheld from the audit.
 */
export const sharedTables: {
  [Table in SharedTable]: {
    kind: 'registry' | 'fact'
    movable?: readonly (keyof SharedTables[Table])[]
    secret?: readonly (keyof SharedTables[Table])[]
  }
} = {
  organization: { kind: 'registry' },
  setting: { kind: 'registry', secret: ['value'] },
  location: { kind: 'registry' },
  practitioner: { kind: 'registry' },
  credential: { kind: 'registry', secret: ['passwordHash'] },
  signIn: { kind: 'fact' },
  serviceCategory: { kind: 'registry' },
  healthcareService: { kind: 'registry' },
  practitionerService: { kind: 'registry' },
  weeklyHours: { kind: 'registry' },
  leave: { kind: 'registry' },
  equipment: { kind: 'registry' },
  serviceNeed: { kind: 'registry' },
  priceList: { kind: 'registry' },
  servicePrice: { kind: 'registry' },
  servicePackage: { kind: 'registry' },
  packagePart: { kind: 'registry' },
  extraHours: { kind: 'registry' },
  clinicDay: { kind: 'registry' },
  patient: { kind: 'registry' },
  coverage: { kind: 'registry' },
  consent: { kind: 'fact', movable: ['patientId'] },
  consentWithdrawal: { kind: 'fact' },
  consentText: { kind: 'registry' },
  relatedPerson: { kind: 'registry' },
  patientNote: { kind: 'registry' },
  patientMerge: { kind: 'fact' },
  patientMergeUndo: { kind: 'fact' },
  patientDistinct: { kind: 'fact' },
  medicalCard: { kind: 'registry' },
  appointment: { kind: 'registry' },
  appointmentStep: { kind: 'fact' },
  encounter: { kind: 'registry' },
  encounterAddendum: { kind: 'fact' },
  encounterDraft: { kind: 'registry', secret: ['body', 'lineage'] },
  condition: { kind: 'fact', movable: ['patientId'] },
  conditionEnd: { kind: 'fact' },
  vitalSign: { kind: 'fact', movable: ['patientId'] },
  encounterCosignature: { kind: 'fact' },
  visitTemplate: { kind: 'registry' },
  visitPhrase: { kind: 'registry' },
  medicalCertificate: { kind: 'registry' },
  serviceRequest: { kind: 'registry' },
  referralStep: { kind: 'fact' },
  allergyIntolerance: { kind: 'registry' },
  prescription: { kind: 'registry' },
  medicationRequest: { kind: 'fact' },
  medicationStop: { kind: 'fact' },
  codeSystem: { kind: 'registry' },
  documentReference: { kind: 'registry' },
  invoice: { kind: 'registry' },
  invoiceLine: { kind: 'fact' },
  receipt: { kind: 'fact' },
  payment: { kind: 'fact' },
  refund: { kind: 'fact' },
  message: { kind: 'registry' },
  rebookTask: { kind: 'registry' },
  queueTicket: { kind: 'fact' },
  preference: { kind: 'registry' },
  scheduleBlock: { kind: 'registry' },
  waitlistEntry: { kind: 'registry' },
  waitlistCall: { kind: 'fact' },
  appointmentCall: { kind: 'fact' },
  documentType: { kind: 'registry' },
  composition: { kind: 'registry' },
  compositionStep: { kind: 'fact' },
  attachment: { kind: 'registry' },
  task: { kind: 'registry' },
  taskStep: { kind: 'fact' },
  observationDefinition: { kind: 'registry' },
  referenceRange: { kind: 'registry' },
  observationPanel: { kind: 'registry' },
  observationPanelMember: { kind: 'registry' },
  labOrder: { kind: 'registry' },
  specimen: { kind: 'registry' },
  labOrderItem: { kind: 'fact' },
  labMessage: { kind: 'fact' },
  labMessageReport: { kind: 'fact' },
  labMatch: { kind: 'fact', movable: ['patientId'] },
  labMatchUndo: { kind: 'fact' },
  labPutAway: { kind: 'registry' },
  diagnosticReport: { kind: 'fact', movable: ['patientId'] },
  observation: { kind: 'fact', movable: ['patientId'] },
  reportReview: { kind: 'fact' },
}
