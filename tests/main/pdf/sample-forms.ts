/** Invented forms in each language, one of a kind, for the tests of the printed papers. */
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import type { Language } from '../../../main/clinic/shared/languages.ts'
import type {
  CompositionForm,
  ConsentForm,
  CertificateForm,
  InvoiceForm,
  LabReportForm,
  Letterhead,
  PrintedForm,
  PrintedLine,
  PrintedPatient,
  PrintedPractitioner,
  PrescriptionForm,
  ReceiptForm,
  ReferralForm,
  RefundReceiptForm,
  VisitSummaryForm,
} from '../../../main/pdf/forms.ts'

interface Invented {
  clinic: Letterhead
  currency: string
  patient: PrintedPatient
  doctor: PrintedPractitioner
  cashier: HumanName
  to: ReferralForm['to']
  reason: string
  diagnosis: string
  findings: string
  plan: string
  services: [string, string]
}

/** The words that a clinic of each language would put on its papers. */
export const invented: Record<Language, Invented> = {
  en: {
    clinic: {
      name: 'Harbour Lane Clinic',
      legalName: 'Harbour Lane Medical Ltd',
      address: '14 Harbour Lane, Brightwater BW2 7QX',
      phone: '+44 1632 960 114',
      email: 'desk@harbourlane.example',
      taxId: 'GB 000 1234 56',
      country: 'GB',
      timeZone: 'Europe/London',
    },
    currency: 'GBP',
    patient: {
      name: { family: 'Featherstonehaugh', given: 'Imogen', patronymic: null },
      bornOn: '1984-03-14',
      sex: 'female',
      cardNumber: 'A-01482',
      phone: '+44 7700 900 318',
      address: 'Flat 3, 8 Cooper’s Yard, Brightwater BW1 4AA',
      identityDocument: 'Passport 123 456 789',
    },
    doctor: {
      name: { family: 'Okafor', given: 'Daniel', patronymic: null },
      specialty: 'General practice',
    },
    cashier: { family: 'Marsh', given: 'Eleanor', patronymic: null },
    to: {
      organization: 'St Brigid’s Hospital, Heart Centre',
      practitioner: 'Dr Priya Raman',
      specialty: 'Cardiology',
    },
    reason:
      'Three months of breathlessness on climbing one flight of stairs, with two episodes of palpitations at rest that lasted about ten minutes. Please advise on a 24-hour ECG and an echocardiogram.',
    diagnosis: 'Suspected paroxysmal atrial fibrillation',
    findings:
      'Pulse 92, irregular. Blood pressure 148/92. Heart sounds normal, no murmurs. Chest clear. No ankle swelling.',
    plan: 'Blood tests: full count, thyroid function, potassium.\n24-hour ECG.\nReturn in two weeks, at once if chest pain or fainting.',
    services: ['General practitioner, first visit', 'Electrocardiogram with interpretation'],
  },
  ru: {
    clinic: {
      name: 'Клиника «Тихая гавань»',
      legalName: 'ООО «Тихая гавань»',
      address: '620000, г. Приозёрск, ул. Садовая, д. 14, офис 3',
      phone: '+7 343 555-01-14',
      email: 'desk@gavan.example',
      taxId: '0000123456',
      country: 'RU',
      timeZone: 'Asia/Yekaterinburg',
    },
    currency: 'RUB',
    patient: {
      name: { family: 'Щербакова-Преображенская', given: 'Александра', patronymic: 'Вячеславовна' },
      bornOn: '1978-04-12',
      sex: 'female',
      cardNumber: 'А-01482',
      phone: '+7 912 555-01-48',
      address: '620014, г. Приозёрск, пер. Лётчиков, д. 8, корп. 2, кв. 31',
      identityDocument: 'Паспорт 00 00 123456',
    },
    doctor: {
      name: { family: 'Орлов', given: 'Пётр', patronymic: 'Алексеевич' },
      specialty: 'терапевт',
    },
    cashier: { family: 'Смирнова', given: 'Елена', patronymic: 'Юрьевна' },
    to: {
      organization: 'Областной кардиологический центр',
      practitioner: 'Каримова Дина Рашидовна',
      specialty: 'Кардиология',
    },
    reason:
      'В течение трёх месяцев одышка при подъёме на один этаж, дважды приступы сердцебиения в покое длительностью до десяти минут. Прошу решить вопрос о суточном мониторировании ЭКГ и эхокардиографии.',
    diagnosis: 'Пароксизмальная фибрилляция предсердий (?)',
    findings:
      'Пульс 92 в минуту, неритмичный. АД 148/92 мм рт. ст. Тоны сердца ясные, шумов нет. Дыхание везикулярное, хрипов нет. Отёков нет.',
    plan: 'Общий анализ крови, ТТГ, калий.\nСуточное мониторирование ЭКГ.\nПовторный приём через две недели; при боли в груди или обмороке — немедленно.',
    services: ['Первичный приём врача-терапевта', 'Электрокардиография с расшифровкой'],
  },
  'pt-BR': {
    clinic: {
      name: 'Clínica São Bento',
      legalName: 'São Bento Serviços Médicos Ltda.',
      address: 'Rua das Acácias, 140, sala 3, Vila Nova, SP, 00000-000',
      phone: '+55 11 5550-0114',
      email: 'recepcao@saobento.example',
      taxId: '00.000.000/0000-00',
      country: 'BR',
      timeZone: 'America/Sao_Paulo',
    },
    currency: 'BRL',
    patient: {
      name: { family: 'de Albuquerque Conceição', given: 'João Sebastião', patronymic: null },
      bornOn: '1990-11-02',
      sex: 'male',
      cardNumber: 'A-01482',
      phone: '+55 11 95550-0148',
      address: 'Travessa da Estação, 8, ap. 31, Vila Nova, SP',
      identityDocument: 'RG 00.000.000-0',
    },
    doctor: {
      name: { family: 'Magalhães', given: 'Inês', patronymic: null },
      specialty: 'Clínica médica',
    },
    cashier: { family: 'Araújo', given: 'Luís', patronymic: null },
    to: {
      organization: 'Instituto do Coração de Vila Nova',
      practitioner: 'Dra. Cecília Brandão',
      specialty: 'Cardiologia',
    },
    reason:
      'Há três meses com falta de ar ao subir um lance de escadas e dois episódios de palpitação em repouso, com duração de cerca de dez minutos. Solicito avaliação e Holter de 24 horas.',
    diagnosis: 'Suspeita de fibrilação atrial paroxística',
    findings:
      'Pulso 92, irregular. PA 148/92 mmHg. Bulhas normofonéticas, sem sopros. Pulmões limpos.',
    plan: 'Hemograma, TSH e potássio.\nHolter de 24 horas.\nRetorno em duas semanas; antes, se houver dor no peito ou desmaio.',
    services: ['Consulta em clínica médica', 'Eletrocardiograma com laudo'],
  },
  fr: {
    clinic: {
      name: 'Cabinet médical des Tilleuls',
      legalName: 'SELARL des Tilleuls',
      address: '14, rue des Tilleuls, 00000 Belle-Rivière',
      phone: '+33 1 99 00 01 14',
      email: 'accueil@tilleuls.example',
      taxId: '000 000 000 00000',
      country: 'FR',
      timeZone: 'Europe/Paris',
    },
    currency: 'EUR',
    patient: {
      name: { family: 'Lefèvre-Château', given: 'Anaïs', patronymic: null },
      bornOn: '1969-08-30',
      sex: 'female',
      cardNumber: 'A-01482',
      phone: '+33 6 99 00 01 48',
      address: '8, impasse de la Forêt, 00000 Belle-Rivière',
      identityDocument: 'Carte d’identité 000000000000',
    },
    doctor: {
      name: { family: 'Beauséjour', given: 'François', patronymic: null },
      specialty: 'Médecine générale',
    },
    cashier: { family: 'Noël', given: 'Hélène', patronymic: null },
    to: {
      organization: 'Centre hospitalier de Belle-Rivière',
      practitioner: 'Dr Gaëlle Maître',
      specialty: 'Cardiologie',
    },
    reason:
      'Depuis trois mois, essoufflement à la montée d’un étage et deux épisodes de palpitations au repos d’une dizaine de minutes. Merci de votre avis sur un Holter ECG et une échocardiographie.',
    diagnosis: 'Suspicion de fibrillation atriale paroxystique',
    findings:
      'Pouls à 92, irrégulier. TA 148/92 mmHg. Bruits du cœur normaux, sans souffle. Poumons libres. Pas d’œdème.',
    plan: 'Numération, TSH, kaliémie.\nHolter ECG de 24 heures.\nÀ revoir dans deux semaines, sans délai en cas de douleur thoracique ou de malaise.',
    services: ['Consultation de médecine générale', 'Électrocardiogramme avec interprétation'],
  },
}

