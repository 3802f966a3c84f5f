/** A patient's record as FHIR R4: whole, sound for two independent validators, and read back. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  addAllergy,
  archiveAllergy,
  readAllergies,
} from '../../../../main/clinic/allergies/allergies.service.ts'
import { beginDocument } from '../../../../main/clinic/documents/compositions.service.ts'
import { textIn } from '../../../../main/clinic/documents/document-types.rules.ts'
import {
  addSampleTypes,
  listDocumentTypes,
} from '../../../../main/clinic/documents/document-types.service.ts'
import { keepFile } from '../../../../main/clinic/documents/documents.queries.ts'
import { renderDueDocuments } from '../../../../main/clinic/documents/documents.service.ts'
import { exportRecord } from '../../../../main/clinic/fhir/fhir-export.service.ts'
import { type FhirResource, referencesIn } from '../../../../main/clinic/fhir/fhir.rules.ts'
import { attachFile } from '../../../../main/clinic/files/attachments.service.ts'
import { appendPiece, beginCopy } from '../../../../main/clinic/files/copies.service.ts'
import { enterResults, reviewReport } from '../../../../main/clinic/labs/lab-results.service.ts'
import { withdrawConsent } from '../../../../main/clinic/patients/consents.service.ts'
import { previewImport } from '../../../../main/clinic/patients/patient-import.service.ts'
import { recordConsent } from '../../../../main/clinic/patients/patients.service.ts'
import { addRelative } from '../../../../main/clinic/patients/relatives.service.ts'
import {
  issuePrescription,
  readPrescriptions,
  stopMedicine,
} from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { addAddendum, signVisit } from '../../../../main/clinic/visits/visits.service.ts'
import { fhirProblems } from '../../../helpers/fhir-validators.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { elsewhere, openVisit, written } from '../../../helpers/visit-day.ts'

let clinic: LabClinic

beforeEach(async () => {
  clinic = await openLabClinic()
})
afterEach(() => clinic.close())

const doctor = () => clinic.doctor.with({})
const pdf = new TextEncoder().encode('%PDF-1.7 of a test')

interface Bundle extends FhirResource {
  entry: { fullUrl: string; resource: FhirResource }[]
}

async function exported(withFiles = true) {
  const { bytes, ...rest } = await exportRecord(doctor(), {
    patientId: clinic.patientId,
    withFiles,
  })
  const bundle: Bundle = JSON.parse(new TextDecoder().decode(bytes))
  const all = (type: string) =>
    bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type)
  return { ...rest, bytes, bundle, all }
}

/** Something of everything that a record can hold. */
async function liveWholeLife(): Promise<void> {
  const { patientId } = clinic
  const { encounterId } = await openVisit(clinic)
  const [main] = written.diagnoses
  if (main === undefined) throw new Error('the visit has no diagnosis')
  const content = {
    ...written,
    vitals: { 'heart-rate': '92' },
    diagnoses: [
      { ...main, verification: 'provisional' as const },
      { ...main, text: 'Гипертония', code: null, isChronic: true },
    ],
  }
  await signVisit(doctor(), { encounterId, content, base: '' })
  await addAddendum(doctor(), { encounterId, text: 'Ответ кардиолога: <норма> & «покой»' })
  const allergy = {
    patientId,
    substance: 'Пенициллин',
    reaction: 'Крапивница',
    severity: 'severe' as const,
    verification: 'confirmed' as const,
  }
  await addAllergy(doctor(), allergy)
  const { id } = await addAllergy(doctor(), {
    ...allergy,
    substance: 'Пыльца',
    reaction: null,
    severity: null,
    verification: 'unconfirmed',
  })
  const noted = (await readAllergies(clinic.doctor, patientId)).find((one) => one.id === id)
  await archiveAllergy(doctor(), {
    id,
    version: noted?.version ?? 1,
    archived: true,
    reason: 'Проба отрицательна',
  })
  await issuePrescription(doctor(), {
    patientId,
    encounterId: null,
    medicines: [
      {
        medicine: 'Бисопролол 2,5 мг',
        dosage: '1 таблетка утром',
        quantity: '30',
        takenUntil: null,
      },
      {
        medicine: 'Аторвастатин 20 мг',
        dosage: '1 таблетка на ночь',
        quantity: null,
        takenUntil: '2027-01-31',
      },
    ],
    validDays: 60,
    overrideReason: null,
  })
  const [prescription] = await readPrescriptions(clinic.doctor, patientId)
  await stopMedicine(doctor(), {
    medicationRequestId: prescription?.medicines[0]?.id ?? '',
    reason: 'Брадикардия',
  })
  await issueReferral(doctor(), {
    patientId,
    encounterId: null,
    ...elsewhere,
    performerOrganization: 'Областной кардиоцентр',
    performerName: null,
    specialty: 'Кардиохирург',
    reason: 'Стеноз',
    diagnosis: 'I20.9',
    note: 'С выпиской',
    priority: 'urgent',
  })
  const { K, NA } = clinic.analytes
  const order = await clinic.order()
  const { reportId } = await enterResults(clinic.nurse.with({}), {
    orderId: order.id,
    results: [
      { definitionId: K, value: '6,5', note: null },
      { definitionId: NA, value: '<100', note: 'Гемолиз' },
    ],
  })
  await reviewReport(doctor(), { reportId, note: null })
  await clinic.order({ panelIds: [], definitionIds: [clinic.analytes.NIT] })
  const consent = {
    patientId,
    textVersion: '2026-01',
    givenOn: '2026-11-01',
    method: 'paper' as const,
  }
  await recordConsent(clinic.reception.with({}), { ...consent, purpose: 'data-processing' })
  const { id: consentId } = await recordConsent(clinic.reception.with({}), {
    ...consent,
    purpose: 'messages',
  })
  await withdrawConsent(clinic.reception.with({}), {
    consentId,
    withdrawnOn: '2026-11-10',
    reason: null,
  })
  await addRelative(clinic.reception.with({}), {
    patientId,
    relativeId: null,
    relationship: 'mother',
    name: 'Ольга Иванова',
    phone: '+79125550000',
    isGuardian: false,
    isPayer: true,
  })
  await renderDueDocuments(clinic.desk.with({}), async () => pdf)
}

