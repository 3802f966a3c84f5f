/** One input that is right for each procedure: what the tests of wrong ones start from. */
import type { InputOf, ProcedurePath } from './procedures.ts'

export interface ValidInput<Input = unknown> {
  input: Input
  /** Fields that may be left out. */
  optional?: string[]
  /** Text that may hold any character: secrets, which nobody shows, and what is only compared. */
  anyCharacters?: string[]
  /** Several shapes are taken, so that a refusal names the input as a whole. */
  shapes?: true
}

const id = '01900000-0000-7000-8000-000000000001'
const row = { id, version: 1 }
const patientId = '01900000-0000-7000-8000-000000000002'
const practitionerId = '01900000-0000-7000-8000-000000000003'
const serviceId = '01900000-0000-7000-8000-000000000004'
const encounterId = '01900000-0000-7000-8000-000000000005'
const appointmentId = '01900000-0000-7000-8000-000000000006'
const locationId = '01900000-0000-7000-8000-000000000007'
const documentId = '01900000-0000-7000-8000-000000000008'
const invoiceId = '01900000-0000-7000-8000-000000000009'
const definitionId = '01900000-0000-7000-8000-00000000000a'

const day = '2026-11-23'
const passphrase = 'correct horse battery'
const invitation = `polyclinic://join?at=https%3A%2F%2F192.168.1.20%3A47600&pin=${'ab'.repeat(32)}&code=ABCDEFGHJKMNPQRS`

const person = {
  family: 'Кузнецова',
  given: 'Ольга',
  patronymic: 'Андреевна',
  sex: 'female' as const,
  bornOn: '1984-02-29',
  phones: [{ use: 'mobile' as const, value: '+7 915 123-45-67' }],
  email: 'olga@mail.example',
  address: 'Москва, Лесная ул., 5',
  document: { kind: 'other' as const, number: 'AB 123456' },
  language: 'ru' as const,
  note: 'Звонить после шести.',
  contactChannel: 'phone' as const,
  doNotDisturb: false,
}
const consent = { textVersion: '2026-01', givenOn: '2026-11-20', method: 'paper' as const }

const relation = {
  relativeId: null,
  relationship: 'mother' as const,
  name: 'Ольга Кузнецова',
  phone: '+7 915 765-43-21',
  isGuardian: true,
  isPayer: false,
}

const colleague = {
  family: 'Орлова',
  given: 'Мария',
  patronymic: 'Ивановна',
  roles: ['doctor' as const],
  specialty: 'Терапевт',
  email: 'orlova@clinic.example',
  phone: '+7 495 000-00-00',
  language: 'ru' as const,
}

const clinic = {
  name: 'Поликлиника «Три кита»',
  country: 'RU',
  language: 'ru' as const,
  currency: 'RUB',
  timeZone: 'Europe/Moscow',
}

const service = {
  categoryId: id,
  code: 'K-01',
  name: 'Приём кардиолога',
  durationMinutes: 30,
  priceMinor: 250_000,
  preparation: 'Возьмите прежние ЭКГ.',
}

const hours = {
  weekday: 1,
  startsLocal: '09:00',
  endsLocal: '17:00',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  locationId,
}

const visit = {
  encounterId,
  content: {
    reason: 'Кашель',
    complaint: 'Кашель третий день.\nНочью хуже.',
    history: 'Курит.',
    findings: 'Дыхание жёсткое.',
    plan: 'Тёплое питьё.',
    vitals: { 'body-temperature': '37,4' },
    diagnoses: [
      {
        text: 'Острый бронхит',
        code: 'J20.9',
        verification: 'confirmed' as const,
        isChronic: false,
      },
    ],
    sections: [{ title: 'Курение', text: 'Двадцать лет' }],
    templateId: id,
  },
}

const memo = {
  name: { ru: 'Служебная записка' },
  fields: [
    {
      key: 'subject',
      kind: 'text' as const,
      label: { ru: 'Тема' },
      required: true,
      choices: [],
    },
  ],
  form: {
    title: { ru: 'Служебная записка' },
    text: { ru: 'О чём: {subject}' },
    signatureLines: [{ ru: 'Подпись' }],
  },
  route: [
    { action: 'fill' as const, by: { author: true as const }, dueDays: null },
    { action: 'sign' as const, by: { role: 'administrator' as const }, dueDays: null },
  ],
  retention: { years: null, from: 'signed' },
  isMedical: false,
  needsPatient: false,
}