function servicesOf(language: Language): PrintedLine[] {
  const [visit, ecg] = invented[language].services
  return [
    {
      code: 'B01.047.001',
      description: visit,
      quantity: 1,
      unitPriceMinor: 180000,
      totalMinor: 180000,
    },
    {
      code: 'A05.10.006',
      description: ecg,
      quantity: 2,
      unitPriceMinor: 95050,
      totalMinor: 190100,
    },
  ]
}

export function referral(language: Language): ReferralForm {
  const { clinic, patient, doctor, to, reason, diagnosis } = invented[language]
  return {
    kind: 'referral',
    language,
    clinic,
    number: 'A-R-000017',
    // Late evening in UTC: already the next day in Yekaterinburg, still the same in São Paulo.
    issuedAt: '2026-11-20T22:30:00.000Z',
    patient,
    requester: doctor,
    to,
    reason,
    diagnosis,
    urgency: 'urgent',
    note: null,
  }
}

export function prescription(language: Language): PrescriptionForm {
  const { clinic, patient, doctor, plan, findings } = invented[language]
  return {
    kind: 'prescription',
    language,
    clinic,
    number: 'A-2026-P0003',
    issuedAt: '2026-11-20T22:30:00.000Z',
    validTo: '2027-01-20',
    patient,
    requester: doctor,
    medicines: [
      { medicine: 'Amoxicillin 500 mg', dosage: plan, quantity: '20', takenUntil: '2026-11-30' },
      { medicine: 'Bisoprolol 2,5 mg', dosage: findings, quantity: null, takenUntil: null },
    ],
  }
}