describe('a record with something of everything', () => {
  beforeEach(liveWholeLife)

  test('is sound for both validators, and each reference leads to a resource of it', async () => {
    const { bundle, count } = await exported()
    expect(fhirProblems(bundle)).toEqual({ medplum: [], fhirJs: [] })
    for (const { resource } of bundle.entry) {
      expect({ [resource.resourceType]: fhirProblems(resource) }).toEqual({
        [resource.resourceType]: { medplum: [], fhirJs: [] },
      })
    }
    const there = new Set(bundle.entry.map(({ resource }) => resource.id))
    const resources = bundle.entry.map(({ resource }) => resource)
    expect(referencesIn(resources).filter((id) => !there.has(id))).toEqual([])
    expect(count).toBe(bundle.entry.length)
  })

  test('holds every kind of resource with what it is about', async () => {
    const { all } = await exported()
    expect(all('Patient')).toEqual([
      expect.objectContaining({
        gender: 'female',
        birthDate: '1984-02-29',
        name: [{ use: 'official', family: 'Иванова', given: ['Анна', 'Сергеевна'] }],
        identifier: [expect.objectContaining({ value: clinic.cardNumber })],
        contact: [expect.objectContaining({ name: { text: 'Ольга Иванова' } })],
      }),
    ])
    const [encounter] = all('Encounter')
    expect(encounter).toMatchObject({ status: 'finished', text: { status: 'additional' } })
    expect(JSON.stringify(encounter)).toContain('&lt;норма&gt; &amp; «покой»')
    expect(all('AllergyIntolerance').map(({ code }) => code)).toEqual(
      expect.arrayContaining([{ text: 'Пенициллин' }, { text: 'Пыльца' }]),
    )
    expect(all('MedicationRequest').map(({ status }) => status)).toEqual(['stopped', 'active'])
    expect(
      all('ServiceRequest')
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['active', 'active', 'completed'])
    const ofKind = (kind: string) =>
      all('Observation').filter(({ category }) => JSON.stringify(category).includes(kind))
    expect(ofKind('laboratory')).toEqual([
      expect.objectContaining({
        valueQuantity: { value: 6.5, unit: 'ммоль/л' },
        interpretation: [
          expect.objectContaining({ coding: [expect.objectContaining({ code: 'HH' })] }),
        ],
        code: expect.objectContaining({
          coding: expect.arrayContaining([{ system: 'http://loinc.org', code: '2823-3' }]),
        }),
      }),
      expect.objectContaining({
        valueQuantity: { value: 100, comparator: '<', unit: 'ммоль/л' },
        note: [{ text: 'Гемолиз' }],
      }),
    ])
    expect(ofKind('vital-signs')).toEqual([
      expect.objectContaining({
        valueQuantity: expect.objectContaining({ value: 92, code: '/min' }),
        code: expect.objectContaining({
          coding: [{ system: 'http://loinc.org', code: '8867-4' }],
        }),
      }),
    ])
    const [main, second] = all('Condition')
    expect(main).toMatchObject({
      code: { text: 'Стенокардия?', coding: [{ code: 'I20.9' }] },
      verificationStatus: { coding: [{ code: 'provisional' }] },
    })
    expect(second).toMatchObject({
      code: { text: 'Гипертония' },
      category: [{ coding: [{ code: 'problem-list-item' }] }],
    })
    expect(encounter?.['diagnosis']).toEqual([
      { condition: { reference: `urn:uuid:${main?.id}` }, rank: 1 },
      { condition: { reference: `urn:uuid:${second?.id}` }, rank: 2 },
    ])
    const [report] = all('DiagnosticReport')
    expect(report?.['result']).toHaveLength(2)
    expect(report?.['resultsInterpreter']).toHaveLength(1)
    expect(
      all('Consent')
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['active', 'inactive'])
    expect(all('Practitioner').length).toBeGreaterThan(0)
    expect(all('Organization')).toHaveLength(1)
  })

  test('takes the papers along, or leaves their bytes out when they are not wished for', async () => {
    const withFiles = await exported()
    const papers = withFiles.all('DocumentReference')
    expect(papers.length).toBeGreaterThan(2)
    expect(withFiles.missingFiles).toBe(0)
    const data = Buffer.from(pdf).toString('base64')
    expect(papers.map((paper) => JSON.stringify(paper).includes(data))).not.toContain(false)
    const without = await exported(false)
    expect(new TextDecoder().decode(without.bytes)).not.toContain(data)
    expect(without.all('DocumentReference')).toHaveLength(papers.length)
  })

  test('says how many papers this workstation does not have', async () => {
    clinic.raw.prepare('DELETE FROM stored_file').run()
    const { missingFiles, all } = await exported()
    expect(missingFiles).toBe(all('DocumentReference').length)
  })

  test('its patient is read back by the import as it was given away', async () => {
    const { bytes } = await exported()
    const { format, rows, ignoredColumns } = previewImport(bytes)
    expect(format).toBe('fhir')
    expect(rows).toEqual([
      {
        line: 1,
        values: {
          family: 'Иванова',
          given: 'Анна',
          patronymic: 'Сергеевна',
          sex: 'female',
          born_on: '1984-02-29',
          phone: '+79125550148',
          email: 'anna@mail.example',
          language: 'ru',
        },
        problems: [],
      },
    ])
    expect(ignoredColumns).toEqual(expect.arrayContaining(['Observation', 'Encounter']))
  })
})

