/** One row of every shared table, each standing on the others; the type asks for one of a new table too. */
import type { SharedTable } from '../../main/db/tables.ts'
import type { Changes, NewRow, Unit } from '../../main/db/write.ts'
import { roles } from '../../main/clinic/shared/permissions.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import { justRegistered } from './patients.ts'

const at = '2026-11-23T09:00:00.000Z'
const later = '2026-11-23T09:30:00.000Z'

const id = (table: SharedTable) => {
  const number = entityOrder.indexOf(table) + 1
  return `01900000-0000-7000-9000-${number.toString(16).padStart(12, '0')}`
}

const doctorId = id('practitioner')
const patientId = id('patient')
const serviceId = id('healthcareService')
const appointmentId = id('appointment')
const encounterId = id('encounter')
const invoiceId = id('invoice')

/** Whoever writes the rows; may do everything, and has to be there before them. */
export const everyRole = { id: doctorId, roles: [...roles] }

export const everyRow: { [Table in SharedTable]: NewRow<Table> } = {
  organization: {
    name: 'Второе юрлицо',
    legalName: null,
    country: 'RU',
    language: 'ru',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
    address: null,
    phone: null,
    email: null,
    taxId: null,
  },
  setting: { value: '{"host":"mail.example"}' },
  location: { name: 'Кабинет 1', kind: 'УЗИ', archivedAt: null },
  practitioner: {
    family: 'Ли',
    given: 'Анна',
    patronymic: null,
    roles: JSON.stringify(roles),
    specialty: 'Терапевт',
    email: null,
    phone: null,
    language: 'ru',
    archivedAt: null,
  },
  credential: {
    practitionerId: doctorId,
    login: 'li',
    passwordHash: '$argon2id$',
    passwordChangedAt: at,
    mustChange: 1,
  },
  signIn: {
    practitionerId: doctorId,
    outcome: 'accepted',
    method: 'pin',
    at,
    deviceId: 'device-a',
  },
  serviceCategory: { name: 'Приём', position: 1, archivedAt: null },
  healthcareService: {
    categoryId: id('serviceCategory'),
    code: 'T-1',
    name: 'Приём терапевта',
    durationMinutes: 30,
    priceMinor: 250_000,
    preparation: null,
    archivedAt: null,
  },
  practitionerService: { practitionerId: doctorId, serviceId, archivedAt: null },
  weeklyHours: {
    practitionerId: doctorId,
    locationId: id('location'),
    weekday: 1,
    startsLocal: '09:00',
    endsLocal: '17:00',
    validFrom: '2026-01-01',
    validTo: null,
    archivedAt: null,
  },
  leave: {
    practitionerId: doctorId,
    fromDay: '2026-12-01',
    toDay: '2026-12-10',
    reason: 'Отпуск',
    archivedAt: null,
  },
  equipment: {
    name: 'УЗИ-аппарат',
    kind: 'УЗИ',
    locationId: id('location'),
    archivedAt: null,
  },
  serviceNeed: { serviceId, target: 'room', kind: 'УЗИ', resourceIds: '[]', archivedAt: null },
  priceList: {
    name: 'ДМС',
    audience: 'covered',
    validFrom: '2026-01-01',
    validTo: null,
    archivedAt: null,
  },
  servicePrice: {
    priceListId: id('priceList'),
    serviceId,
    priceMinor: 200_000,
    archivedAt: null,
  },
  servicePackage: {
    code: 'P-1',
    name: 'Осмотр',
    priceMinor: 400_000,
    validFrom: '2026-01-01',
    validTo: null,
    archivedAt: null,
  },
  packagePart: { packageId: id('servicePackage'), serviceId, quantity: 2, archivedAt: null },
  extraHours: {
    practitionerId: doctorId,
    locationId: id('location'),
    day: '2026-11-28',
    startsLocal: '10:00',
    endsLocal: '14:00',
    recurrence: 'FREQ=WEEKLY;COUNT=4',
    note: null,
    archivedAt: null,
  },
  clinicDay: { day: '2026-12-31', kind: 'closed', name: 'Новый год', archivedAt: null },
  patient: {
    ...justRegistered,
    family: 'Водолазова',
    given: 'Мария',
    patronymic: 'Ивановна',
    sex: 'female',
    bornOn: '1980-02-29',
    phones: '[{"value":"+79261234567"}]',
    email: null,
    address: 'Москва',
    documentKind: null,
    documentNumber: null,
    language: 'ru',
    note: null,
  },
  coverage: {
    patientId,
    priceListId: id('priceList'),
    policyNumber: 'DMS-1',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    archivedAt: null,
  },
  consent: {
    patientId,
    purpose: 'data-processing',
    textVersion: '2026-01',
    givenOn: '2026-11-20',
    method: 'paper',
    recordedBy: doctorId,
  },
  consentWithdrawal: {
    consentId: id('consent'),
    withdrawnOn: '2026-11-22',
    reason: 'Передумала',
    recordedBy: doctorId,
  },
  consentText: {
    purpose: 'messages',
    textVersion: '2026-02',
    text: 'Согласна получать сообщения клиники.',
    archivedAt: null,
  },
  relatedPerson: {
    patientId,
    relativeId: null,
    relationship: 'mother',
    name: 'Ольга Водолазова',
    phone: '+7 926 765-43-21',
    isGuardian: 1,
    isPayer: 0,
    archivedAt: null,
  },
  patientNote: {
    patientId,
    text: 'Плохо слышит',
    isAlert: 1,
    writtenBy: doctorId,
    writtenAt: at,
    archivedAt: null,
  },
  patientMerge: {
    survivorId: patientId,
    mergedId: patientId,
    turn: 1,
    moved: '[]',
    changed: '[]',
    mergedAt: at,
    mergedBy: doctorId,
  },
  patientMergeUndo: { mergeId: id('patientMerge'), undoneAt: later, undoneBy: doctorId },
  patientDistinct: {
    oneId: patientId,
    otherId: patientId,
    decidedAt: at,
    decidedBy: doctorId,
  },
  medicalCard: {
    patientId,
    number: 'A-00001',
    status: 'draft',
    bloodType: 'A+',
    allergies: null,
    chronicConditions: null,
    medicines: null,
    emergencyContact: null,
    note: null,
    submittedAt: null,
    submittedBy: null,
    decidedAt: null,
    decidedBy: null,
    returnReason: null,
  },
  appointment: {
    patientId,
    practitionerId: doctorId,
    serviceId,
    locationId: id('location'),
    day: '2026-11-23',
    startsAt: at,
    endsAt: later,
    timeZone: 'Europe/Moscow',
    status: 'confirmed',
    statusAt: at,
    priceMinor: 250_000,
    currency: 'RUB',
    note: null,
    cancelReason: null,
    overbooked: 0,
    resourceIds: '["room-1"]',
  },
  appointmentStep: {
    appointmentId,
    fromStatus: null,
    toStatus: 'confirmed',
    at,
    actorId: doctorId,
    reason: null,
  },
  encounter: {
    appointmentId,
    patientId,
    practitionerId: doctorId,
    startedAt: at,
    complaint: 'Кашель',
    findings: '',
    diagnosis: '',
    diagnosisCode: null,
    plan: '',
    signedAt: null,
    signedBy: null,
    contentHash: null,
  },
  encounterAddendum: { encounterId, authorId: doctorId, text: 'Анализ пришёл', writtenAt: later },
  serviceRequest: {
    number: 'A-2026-N0001',
    patientId,
    encounterId,
    requesterId: doctorId,
    performerOrganization: null,
    performerName: null,
    specialty: 'Пульмонология',
    reason: 'Исключить пневмонию',
    diagnosis: null,
    note: null,
    priority: 'routine',
    issuedAt: later,
  },
  documentReference: {
    kind: 'invoice',
    subjectId: invoiceId,
    patientId,
    number: 'A-2026-0001',
    language: 'ru',
    state: 'due',
    sha256: null,
  },
  invoice: {
    number: 'A-2026-0001',
    patientId,
    appointmentId,
    currency: 'RUB',
    totalMinor: 250_000,
    issuedAt: later,
    issuedBy: doctorId,
  },
  invoiceLine: {
    invoiceId,
    position: 1,
    serviceId,
    code: 'T-1',
    description: 'Приём терапевта',
    quantity: 1,
    unitPriceMinor: 250_000,
    totalMinor: 250_000,
  },
  receipt: {
    number: 'A-2026-R00001',
    invoiceId,
    totalMinor: 250_000,
    issuedAt: later,
    issuedBy: doctorId,
  },
  payment: {
    invoiceId,
    receiptId: id('receipt'),
    method: 'cash',
    amountMinor: 250_000,
    tenderedMinor: 300_000,
    changeMinor: 50_000,
    takenAt: later,
    takenBy: doctorId,
  },
  refund: {
    number: 'A-2026-B0001',
    invoiceId,
    paymentId: id('payment'),
    method: 'cash',
    amountMinor: 100_000,
    reason: 'Скидка',
    refundedAt: later,
    refundedBy: doctorId,
  },
  message: {
    eventKey: 'booked:1',
    template: 'appointment-confirmed',
    language: 'ru',
    audience: 'patient',
    recipientName: 'Мария Водолазова',
    recipientAddress: null,
    patientId,
    appointmentId,
    content: '{}',
    subject: 'Запись',
    state: 'due',
    attempts: 0,
    nextAttemptAt: null,
    sentAt: null,
    errorCode: null,
    errorText: null,
    deviceId: 'device-a',
  },
  rebookTask: {
    appointmentId,
    heldById: appointmentId,
    heldResource: null,
    startsAt: at,
    endsAt: later,
    state: 'open',
    decidedAt: null,
    decidedBy: null,
  },
  queueTicket: { appointmentId, day: '2026-11-23', label: 'A12' },
  preference: { practitionerId: doctorId, name: 'keys', value: '{"place.day":"F3"}' },
}