/** By path; `null` for what takes nothing. A procedure that is not here does not compile. */
export const validInputs: {
  [Path in ProcedurePath]: InputOf<Path> extends void | undefined ? null : ValidInput<InputOf<Path>>
} = {
  'workstation.now': null,
  'workstation.state': null,
  'workstation.changes': null,
  'workstation.update': null,
  'workstation.lookForUpdate': null,
  'workstation.downloadUpdate': null,
  'workstation.installUpdate': null,
  'workstation.setUp': {
    input: {
      ...clinic,
      administrator: {
        family: 'Смирнова',
        given: 'Елена',
        patronymic: 'Олеговна',
        login: 'admin',
        passphrase,
      },
      databasePassphrase: passphrase,
    },
    anyCharacters: ['administrator.passphrase', 'databasePassphrase'],
  },
  'workstation.startDemo': { input: { language: 'ru' } },
  'workstation.demoAccounts': null,
  'workstation.giveDatabasePassphrase': { input: { passphrase }, anyCharacters: ['passphrase'] },
  'workstation.openAgain': null,

  'preferences.mine': null,
  'preferences.chooseKeys': {
    input: { choices: [{ action: 'place.day', keys: 'Ctrl+F3' }] },
  },
  'preferences.saveDayViews': {
    input: {
      views: [
        {
          name: 'Дети',
          specialties: ['Педиатр'],
          practitionerIds: [practitionerId],
          locationIds: [locationId],
        },
      ],
    },
  },

  'queue.callNext': { input: { of: 'practitioner', id: practitionerId }, shapes: true },
  'queue.walkInChoices': { input: { serviceId } },
  'queue.admitWalkIn': {
    input: { who: { is: 'known', patientId }, serviceId, note: 'С улицы', practitionerId: null },
    shapes: true,
  },
  'queue.admitWalkInNow': {
    input: { who: { is: 'known', patientId }, serviceId, note: 'С улицы', practitionerId },
    shapes: true,
  },
  'queue.openScreen': null,

  'staff.sessionState': null,
  'staff.pinPeople': null,
  'staff.ownPin': null,
  'staff.setPin': { input: { current: passphrase, pin: '4071' }, anyCharacters: ['current'] },
  'staff.signInWithPin': { input: { practitionerId, pin: '4071' } },
  'staff.signIn': {
    input: { login: 'admin', passphrase },
    anyCharacters: ['login', 'passphrase'],
  },
  'staff.whoLocked': null,
  'staff.unlock': { input: { passphrase }, anyCharacters: ['passphrase'] },
  'staff.lock': null,
  'staff.signOut': null,
  'staff.me': null,
  'staff.chooseOwnLanguage': { input: { language: 'fr' } },
  'staff.changeOwnPassphrase': {
    input: { current: passphrase, next: `${passphrase} staple` },
    anyCharacters: ['current', 'next'],
  },
  'staff.list': null,
  'staff.signIns': null,
  'staff.create': {
    input: { ...colleague, login: 'orlova', passphrase },
    anyCharacters: ['passphrase'],
  },
  'staff.update': { input: { ...row, ...colleague } },
  'staff.archive': { input: { ...row, archived: true } },
  'staff.resetPassphrase': { input: { id, passphrase }, anyCharacters: ['passphrase'] },

  'settings.clinic': null,
  'settings.updateClinic': {
    input: {
      ...clinic,
      version: 1,
      legalName: 'ООО «Три кита»',
      address: 'Москва, Лесная ул., 7',
      phone: '+7 495 000-00-00',
      email: 'desk@clinic.example',
      taxId: '7700000000',
    },
  },
  'settings.mail': null,
  'settings.saveMail': {
    input: {
      host: 'mail.clinic.example',
      port: 587,
      security: 'starttls',
      user: 'desk',
      password: 'secret',
      fromAddress: 'desk@clinic.example',
      fromName: 'Поликлиника «Три кита»',
    },
    anyCharacters: ['password'],
  },
  'settings.queue': null,
  'settings.saveQueue': { input: { longWaitMinutes: 25 } },
  'settings.workstation': null,
  'settings.saveWorkstation': {
    input: {
      name: 'Регистратура',
      idleLockMinutes: 10,
      pinHours: 12,
      waitingRoomSound: 'chime',
      waitingRoomLook: 'dark',
      waitingRoomAtStart: true,
      scanFolder: '/srv/scans',
      updateFeed: 'https://updates.clinic.example/feed',
    },
  },
  'settings.copyDatabase': null,

  'catalog.categories': null,
  'catalog.createCategory': { input: { name: 'Кардиология' } },
  'catalog.updateCategory': { input: { ...row, name: 'Кардиология', position: 3 } },
  'catalog.archiveCategory': { input: { ...row, archived: true } },
  'catalog.services': {
    input: { search: 'кардио', categoryId: id, archived: 'all' },
    optional: ['search', 'categoryId', 'archived'],
  },
  'catalog.createService': { input: service },
  'catalog.updateService': { input: { ...row, ...service } },
  'catalog.archiveService': { input: { ...row, archived: true } },
  'catalog.rooms': null,
  'catalog.createRoom': { input: { name: 'Кабинет 1' } },
  'catalog.updateRoom': { input: { ...row, kind: 'УЗИ', name: 'Кабинет 2' } },
  'catalog.archiveRoom': { input: { ...row, archived: true } },
  'catalog.equipment': null,
  'catalog.saveEquipment': {
    input: { id, version: null, name: 'УЗИ-аппарат', kind: 'УЗИ', locationId },
  },
  'catalog.archiveEquipment': { input: { ...row, archived: true } },
  'catalog.needs': { input: { serviceId } },
  'catalog.setNeeds': {
    input: { serviceId, needs: [{ target: 'room', kind: 'УЗИ', resourceIds: [locationId] }] },
  },
  'catalog.setOfferPlace': { input: { practitionerId, serviceId, locationId } },
  'catalog.priceLists': null,
  'catalog.savePriceList': {
    input: { id, version: null, name: 'ДМС', audience: 'covered', validFrom: day, validTo: day },
  },
  'catalog.archivePriceList': { input: { ...row, archived: true } },
  'catalog.prices': { input: { priceListId: id } },
  'catalog.setPrice': { input: { priceListId: id, serviceId, priceMinor: null } },
  'catalog.coverages': { input: { patientId } },
  'catalog.addCoverage': {
    input: { patientId, priceListId: id, policyNumber: 'ДМС-1', validFrom: day, validTo: day },
  },
  'catalog.archiveCoverage': { input: row },
  'catalog.quote': { input: { patientId, serviceId, day } },
  'catalog.packages': null,
  'catalog.savePackage': {
    input: {
      id,
      version: null,
      code: 'P-1',
      name: 'Осмотр сердца',
      priceMinor: 400_000,
      validFrom: day,
      validTo: day,
      parts: [{ serviceId, quantity: 1 }],
    },
  },
  'catalog.archivePackage': { input: { ...row, archived: true } },
  'catalog.offers': { input: { practitionerId } },
  'catalog.offering': { input: { serviceId } },
  'catalog.setOffers': { input: { practitionerId, serviceIds: [serviceId] } },

  'schedule.hours': { input: { practitionerId } },
  'schedule.addHours': { input: { practitionerId, ...hours } },
  'schedule.updateHours': { input: { ...row, ...hours } },
  'schedule.archiveHours': { input: row },
  'schedule.leaves': { input: { practitionerId } },
  'schedule.addLeave': {
    input: { practitionerId, fromDay: day, toDay: '2026-11-30', reason: 'Отпуск' },
  },
  'schedule.archiveLeave': { input: row },
  'schedule.extraHours': { input: { practitionerId } },
  'schedule.addExtraHours': {
    input: {
      practitionerId,
      locationId,
      day,
      startsLocal: '10:00',
      endsLocal: '14:00',
      recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA',
      note: 'Дежурство',
    },
  },
  'schedule.archiveExtraHours': { input: { ...row, practitionerId } },
  'schedule.copyWeek': {
    input: {
      fromPractitionerId: practitionerId,
      week: day,
      toPractitionerId: practitionerId,
      firstWeek: '2026-11-30',
      weeks: null,
    },
  },
  'schedule.calendar': { input: { year: 2026 } },
  'schedule.keepHolidays': { input: { keepsHolidays: true } },
  'schedule.setClinicDay': { input: { day, kind: 'closed', name: 'Санитарный день' } },
  'schedule.outsideHours': null,
  'schedule.overview': { input: { fromDay: day, days: 7 } },
  'feed.save': { input: { practitionerId, withNames: false } },
  'feed.kept': null,
  'feed.keep': { input: { practitionerId, withNames: false } },
  'feed.forget': { input: { path: '/tmp/schedule.ics' }, anyCharacters: ['path'] },
  'schedule.day': { input: { day } },
  'schedule.freeTimes': { input: { practitionerId, serviceId, day } },
  'schedule.freeTimesOf': {
    input: { serviceId, practitionerIds: [practitionerId], fromDay: day, days: 14 },
    optional: ['practitionerIds'],
  },

  'schedule.search': {
    input: {
      serviceId,
      specialty: 'Кардиолог',
      practitionerIds: [practitionerId],
      locationId,
      fromDay: day,
      days: 30,
      weekdays: [2, 4],
      from: '16:00',
      to: '24:00',
      limit: 1,
    },
    optional: [
      'serviceId',
      'specialty',
      'practitionerIds',
      'locationId',
      'weekdays',
      'from',
      'to',
      'limit',
    ],
  },
  'schedule.dayTimes': {
    input: { serviceId, practitionerIds: [practitionerId], day },
    optional: ['practitionerIds'],
  },
  'schedule.addBlock': {
    input: {
      practitionerId,
      locationId: null,
      startsAt: '2026-11-24T06:30:00.000Z',
      endsAt: '2026-11-24T07:30:00.000Z',
      reason: 'Совещание',
    },
  },
  'schedule.removeBlock': { input: row },

  'patients.search': {
    input: { query: 'кузнецова', withArchived: false, limit: 12 },
    optional: ['withArchived', 'limit'],
    anyCharacters: ['query'],
  },
  'patients.get': { input: { id } },
  'patients.duplicates': {
    input: {
      family: 'Кузнецова',
      given: 'Ольга',
      patronymic: 'Андреевна',
      bornOn: '1984-02-29',
      phones: [{ use: 'mobile', value: '+7 915 123-45-67' }],
      document: { kind: 'other', number: 'AB 123456' },
      exceptId: id,
    },
  },
  'patients.register': {
    input: { ...person, consent, withCard: true },
    optional: ['contactChannel', 'doNotDisturb'],
  },
  'patients.update': {
    input: { ...row, ...person },
    optional: ['contactChannel', 'doNotDisturb'],
  },
  'patients.addCaller': {
    input: {
      family: 'Кузнецова',
      given: 'Ольга',
      patronymic: 'Андреевна',
      phone: '+7 915 123-45-67',
    },
  },
  'patients.archive': { input: { ...row, archived: true } },
  'patients.recordConsent': { input: { patientId, purpose: 'treatment', ...consent } },
  'patients.previewImport': {
    input: { csv: new TextEncoder().encode('family,given\n'), mapping: ['family', 'given'] },
    optional: ['mapping'],
  },
  'patients.import': {
    input: {
      csv: new TextEncoder().encode('family,given\n'),
      mapping: ['family', null],
      leaveOut: [2],
      dryRun: true,
    },
    optional: ['mapping', 'leaveOut', 'dryRun'],
  },

  'duplicates.pairs': null,
  'duplicates.count': null,
  'duplicates.keepDistinct': { input: { oneId: id, otherId: patientId } },
  'duplicates.preview': { input: { survivorId: id, mergedId: patientId } },
  'duplicates.merge': {
    input: {
      survivorId: id,
      survivorVersion: 1,
      mergedId: patientId,
      mergedVersion: 2,
      person: { family: 'merged' },
      card: { allergies: 'both' },
    },
    optional: ['person.family', 'card.allergies'],
  },
  'duplicates.undo': { input: { mergedId: patientId } },

  'record.relatives': { input: { patientId } },
  'record.addRelative': { input: { patientId, ...relation } },
  'record.updateRelative': { input: { ...row, ...relation } },
  'record.archiveRelative': { input: { ...row, archived: true } },
  'record.notes': { input: { patientId } },
  'record.addNote': { input: { patientId, text: 'Плохо слышит.', isAlert: true } },
  'record.updateNote': { input: { ...row, text: 'Плохо слышит.', isAlert: false } },
  'record.archiveNote': { input: { ...row, archived: true } },
  'record.withdrawConsent': {
    input: { consentId: id, withdrawnOn: day, reason: 'Передумала' },
  },
  'record.printConsent': { input: { consentId: id } },
  'record.consentTexts': null,
  'record.addConsentText': {
    input: { purpose: 'messages', textVersion: '2026-02', text: 'Согласна на сообщения.' },
  },
  'record.archiveConsentText': { input: { id, archived: true } },
  'record.photo': { input: { id } },
  'record.removePhoto': { input: row },
  'record.setPhoto': { input: { ...row, picture: new Uint8Array([0xff, 0xd8, 0xff]) } },

  'patients.export': {
    input: { query: 'иванов', separator: ';' },
    anyCharacters: ['query'],
  },

  'cards.ofPatient': { input: { patientId } },
  'cards.waiting': null,
  'cards.create': { input: { patientId } },
  'cards.save': {
    input: {
      ...row,
      bloodType: 'A+',
      allergies: 'Пенициллин',
      chronicConditions: 'Нет',
      medicines: 'Нет',
      emergencyContact: 'Сестра, +7 915 000-00-00',
      note: 'Записано со слов.',
    },
  },
  'cards.submit': { input: row },
  'cards.approve': { input: row },
  'cards.return': { input: { ...row, reason: 'Нет группы крови' } },

  'appointments.day': { input: { day } },
  'appointments.details': { input: { id } },
  'appointments.ofPatient': { input: { patientId } },
  'appointments.book': {
    input: {
      patientId,
      practitionerId,
      serviceId,
      day,
      localTime: '09:30',
      as: 'confirmed',
      note: 'Впервые',
    },
  },
  'appointments.bookPackage': {
    input: {
      packageId: id,
      patientId,
      as: 'confirmed',
      note: 'Натощак.',
      parts: [{ serviceId, practitionerId, startsAt: '2026-11-23T09:00:00.000Z' }],
    },
  },
  'appointments.overbook': {
    input: {
      patientId,
      practitionerId,
      serviceId,
      day,
      localTime: '09:30',
      as: 'confirmed',
      note: 'Впервые',
    },
  },
  'appointments.rebookTasks': null,
  'appointments.rebook': {
    input: { ...row, startsAt: '2026-11-24T06:30:00.000Z', practitionerId },
    optional: ['practitionerId'],
  },
  'appointments.dismissRebook': { input: { ...row, reason: 'Придёт в другой раз' } },
  'appointments.confirm': { input: row },
  'appointments.move': {
    input: { ...row, startsAt: '2026-11-24T06:30:00.000Z', practitionerId },
    optional: ['practitionerId'],
  },
  'appointments.cancel': { input: { ...row, reason: 'Заболел' } },
  'appointments.takeStep': { input: { ...row, to: 'arrived' } },
  'appointments.undoStep': { input: row },
  'appointments.resourceChoices': {
    input: { serviceId, practitionerId, startsAt: '2026-11-23T09:00:00.000Z', appointmentId },
    optional: ['appointmentId'],
  },
  'appointments.changeResources': { input: { ...row, resourceIds: [locationId] } },
  'appointments.changeNote': { input: { ...row, note: 'С переводчиком' } },
  'appointments.changeLength': { input: { ...row, durationMinutes: 45 } },
  'appointments.noShows': { input: { patientId } },
  'appointments.propose': {
    input: { text: 'иванов кардиолог вт 16' },
    anyCharacters: ['text'],
  },
  'appointments.planSeries': {
    input: { practitionerId, serviceId, day, localTime: '09:30', everyWeeks: 1, count: 6 },
  },
  'appointments.bookSeries': {
    input: {
      patientId,
      serviceId,
      as: 'confirmed',
      note: 'Курс',
      dates: [{ startsAt: '2026-11-24T06:30:00.000Z', practitionerId }],
    },
  },
  'appointments.planSeriesMove': {
    input: { id, scope: 'following', day, localTime: '09:30', practitionerId },
  },
  'appointments.moveSeries': {
    input: { moves: [{ ...row, startsAt: '2026-11-24T06:30:00.000Z', practitionerId }] },
  },
  'appointments.cancelSeries': { input: { id, scope: 'all', reason: 'Выздоровел' } },
  'appointments.draft': null,
  'appointments.saveDraft': {
    input: {
      place: {
        doctor: { id: practitionerId, family: 'Петров', given: 'Пётр', patronymic: 'Ильич' },
        startsAt: '2026-11-24T06:30:00.000Z',
        serviceId,
      },
      patientId,
      query: 'иванов',
      caller: { family: 'Иванов', given: 'Иван', phone: '+7 915' },
      serviceId,
      note: 'Впервые',
      requested: false,
    },
    anyCharacters: [
      'place.doctor.family',
      'place.doctor.given',
      'place.doctor.patronymic',
      'query',
      'caller.family',
      'caller.given',
      'caller.phone',
      'note',
    ],
  },
  'appointments.dropDraft': null,

  'calls.counts': null,
  'calls.confirmations': { input: { day } },
  'calls.absences': null,
  'calls.waysOut': { input: { appointmentId } },
  'calls.planAbsence': {
    input: { practitionerId, day, toPractitionerId: id, toDay: '2026-11-24' },
  },
  'calls.record': {
    input: {
      appointmentId,
      version: 1,
      purpose: 'confirmation',
      result: 'cancelled',
      reason: 'Заболел',
      note: 'Перезвонит',
    },
  },
  'calls.moveAbsence': {
    input: { moves: [{ ...row, startsAt: '2026-11-24T06:30:00.000Z', practitionerId }] },
  },

  'waitlist.list': null,
  'waitlist.suiting': {
    input: {
      practitionerId,
      startsAt: '2026-11-24T06:30:00.000Z',
      endsAt: '2026-11-24T07:00:00.000Z',
    },
  },
  'waitlist.times': { input: { id } },
  'waitlist.add': {
    input: {
      patientId,
      serviceId,
      practitionerId,
      weekdays: [2, 4],
      partOfDay: 'morning',
      fromDay: day,
      toDay: '2026-12-31',
      urgency: 'soon',
      note: 'Может прийти за час',
    },
  },
  'waitlist.withdraw': { input: row },
  'waitlist.answer': {
    input: {
      entryId: id,
      version: 1,
      practitionerId,
      startsAt: '2026-11-24T06:30:00.000Z',
      endsAt: '2026-11-24T07:00:00.000Z',
      answer: 'thinking',
      note: 'Перезвонит',
    },
  },

  'files.of': { input: { patientId, encounterId, compositionId: documentId } },
  'files.open': { input: { id } },
  'files.save': { input: { id } },
  'files.begin': { input: { sizeBytes: 3 } },
  'files.piece': { input: { copyId: id, position: 0, bytes: new Uint8Array([1, 2, 3]) } },
  'files.drop': { input: { copyId: id } },
  'files.attach': {
    input: {
      copyId: id,
      name: 'Снимок.png',
      note: 'С прошлого приёма',
      patientId,
      encounterId,
      compositionId: documentId,
    },
  },
  'files.remove': { input: { ...row, reason: 'Чужой снимок' } },
  'files.restore': { input: row },
  'files.scans': null,
  'files.openScan': { input: { name: 'scan-001.pdf' } },
  'files.fileScan': { input: { name: 'scan-001.pdf', patientId, note: 'Выписка' } },

  'documentTypes.list': null,
  'documentTypes.add': {
    input: { definition: memo },
    optional: ['definition.form.text.ru', 'definition.form.signatureLines.0.ru'],
    shapes: true,
  },
  'documentTypes.update': {
    input: { ...row, definition: memo },
    optional: ['definition.form.text.ru', 'definition.form.signatureLines.0.ru'],
    shapes: true,
  },
  'documentTypes.archive': { input: { ...row, archived: true } },
  'documentTypes.addSamples': null,
  'compositions.register': { input: { state: 'draft', typeId: id, patientId, limit: 100 } },
  'compositions.ofPatient': { input: { patientId } },
  'compositions.toDispose': null,
  'compositions.get': { input: { id } },
  'compositions.pdf': { input: { id } },
  'compositions.savePdf': { input: { id } },
  'compositions.begin': { input: { typeId: id, patientId, language: 'ru', replacesId: id } },
  'compositions.save': {
    input: { ...row, content: { subject: 'Отпуск' } },
    optional: ['content.subject'],
  },
  'compositions.submit': { input: row },
  'compositions.approve': { input: row },
  'compositions.return': { input: { ...row, remark: 'Нет даты.' } },
  'compositions.sign': { input: row },
  'compositions.archive': { input: row },
  'compositions.discard': { input: { ...row, remark: 'Уже не нужно.' } },
  'compositions.dispose': { input: { ...row, remark: 'Акт № 3.' } },

  'tasks.mine': null,
  'tasks.asked': null,
  'tasks.overdue': null,
  'tasks.counts': null,
  'tasks.owners': null,
  'tasks.ofPatient': { input: { patientId } },
  'tasks.ofFocus': { input: { focusId: documentId } },
  'tasks.get': { input: { id } },
  'tasks.create': {
    input: {
      patientId,
      focus: { kind: 'document', id: documentId },
      title: 'Перезвонить пациенту',
      description: 'После обеда.',
      owner: { practitionerId },
      dueOn: day,
    },
    shapes: true,
  },
  'tasks.comment': { input: { id, comment: 'Не отвечает.' } },
  'tasks.delegate': {
    input: { ...row, owner: { role: 'nurse' }, comment: 'Я в отпуске.' },
    shapes: true,
  },
  'tasks.changeDue': { input: { ...row, dueOn: day, comment: 'Пациент просил позже.' } },
  'tasks.complete': { input: { ...row, comment: 'Сделано.' } },
  'tasks.cancel': { input: { ...row, comment: 'Уже не нужно.' } },
  'tasks.reopen': { input: { ...row, comment: 'Рано закрыли.' } },

  'notifications.list': {
    input: {
      state: 'sent',
      text: 'кузнецова',
      patientId,
      cursor: `2026-11-21T09:00:00.000Z ${id}`,
      limit: 50,
    },
    optional: ['state', 'text', 'patientId', 'cursor', 'limit'],
  },
  'notifications.counts': null,
  'notifications.preview': { input: { id } },
  'notifications.resend': { input: { id } },
  'notifications.sendTest': { input: { to: 'desk@clinic.example' } },

  'visits.start': { input: { appointmentId } },
  'visits.read': { input: { encounterId }, shapes: true },
  'visits.ofPatient': { input: { patientId } },
  'timeline.page': {
    input: { patientId, kind: 'result', cursor: { at: '2026-11-23T09:00:00.000Z', id } },
    optional: ['cursor'],
  },
  'visits.cosignList': null,
  'visits.cosign': { input: { encounterId, decision: 'returned', remark: 'Уточнить диагноз' } },
  'staff.setSupervisor': { input: { ...row, supervisorId: practitionerId } },
  'templates.list': null,
  'templates.save': {
    input: {
      id,
      version: null,
      title: 'Осмотр терапевта',
      specialty: 'Терапия',
      fields: [{ place: 'section', title: 'Привычки', preset: 'Не курит', isRequired: true }],
    },
  },
  'templates.archive': { input: { ...row, archived: true } },
  'templates.addStarters': null,
  'templates.phrases': null,
  'templates.savePhrase': {
    input: { id, version: null, isShared: true, name: 'норма', text: 'Без особенностей' },
  },
  'templates.archivePhrase': { input: row },
  'certificates.ofPatient': { input: { patientId } },
  'certificates.issue': {
    input: {
      kind: 'sick-note',
      patientId,
      encounterId,
      fromDay: day,
      toDay: '2026-11-30',
      diagnosis: 'J20.9',
      presentedTo: 'Работодателю',
      text: 'Нуждается в покое',
    },
  },
  'certificates.cancel': { input: { id, reason: 'Ошибка' } },
  'visits.chronic': { input: { patientId } },
  'visits.vitals': { input: { patientId } },
  'visits.endCondition': { input: { conditionId: id, reason: 'Выздоровление' } },
  'visits.saveDraft': {
    input: { ...visit, base: { mark: 'ab12', content: visit.content }, isShared: true },
    optional: ['content.vitals.body-temperature', 'base.content.vitals.body-temperature'],
  },
  'visits.sign': {
    input: { ...visit, base: 'ab12' },
    optional: ['content.vitals.body-temperature'],
  },
  'visits.addAddendum': { input: { encounterId, text: 'Анализ пришёл: норма.' } },

  'referrals.issue': {
    input: {
      patientId,
      encounterId,
      serviceId: null,
      performerId: null,
      performerEmail: null,
      dueOn: null,
      performerOrganization: 'Городская больница № 1',
      performerName: 'Д-р Волков',
      specialty: 'Пульмонология',
      reason: 'Исключить пневмонию',
      diagnosis: 'Острый бронхит',
      note: 'Снимки на руках',
      priority: 'urgent',
    },
  },
  'referrals.ofPatient': { input: { patientId } },
  'referrals.ofVisit': { input: { encounterId } },
  'referrals.get': { input: { id } },
  'referrals.open': { input: { whose: 'mine' } },
  'referrals.counts': { input: { whose: 'all' } },
  'referrals.send': {
    input: { id, way: 'mail', email: 'heart@clinic.example', documentIds: [documentId] },
  },
  'referrals.answer': {
    input: {
      id,
      note: 'Стеноз не подтверждён.',
      files: [{ copyId: id, name: 'Заключение.pdf' }],
    },
  },
  'referrals.close': { input: { id, note: 'Наблюдение у терапевта' } },
  'referrals.revoke': { input: { id, reason: 'Выписано по ошибке' } },

  'codes.search': { input: { query: 'бронх', limit: 10 } },
  'codes.lists': null,
  'codes.preview': { input: { file: new Uint8Array([99]) } },
  'codes.import': {
    input: {
      file: new Uint8Array([99]),
      title: 'МКБ-10',
      url: 'http://hl7.org/fhir/sid/icd-10',
      release: '2019',
    },
  },
  'codes.archive': { input: { id, version: 1, archived: true } },

  'allergies.ofPatient': { input: { patientId } },
  'allergies.add': {
    input: {
      patientId,
      substance: 'Пенициллин',
      reaction: 'Отёк Квинке',
      severity: 'severe',
      verification: 'confirmed',
    },
  },
  'allergies.update': {
    input: {
      id,
      version: 1,
      substance: 'Пенициллин',
      reaction: 'Сыпь',
      severity: 'mild',
      verification: 'unconfirmed',
    },
  },
  'allergies.archive': { input: { id, version: 1, archived: true, reason: 'Опровергнуто' } },

  'prescriptions.ofPatient': { input: { patientId } },
  'prescriptions.issue': {
    input: {
      patientId,
      encounterId,
      medicines: [
        {
          medicine: 'Кларитромицин 500 мг, таблетки',
          dosage: 'По 1 таблетке 2 раза в день',
          quantity: '14 таблеток',
          takenUntil: '2026-11-30',
        },
      ],
      validDays: 60,
      overrideReason: 'Другого нет',
    },
  },
  'prescriptions.cancel': { input: { id, reason: 'Ошибка' } },
  'prescriptions.stop': { input: { medicationRequestId: id, reason: 'Тошнота' } },
  'labs.catalog': null,
  'labs.saveDefinition': {
    input: {
      id,
      version: null,
      code: 'K',
      name: 'Калий',
      unit: 'ммоль/л',
      valueKind: 'quantity',
      decimals: 1,
      loinc: '2823-3',
      specimenKind: 'serum',
    },
  },
  'labs.archiveDefinition': { input: { ...row, archived: true } },
  'labs.saveRange': {
    input: {
      id,
      version: null,
      definitionId,
      sex: 'female',
      fromDays: 0,
      toDays: null,
      low: '3.5',
      high: '5.1',
      criticalLow: '2.8',
      criticalHigh: '6.2',
      normalText: 'отрицательно',
    },
  },
  'labs.archiveRange': { input: row },
  'labs.savePanel': {
    input: { id, version: null, code: 'BIO', name: 'Биохимия', definitionIds: [definitionId] },
  },
  'labs.archivePanel': { input: { ...row, archived: true } },
  'fhir.exportRecord': { input: { patientId, withFiles: true } },

  'labs.order': {
    input: {
      patientId,
      encounterId,
      panelIds: [id],
      definitionIds: [definitionId],
      priority: 'urgent',
      note: 'Натощак',
    },
  },
  'labs.revoke': { input: { ...row, reason: 'Пациент отказался' } },
  'labs.ordersOfPatient': { input: { patientId } },
  'labs.ordersOfVisit': { input: { encounterId } },
  'labs.collectionList': null,
  'labs.collect': { input: { specimenIds: [id] } },
  'labs.send': { input: { specimenIds: [id], sentTo: 'Лаборатория «Север»' } },
  'labs.reject': { input: { specimenId: id, reason: 'Гемолиз' } },
  'labs.awaited': null,
  'labs.putAway': { input: { messageReportId: id, reason: 'Не наш пациент' } },
  'labs.bringBack': { input: row },
  'labs.putAwayList': null,
  'labs.openLabels': { input: { specimenIds: [id] } },
  'labs.resultSheet': { input: { orderId: id } },
  'labs.enterResults': {
    input: { orderId: id, results: [{ definitionId, value: '5,5', note: 'Гемолиз' }] },
  },
  'labs.takeInFile': { input: { file: new TextEncoder().encode('MSH|') } },
  'labs.unmatched': null,
  'labs.unmatchedReport': { input: { messageReportId: id } },
  'labs.candidates': { input: { messageReportId: id } },
  'labs.matchByHand': { input: { messageReportId: id, patientId, orderId: id } },
  'labs.undoMatch': { input: { matchId: id, reason: 'Не та пациентка' } },
  'labs.line': null,
  'labs.saveLine': { input: { isOn: false, reach: 'computer', port: 2575 } },
  'labs.inbox': { input: { whose: 'mine' } },
  'labs.inboxCount': null,
  'labs.report': { input: { reportId: id } },
  'labs.printReport': { input: { reportId: id } },
  'labs.review': { input: { reportId: id, note: 'Позвонить' } },
  'labs.resultsOfPatient': { input: { patientId } },
  'labs.trend': { input: { patientId, definitionId } },

  'documents.list': { input: { patientId } },
  'documents.file': { input: { documentId } },
  'documents.open': { input: { documentId } },
  'documents.save': { input: { documentId } },
  'documents.renderAgain': { input: { documentId } },

  'billing.issueInvoice': {
    input: { appointmentId, extraLines: [{ serviceId, quantity: 2 }] },
    optional: ['extraLines'],
  },
  'billing.takePayment': {
    input: {
      invoiceId,
      payments: [
        { method: 'cash', amountMinor: 100_000, tenderedMinor: 200_000 },
        { method: 'terminal', amountMinor: 150_000 },
      ],
    },
  },
  'billing.refund': {
    input: { paymentId: id, amountMinor: 100_000, method: 'cash', reason: 'Приём не состоялся' },
  },
  'billing.invoice': { input: { invoiceId } },
  'billing.ofAppointment': { input: { appointmentId } },
  'billing.open': null,
  'billing.ofPatient': { input: { patientId } },
  'billing.ofDay': { input: { day } },
  'billing.day': { input: { day } },

  'sync.status': null,
  'sync.find': null,
  'sync.invitationFor': {
    input: { address: 'https://192.168.1.20:47600', code: 'ABCD-EFGH-JKMN-PQRS' },
  },
  'sync.joinAsNew': {
    input: { invitation, name: 'Кабинет 3', databasePassphrase: passphrase },
    anyCharacters: ['databasePassphrase'],
  },
  'sync.join': { input: { invitation, name: 'Кабинет 3' } },
  'sync.changeAddress': { input: { address: 'https://192.168.1.20:47600' } },
  'sync.leave': null,
  'sync.now': null,
  'sync.refusals': null,
  'sync.dismissRefusal': { input: { unitId: id } },
  'sync.retryRefusal': { input: { unitId: id } },

  'hosting.status': null,
  'hosting.start': { input: { port: 47_600, reach: 'network' } },
  'hosting.stop': null,
  'hosting.backup': { input: { passphrase: null } },
  'hosting.invite': { input: { minutes: 15, branches: [id] } },
  'hosting.limit': { input: { deviceId: id, branches: [id] } },
  'hosting.devices': null,
  'hosting.revoke': { input: { deviceId: id } },
}