export function labReport(language: Language): LabReportForm {
  const { clinic, patient, doctor, findings } = invented[language]
  const [first = '', second = ''] = invented[language].services
  const result = { unit: 'mmol/L', norm: '3.5–5.1', interpretation: 'N' as const, note: null }
  return {
    kind: 'lab-report',
    language,
    clinic,
    number: 'A-2026-L0042',
    patient,
    requester: doctor,
    performer: null,
    takenAt: '2026-11-20T07:10:00.000Z',
    issuedAt: '2026-11-20T15:30:00.000Z',
    status: 'corrected',
    results: [
      { ...result, name: first, value: '6.9', interpretation: 'HH', note: findings },
      { ...result, name: second, value: '<0.5', unit: null, norm: '', interpretation: null },
    ],
  }
}

export function invoice(language: Language): InvoiceForm {
  const { clinic, patient, currency } = invented[language]
  return {
    kind: 'invoice',
    language,
    clinic,
    number: 'A-2026-000917',
    issuedAt: '2026-11-21T09:30:00.000Z',
    patient,
    payer: null,
    lines: servicesOf(language),
    currency,
    totalMinor: 370100,
    paidMinor: 100000,
    balanceMinor: 270100,
  }
}

export function receipt(language: Language): ReceiptForm {
  const { clinic, patient, currency, cashier } = invented[language]
  return {
    kind: 'receipt',
    language,
    clinic,
    number: 'A-K-000544',
    invoiceNumber: 'A-2026-000917',
    takenAt: '2026-11-21T09:41:00.000Z',
    cashier,
    patient: patient.name,
    lines: servicesOf(language),
    payments: [
      { method: 'cash', amountMinor: 170100, tenderedMinor: 200000, changeMinor: 29900 },
      { method: 'terminal', amountMinor: 200000, tenderedMinor: null, changeMinor: null },
    ],
    currency,
    totalMinor: 370100,
    balanceAfterMinor: 0,
  }
}

