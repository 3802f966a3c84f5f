/** The consent form: of the sample type, in the patient's own language, whole and PDF/A by its tools. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  beginDocument,
  saveContent,
} from '../../../../main/clinic/documents/compositions.service.ts'
import {
  addSampleTypes,
  listDocumentTypes,
} from '../../../../main/clinic/documents/document-types.service.ts'
import { readDocumentPdf } from '../../../../main/clinic/documents/register.service.ts'
import { languages } from '../../../../main/clinic/shared/languages.ts'
import { renderForm } from '../../../../main/pdf/forms.ts'
import { isMissing, run } from '../../pdf/pdf-tools.ts'
import { openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
  await addSampleTypes(day.desk)
})
afterEach(() => day.close())

const titles = {
  en: 'Informed consent',
  ru: 'Информированное согласие',
  'pt-BR': 'Consentimento informado',
  fr: 'Consentement éclairé',
}

async function consentIn(language: (typeof languages)[number]): Promise<Uint8Array> {
  const [type] = await listDocumentTypes(day.desk)
  const wish = { patientId: day.patientId, language, replacesId: null }
  const { id } = await beginDocument(day.doctor, { typeId: type?.id ?? '', ...wish })
  const content = { procedure: 'Инъекция', risks: 'Боль, инфекция', questions: 'yes' }
  await saveContent(day.doctor, { id, version: 1, content })
  return (await readDocumentPdf(day.doctor, id, renderForm)).bytes
}

describe.each(languages)('the consent form in %s', (language) => {
  test.skipIf(isMissing('qpdf'))('is a whole file (qpdf --check)', async () => {
    const report = run('qpdf', await consentIn(language), ['--check', 'PDF']).toString('utf8')
    expect(report).toContain('No syntax or stream encoding errors found')
  })

  test.skipIf(isMissing('pdftotext'))('says what is agreed to in that language', async () => {
    const text = run('pdftotext', await consentIn(language), ['PDF', '-']).toString('utf8')
    expect(text).toContain(titles[language])
    expect(text).toContain('Инъекция')
  })
})