describe('beside the printed forms', () => {
  const attach = async (name: string, bytes: Uint8Array, encounterId: string | null = null) => {
    const { copyId } = await beginCopy(doctor(), bytes.length)
    await appendPiece(doctor(), { copyId, position: 0, bytes })
    const of = { patientId: clinic.patientId, encounterId, compositionId: null }
    return attachFile(doctor(), { ...of, copyId, name, note: null })
  }

  test('an attached file goes along with its bytes, and names its visit once that is signed', async () => {
    const { encounterId } = await openVisit(clinic)
    await attach('ecg.pdf', pdf, encounterId)
    const before = (await exported()).all('DocumentReference')
    expect(before).toEqual([
      expect.objectContaining({
        content: [{ attachment: expect.objectContaining({ title: 'ecg.pdf', size: pdf.length }) }],
      }),
    ])
    expect(before[0]).not.toHaveProperty('context')
    await signVisit(doctor(), { encounterId, content: written, base: '' })
    const { all, bundle, missingFiles } = await exported()
    const ecg = all('DocumentReference').find((one) => JSON.stringify(one).includes('ecg.pdf'))
    expect(ecg?.['context']).toEqual({ encounter: [{ reference: `urn:uuid:${encounterId}` }] })
    expect(missingFiles).toBe(0)
    expect(fhirProblems(bundle)).toEqual({ medplum: [], fhirJs: [] })
  })

  test('a file too large for a text file goes by its name alone, and is counted', async () => {
    const { id } = await attach('ultrasound.mp4', pdf)
    clinic.raw.prepare('UPDATE attachment SET size_bytes = 21000000 WHERE id = ?').run(id)
    const { all, missingFiles } = await exported()
    expect(missingFiles).toBe(1)
    expect(all('DocumentReference')).toEqual([
      expect.objectContaining({
        content: [{ attachment: { title: 'ultrasound.mp4', creation: expect.any(String) } }],
      }),
    ])
  })

  test('a signed document goes along as it was signed, a draft stays', async () => {
    await addSampleTypes(clinic.desk.with({}))
    const types = await listDocumentTypes(clinic.desk)
    const consent = types.find(
      ({ definition }) => textIn(definition.name, 'en') === 'Informed consent to a procedure',
    )
    const wish = {
      typeId: consent?.id ?? '',
      patientId: clinic.patientId,
      language: 'ru' as const,
      replacesId: null,
    }
    const { id } = await beginDocument(doctor(), wish)
    expect((await exported()).all('DocumentReference')).toEqual([])
    // Its way over the route has tests of its own.
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    await clinic.desk.with({}).write('test.sign', async (unit) => {
      const signedAt = unit.now
      unit.patch('composition', id, { state: 'signed', signedAt, contentHash: 'x', sha256 })
      await keepFile(unit.db, {
        sha256,
        mediaType: 'application/pdf',
        bytes: pdf,
        storedAt: signedAt,
      })
    })
    const { all, missingFiles } = await exported()
    const [document] = all('DocumentReference')
    expect(missingFiles).toBe(0)
    expect(document).toMatchObject({
      id,
      type: { text: textIn(consent?.definition.name ?? {}, 'ru') },
    })
    expect(JSON.stringify(document)).toContain(Buffer.from(pdf).toString('base64'))
  })
})

