/** The printed forms as other programs read them: whole files, whole text, sums, pages, QR, the same bytes twice. */
import decodeQR from 'qr/decode.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { fullName } from '../../../main/clinic/shared/names.ts'
import { languages } from '../../../main/clinic/shared/languages.ts'
import type { Language } from '../../../main/clinic/shared/languages.ts'
import { renderForm } from '../../../main/pdf/forms.ts'
import type { PrintedForm, PrintedLine } from '../../../main/pdf/forms.ts'
import { wordsFor } from '../../../main/pdf/texts.ts'
import { isMissing, linesOf, pagesOf, pixelsOf, run, textOf } from './pdf-tools.ts'
import {
  everyForm,
  invented,
  invoice,
  receipt,
  referral,
  refundReceipt,
  visitSummary,
} from './sample-forms.ts'

const withoutQpdf = isMissing('qpdf')
const withoutPoppler = isMissing('pdftotext') || isMissing('pdftoppm') || isMissing('pdfinfo')

const oneOfEach = languages.flatMap((language) =>
  everyForm(language).map((form) => ({ language, kind: form.kind, form })),
)

/** What must be readable on each paper, whatever the language. */
function mustRead(form: PrintedForm, language: Language): string[] {
  const { clinic, patient, doctor, cashier, services, reason, findings, to } = invented[language]
  const name = fullName(patient.name, language)
  const onEach = [clinic.name, clinic.address ?? '', name]
  switch (form.kind) {
    case 'referral':
      return [
        ...onEach,
        form.number,
        to.specialty,
        to.organization ?? '',
        reason,
        fullName(doctor.name, language),
      ]
    case 'sick-note':
    case 'certificate':
      return [...onEach, form.number, form.text, form.diagnosis ?? '', form.presentedTo ?? '']
    case 'consent':
      return [
        ...onEach,
        form.textVersion,
        form.text ?? '',
        form.withdrawal?.reason ?? '',
        fullName(doctor.name, language),
      ]
    case 'prescription':
      return [
        ...onEach,
        form.number,
        ...form.medicines.flatMap(({ medicine, dosage }) => [medicine, dosage]),
        fullName(doctor.name, language),
      ]
    case 'lab-report':
      return [
        ...onEach,
        form.number ?? '',
        findings,
        ...form.results.flatMap(({ name: analyte, value, norm }) => [analyte, value, norm]),
        fullName(doctor.name, language),
      ]
    case 'invoice':
      return [...onEach, form.number, ...services, patient.cardNumber ?? '']
    case 'receipt':
      return [...onEach, form.number, form.invoiceNumber, ...services, fullName(cashier, language)]
    case 'refund-receipt':
      return [...onEach, form.number, form.invoiceNumber, form.reason, fullName(cashier, language)]
    case 'document':
      return [
        ...onEach,
        form.number,
        'A-2026-D0003',
        findings,
        form.contentHash,
        fullName(doctor.name, language),
      ]
    case 'visit-summary':
      return [...onEach, findings, 'I48.0', form.contentHash ?? '', fullName(doctor.name, language)]
  }
}