/** A change of every table whose rows change. */
export const everyChange: { [Table in SharedTable]?: Changes<Table> } = {
  organization: { phone: '+7 495 123-45-67' },
  setting: { value: '{"host":"other.example"}' },
  location: { name: 'Кабинет 2' },
  practitioner: { specialty: 'Кардиолог' },
  credential: { mustChange: 0 },
  serviceCategory: { position: 2 },
  healthcareService: { priceMinor: 300_000 },
  practitionerService: { archivedAt: later },
  weeklyHours: { endsLocal: '18:00' },
  leave: { toDay: '2026-12-12' },
  equipment: { name: 'УЗИ-аппарат 2' },
  serviceNeed: { kind: 'ЭКГ' },
  priceList: { validTo: '2026-12-31' },
  servicePrice: { priceMinor: 210_000 },
  servicePackage: { priceMinor: 390_000 },
  packagePart: { quantity: 1 },
  extraHours: { endsLocal: '15:00' },
  clinicDay: { kind: 'open' },
  coverage: { policyNumber: 'DMS-2' },
  patient: { family: 'Петрова', address: null },
  consentText: { archivedAt: later },
  relatedPerson: { isPayer: 1 },
  patientNote: { archivedAt: later },
  medicalCard: { allergies: 'Пенициллин' },
  appointment: { status: 'arrived', note: 'Опоздает' },
  encounter: { diagnosis: 'Бронхит', signedAt: later, signedBy: doctorId, contentHash: 'hash' },
  serviceRequest: { note: 'Снимки на руках' },
  documentReference: { state: 'ready', sha256: 'ab'.repeat(32) },
  invoice: { totalMinor: 240_000 },
  message: { state: 'cancelled' },
  rebookTask: { state: 'dismissed', decidedAt: later, decidedBy: doctorId },
  preference: { value: '{}' },
}

/** Adds the one row of a table. */
export function addRow(unit: Unit, table: SharedTable): void {
  insert(unit, table)
}

function insert<Table extends SharedTable>(unit: Unit, table: Table): void {
  unit.insert(table, { ...everyRow[table], id: id(table) })
}

/** Changes a row of the table; false where rows never change. */
export function changeRow(unit: Unit, table: SharedTable, rowId: string): boolean {
  return patch(unit, table, rowId)
}

function patch<Table extends SharedTable>(unit: Unit, table: Table, rowId: string): boolean {
  const changes = everyChange[table]
  if (changes !== undefined) unit.patch(table, rowId, changes)
  return changes !== undefined
}

export const rowIdOf = id