// Neither sees everything, and each sees something that the other does not.
test.each([
  ['a word that FHIR does not have', { gender: 'женский' }, ['FHIR.js']],
  ['a day that is none', { birthDate: '29.02.1984' }, ['medplum']],
  ['a field that a patient does not have', { patronymic: 'Сергеевна' }, ['medplum', 'FHIR.js']],
  ['a list where one thing belongs', { gender: ['female'] }, ['medplum', 'FHIR.js']],
])('the validators refuse %s', (_, wrong, refusedBy) => {
  const sound = { resourceType: 'Patient', gender: 'female', birthDate: '1984-02-29' }
  expect(fhirProblems(sound)).toEqual({ medplum: [], fhirJs: [] })
  const { medplum, fhirJs } = fhirProblems({ ...sound, ...wrong })
  const refusing = [medplum.length > 0 ? ['medplum'] : [], fhirJs.length > 0 ? ['FHIR.js'] : []]
  expect(refusing.flat()).toEqual(refusedBy)
})

test('a visit that nobody has signed stays in the clinic', async () => {
  await openVisit(clinic)
  const { all } = await exported()
  expect(all('Encounter')).toEqual([])
})

test('who gave a record away stands in the audit trail', async () => {
  const { count } = await exported()
  const noted = clinic.raw
    .prepare(`SELECT actor_id, changes FROM audit_event WHERE command = 'record.export'`)
    .all()
  expect(noted).toEqual([
    {
      actor_id: clinic.practitionerId,
      changes: JSON.stringify({ patientId: clinic.patientId, count, withFiles: 1 }),
    },
  ])
})

test('nobody’s record is refused', async () => {
  await expect(
    exportRecord(doctor(), { patientId: clinic.serviceId, withFiles: false }),
  ).rejects.toMatchObject({ code: 'not-found' })
})