export function refundReceipt(language: Language): RefundReceiptForm {
  const { clinic, patient, currency, cashier, reason } = invented[language]
  return {
    kind: 'refund-receipt',
    language,
    clinic,
    number: 'A-V-000012',
    invoiceNumber: 'A-2026-000917',
    refundedAt: '2026-11-22T12:05:00.000Z',
    cashier,
    patient: patient.name,
    method: 'cash',
    amountMinor: 190100,
    currency,
    reason,
  }
}

export function visitSummary(language: Language): VisitSummaryForm {
  const { clinic, patient, doctor, reason, diagnosis, findings, plan } = invented[language]
  return {
    kind: 'visit-summary',
    language,
    clinic,
    number: 'A-Z-000233',
    patient,
    practitioner: doctor,
    visitedAt: '2026-11-21T09:00:00.000Z',
    reason: '',
    complaint: reason,
    history: '',
    findings,
    sections: [],
    vitals: [
      { code: 'systolic', value: 142 },
      { code: 'diastolic', value: 88 },
      { code: 'body-temperature', value: 36.9 },
      { code: 'bmi', value: 24.2 },
    ],
    diagnoses: [{ text: diagnosis, code: 'I48.0', verification: 'confirmed', isChronic: true }],
    plan,
    addenda: [{ writtenAt: '2026-11-22T08:15:00.000Z', author: doctor.name, text: findings }],
    signedAt: '2026-11-21T09:28:00.000Z',
    contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  }
}

/** A document of a clinic's own type, signed: text with its places filled, and fields of both kinds. */
export function composition(language: Language): CompositionForm {
  const { clinic, patient, doctor, reason, findings } = invented[language]
  return {
    kind: 'document',
    language,
    clinic,
    number: 'A-2026-D0007',
    title: reason,
    writtenAt: '2026-11-21T09:00:00.000Z',
    patient,
    replacesNumber: 'A-2026-D0003',
    paragraphs: [reason, findings],
    fields: [
      { label: 'ABC', value: findings, isLong: true },
      { label: 'DEF', value: '2026', isLong: false },
      { label: 'GHI', value: null, isLong: false },
    ],
    signatures: [{ signer: doctor.name, signedAt: '2026-11-21T09:28:00.000Z' }],
    contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    signatureLines: [reason, findings],
  }
}

export function certificate(
  language: Language,
  kind: CertificateForm['kind'] = 'certificate',
): CertificateForm {
  const { clinic, patient, doctor, diagnosis, plan, to } = invented[language]
  return {
    kind,
    language,
    clinic,
    number: kind === 'sick-note' ? 'A-2026-K0012' : 'A-2026-C0007',
    issuedAt: '2026-11-21T09:28:00.000Z',
    patient,
    requester: doctor,
    fromDay: '2026-11-21',
    toDay: '2026-11-28',
    diagnosis,
    presentedTo: to.organization,
    text: plan,
  }
}

/** One that was taken back, which shows more. */
export function consent(language: Language): ConsentForm {
  const { clinic, patient, doctor, reason, plan } = invented[language]
  return {
    kind: 'consent',
    language,
    clinic,
    number: null,
    patient,
    purpose: 'treatment',
    textVersion: '2026-1',
    text: plan,
    givenOn: '2026-11-20',
    method: 'paper',
    recorder: doctor,
    recordedAt: '2026-11-20T22:30:00.000Z',
    withdrawal: { withdrawnOn: '2026-11-22', reason },
  }
}

/** One form of each kind. */
export function everyForm(language: Language): PrintedForm[] {
  const sickNote = (spoken: Language) => certificate(spoken, 'sick-note')
  return [
    referral,
    prescription,
    labReport,
    invoice,
    receipt,
    refundReceipt,
    visitSummary,
    composition,
    (spoken: Language) => certificate(spoken),
    sickNote,
    consent,
  ].map((make) => make(language))
}