describe.each(oneOfEach)('$kind in $language', ({ language, form }) => {
  let pdf: Uint8Array

  beforeAll(async () => {
    pdf = await renderForm(form)
  })

  it.skipIf(withoutQpdf)('is a whole file (qpdf --check)', () => {
    const report = run('qpdf', pdf, ['--check', 'PDF']).toString('utf8')
    expect(report).toContain('No syntax or stream encoding errors found')
  })

  it.skipIf(withoutPoppler)(
    'gives back every word, diacritics and Cyrillic too (pdftotext)',
    async () => {
      const text = textOf(pdf)
      for (const words of mustRead(form, language)) {
        expect(text).toContain(words.replace(/\s+/g, ' '))
      }
      expect(text).not.toContain('\uFFFD')
      expect(text).not.toMatch(/\{\{|undefined|null/)
    },
  )

  it.skipIf(withoutPoppler)('fits one page, A4 or A5 across (pdfinfo)', () => {
    const small = form.kind === 'receipt' || form.kind === 'refund-receipt'
    expect(pagesOf(pdf)).toEqual({
      count: 1,
      size: small ? '595.28 x 419.53' : '595.28 x 841.89',
    })
  })

  it.skipIf(withoutPoppler)(
    'carries its number as a QR that a scanner reads, and none without a number (pdftoppm)',
    async () => {
      if (form.number === null) {
        expect(() => decodeQR(pixelsOf(pdf), { timeLimit: 10_000 })).toThrow(/finder|pattern/i)
        return
      }
      const number = decodeQR(pixelsOf(pdf), { timeLimit: 10_000 })
      expect(number).toBe(form.number)
    },
  )

  it('is the same file each time', async () => {
    const again = await renderForm(structuredClone(form))
    expect(Buffer.from(again).equals(Buffer.from(pdf))).toBe(true)
  })
})

describe('what the file says of itself', () => {
  it('claims PDF/A-3b, names its language and title, and dates itself by the form', async () => {
    const file = Buffer.from(await renderForm(invoice('fr'))).toString('latin1')
    expect(file).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(file).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
    expect(file).toContain('/Lang (fr)')
    expect(file).toContain('/Marked true')
    expect(file).toContain('(D:20261121093000Z)')
    expect(file).toContain('<xmp:CreateDate>2026-11-21T09:30:00Z</xmp:CreateDate>')
  })

  it('escapes title and author in its XMP and keeps them plain in the information dictionary', async () => {
    const form = invoice('en')
    const clinic = { ...form.clinic, name: 'Smith & <Sons>\u0000' }
    const pdf = await renderForm({ ...form, clinic, number: 'A&B<1>' })
    const file = Buffer.from(pdf).toString('utf8')
    expect(file).toContain('>Invoice A&amp;B&lt;1&gt;</rdf:li>')
    expect(file).toContain('<rdf:li>Smith &amp; &lt;Sons&gt; </rdf:li>')
    expect(file).toContain('(Invoice A&B<1>)')
  })

  it.skipIf(isMissing('pdffonts'))('embeds each font it uses (pdffonts)', async () => {
    const fonts = run('pdffonts', await renderForm(invoice('ru')), ['PDF']).toString('utf8')
    const rows = fonts.trim().split('\n').slice(2)
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row).toMatch(/NotoSans-(Regular|SemiBold).*yes yes yes/)
  })

  it.skipIf(withoutPoppler)(
    'is tagged: a heading, a table with head and cells, a figure (pdfinfo)',
    async () => {
      const tree = run('pdfinfo', await renderForm(invoice('en')), [
        '-struct-text',
        'PDF',
      ]).toString()
      for (const tag of ['H1', 'Table', 'TR', 'TH', 'TD', 'Figure']) {
        expect(tree).toMatch(new RegExp(`^\\s*${tag}`, 'm'))
      }
      expect(tree).toContain('"Electrocardiogram with interpretation"')
    },
  )
})

describe('days, times and sums', () => {
  it.skipIf(withoutPoppler)(
    'shows an instant on the clinic’s calendar, not on Greenwich’s',
    async () => {
      // 22:30 UTC on the 20th.
      expect(textOf(await renderForm(referral('en')))).toContain('20 November 2026')
      expect(textOf(await renderForm(referral('ru')))).toContain('21 ноября 2026 г.')
      expect(textOf(await renderForm(referral('pt-BR')))).toContain('20 de novembro de 2026')
      expect(textOf(await renderForm(receipt('ru')))).toContain('21 ноября 2026 г. в 14:41')
    },
  )

  it.skipIf(withoutPoppler)('writes totals as the country writes money', async () => {
    const sums: Record<Language, string[]> = {
      en: ['Total £3,701.00', 'Paid £1,000.00', 'Balance due £2,701.00', '950.50', '1,901.00'],
      ru: ['Итого 3 701,00 ₽', 'Оплачено 1 000,00 ₽', 'К оплате 2 701,00 ₽', '950,50', '1 901,00'],
      'pt-BR': ['Total R$ 3.701,00', 'Pago R$ 1.000,00', 'Saldo a pagar R$ 2.701,00', '950,50'],
      fr: ['Total 3 701,00 €', 'Déjà réglé 1 000,00 €', 'Reste à payer 2 701,00 €', '950,50'],
    }
    for (const language of languages) {
      const text = linesOf(await renderForm(invoice(language)))
      for (const sum of sums[language]) expect(text).toContain(sum)
    }
  })

  it.skipIf(withoutPoppler)(
    'shows a split payment with its change, and what is still owed',
    async () => {
      const settled = linesOf(await renderForm(receipt('en')))
      expect(settled).toContain('Cash £1,701.00')
      expect(settled).toContain('Cash tendered £2,000.00')
      expect(settled).toContain('Change given £299.00')
      expect(settled).toContain('Bank card £2,000.00')
      expect(settled).toContain('Total received £3,701.00')
      expect(settled).toContain('Paid in full')
      const owing = await renderForm({ ...receipt('en'), balanceAfterMinor: 5 })
      expect(linesOf(owing)).toContain('Still to pay £0.05')
      expect(linesOf(owing)).not.toContain('Paid in full')
    },
  )

  it.skipIf(withoutPoppler)('knows currencies without minor units', async () => {
    const form = { ...refundReceipt('en'), currency: 'JPY', amountMinor: 1500 }
    expect(textOf(await renderForm(form))).toContain('¥1,500')
  })

  it('writes in the plain language where the country is unknown', () => {
    const clinic = { ...invented.en.clinic, country: '??' }
    expect(wordsFor('en', clinic).day('2026-02-01')).toBe('February 1, 2026')
  })

  it('refuses a day or a zone that does not exist', async () => {
    const form = referral('en')
    const patient = { ...form.patient, bornOn: '2026-02-30' }
    await expect(renderForm({ ...form, patient })).rejects.toThrow(RangeError)
    const clinic = { ...form.clinic, timeZone: 'Moon/Base' }
    await expect(renderForm({ ...form, clinic })).rejects.toThrow(RangeError)
  })
})

describe('forms of several pages', () => {
  const lines: PrintedLine[] = Array.from({ length: 70 }, (_, index) => ({
    code: `K-${index}`,
    description:
      index % 9 === 0
        ? `Процедура ${index} с очень длинным названием, которое никак не поместится в одну строку таблицы`
        : `Процедура ${index}`,
    quantity: 1,
    unitPriceMinor: 100,
    totalMinor: 100,
  }))

  it.skipIf(withoutPoppler)('repeat the head of the table and number the pages', async () => {
    const pdf = await renderForm({ ...invoice('ru'), lines })
    const { count } = pagesOf(pdf)
    expect(count).toBeGreaterThan(2)
    const pages = Array.from({ length: count }, (_, index) => textOf(pdf, index + 1))
    pages.forEach((page, index) => {
      expect(page).toContain('Услуга')
      expect(page).toContain('Сумма, RUB')
      expect(page).toContain(`${index + 1}/${count}`)
      if (index > 0) expect(page).toContain('Счёт № A-2026-000917')
    })
    const all = pages.join(' ')
    for (const index of lines.keys()) expect(all).toContain(`K-${index} `)
    // The sums are never alone on the last page.
    expect(pages.at(-1)).toContain('K-69')
    expect(pages.at(-1)).toContain('К оплате')
  })

  it.skipIf(withoutPoppler)('let long text flow on without losing a word', async () => {
    const words = Array.from({ length: 3000 }, (_, index) => `слово${index}`)
    const pdf = await renderForm({ ...visitSummary('ru'), findings: words.join(' ') })
    expect(pagesOf(pdf).count).toBeGreaterThan(3)
    const read = new Set(textOf(pdf).split(' '))
    expect(words.filter((word) => !read.has(word))).toEqual([])
  })

  it.skipIf(withoutPoppler)('let a table cell taller than a page flow on', async () => {
    const [line] = lines
    if (line === undefined) throw new Error('no line')
    const words = Array.from({ length: 800 }, (_, index) => `mot${index}`)
    const tall = { ...line, description: words.join(' ') }
    const pdf = await renderForm({ ...receipt('fr'), lines: [tall] })
    const read = new Set(textOf(pdf).split(' '))
    expect(words.filter((word) => !read.has(word))).toEqual([])
  })

  it.skipIf(withoutPoppler)('let an address longer than a page flow on', async () => {
    const form = referral('en')
    const address = Array.from({ length: 1500 }, (_, index) => `street${index}`)
    const pdf = await renderForm({
      ...form,
      patient: { ...form.patient, address: address.join(' ') },
    })
    const read = new Set(textOf(pdf).split(' '))
    expect(address.filter((word) => !read.has(word))).toEqual([])
  })

  it.skipIf(withoutPoppler)('have no page number where there is one page', async () => {
    expect(textOf(await renderForm(invoice('en')))).not.toContain('1/1')
  })
})

describe('hostile and missing words', () => {
  const hostile =
    '<script>alert(1)</script> "); DROP TABLE patient;-- 👩‍👩‍👧 漢字 \u202Egnirts\u0000\u0007\u001B[31m\r\nline \uD800 {{number}} (\\)'

  it.skipIf(withoutQpdf || withoutPoppler)('print as text in every field', async () => {
    const base = visitSummary('en')
    const pdf = await renderForm({
      ...base,
      clinic: {
        ...base.clinic,
        name: hostile,
        legalName: hostile,
        address: hostile,
        email: hostile,
      },
      patient: { ...base.patient, name: { family: hostile, given: hostile, patronymic: hostile } },
      practitioner: { ...base.practitioner, specialty: hostile },
      complaint: hostile,
      diagnoses: [{ text: hostile, code: hostile, verification: 'refuted', isChronic: true }],
      sections: [{ title: hostile, text: hostile }],
      addenda: [
        { writtenAt: '2026-11-22T08:15:00.000Z', author: base.practitioner.name, text: hostile },
      ],
    })
    run('qpdf', pdf, ['--check', 'PDF'])
    const text = textOf(pdf)
    expect(text).toContain(
      '<script>alert(1)</script> "); DROP TABLE patient;-- \uFFFD \uFFFD\uFFFD gnirts',
    )
    expect(text).toContain('(\\)')
    // Invisible marks are gone from names as well.
    expect(text).not.toMatch(/[\u202E\u0007\u001B]/)
  })

  it.skipIf(withoutPoppler)('keep a name of forty letters whole', async () => {
    const family = 'Щ'.repeat(40)
    const form = receipt('ru')
    const pdf = await renderForm({
      ...form,
      patient: { family, given: family, patronymic: family },
    })
    const letters = textOf(pdf).match(/Щ/g) ?? []
    expect(letters).toHaveLength(120)
  })

  it.skipIf(withoutPoppler)('leave no label without a value', async () => {
    const form = referral('en')
    const pdf = await renderForm({
      ...form,
      clinic: {
        ...form.clinic,
        legalName: null,
        address: null,
        phone: null,
        email: null,
        taxId: null,
      },
      patient: {
        ...form.patient,
        bornOn: null,
        cardNumber: null,
        phone: null,
        address: ' ',
        identityDocument: null,
      },
      to: { organization: null, practitioner: null, specialty: 'Cardiology' },
      diagnosis: null,
    })
    const text = textOf(pdf)
    for (const label of [
      'Medical card',
      'Phone',
      'Tel.',
      'Address',
      'Organization',
      'Diagnosis',
      'Tax ID',
    ]) {
      expect(text).not.toContain(label)
    }
    expect(text).toMatch(/Date of birth.*—/)
  })

  it.skipIf(withoutPoppler)(
    'print all that a visit holds, and nothing where it is empty',
    async () => {
      const full = {
        ...visitSummary('fr'),
        diagnoses: [
          { text: 'Fibrillation', code: 'I48.0', verification: 'confirmed', isChronic: true },
          { text: 'Dyslipidémie', code: null, verification: 'differential', isChronic: false },
        ] as const,
        reason: 'Renouvellement',
        history: 'Tabac sevré',
        sections: [{ title: 'Facteurs de risque', text: 'Hérédité' }],
      }
      const text = textOf(await renderForm(full))
      for (const words of [
        'Motif de consultation Renouvellement',
        'Antécédents Tabac sevré',
        'Facteurs de risque Hérédité',
        'Pression artérielle Température Indice de masse corporelle',
        '142/88 mmHg 36,9 °C 24,2 kg/m²',
        'Diagnostic principal I48.0 Fibrillation (chronique)',
        'Associé Dyslipidémie (à éliminer)',
      ]) {
        expect(text).toContain(words)
      }
      const bare = textOf(
        await renderForm({
          ...full,
          reason: '',
          history: '',
          sections: [],
          vitals: [],
          diagnoses: [],
        }),
      )
      expect(bare).not.toMatch(/Constantes|Antécédents|Diagnostic/)
    },
  )

  it.skipIf(withoutPoppler)('say that a visit is not signed', async () => {
    const pdf = await renderForm({
      ...visitSummary('ru'),
      number: null,
      signedAt: null,
      contentHash: null,
    })
    const text = textOf(pdf)
    expect(text).toContain('Черновик. Врачом не подписано.')
    expect(text).not.toContain('SHA-256')
  })
})
