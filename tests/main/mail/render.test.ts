/** What the mails say, to whom, in which language, and what they keep to themselves. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { cleanLines, escapeHtml, oneLine } from '../../../main/mail/clean.ts'
import { parseMailTemplate, type MailTemplate } from '../../../main/mail/mail-template.ts'
import { renderMail } from '../../../main/mail/render.ts'
import {
  cancelledMail,
  clinic,
  confirmedMail,
  everyMail,
  mailOf,
  movedMail,
  requestedMail,
} from './mails.ts'

/** What a reader of the HTML sees, block by block as lines. */
function shownText(html: string): string {
  const body = html.slice(html.indexOf('<body'))
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
}

function words(text: string): string[] {
  return text.split(/[\s\u00a0\u202f:]+/).filter((word) => word !== '')
}

describe.each(everyMail)('$name', ({ mail }) => {
  const rendered = renderMail(mail)

  it('comes back from its row as it was stored', () => {
    expect(parseMailTemplate(JSON.stringify(mail))).toEqual(mail)
    expect(renderMail(parseMailTemplate(JSON.stringify(mail)))).toEqual(rendered)
  })

  it('is whole: subject, text and HTML with nothing left open', () => {
    expect(rendered.subject).not.toBe('')
    for (const part of Object.values(rendered)) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|null|\[object|NaN/)
    }
    expect(rendered.html).toContain(`<html lang="${mail.language}"`)
    expect(rendered.html).toContain(`<title>${escapeHtml(rendered.subject)}</title>`)
  })

  it('says in plain text all that the HTML says', () => {
    const plain = new Set(words(`${rendered.subject} ${rendered.text}`))
    expect(words(shownText(rendered.html)).filter((word) => !plain.has(word))).toEqual([])
  })

  it('fetches nothing and runs nothing', () => {
    expect(rendered.html).not.toMatch(/<(img|script|link|iframe|style|form)|https?:|url\(/i)
  })

  it('names the clinic', () => {
    expect(rendered.text).toContain(clinic.name)
    expect(rendered.text).toContain('12 Linden Street')
  })
})

describe.each(languages)('times in %s', (language) => {
  const day = {
    en: 'Saturday, November 21, 2026, 10:30–11:00 (GMT+1)',
    ru: 'суббота, 21 ноября 2026 г., 10:30–11:00 (GMT+1)',
    'pt-BR': 'sábado, 21 de novembro de 2026, 10:30–11:00 (GMT+1)',
    fr: 'samedi 21 novembre 2026, 10:30–11:00 (UTC+1)',
  }[language]

  it('are told with the weekday in the zone of the clinic', () => {
    expect(renderMail(confirmedMail(language)).text).toContain(day)
    expect(renderMail(movedMail(language)).text).toContain(day)
  })

  it('tell a moved appointment with its previous time', () => {
    const previous = {
      en: '14:15–14:45',
      ru: '14:15–14:45',
      'pt-BR': '14:15–14:45',
      fr: '14:15–14:45',
    }
    expect(renderMail(movedMail(language)).text).toContain(previous[language])
  })

  it('write the price as the locale does', () => {
    const price = { en: '€125.00', ru: '125,00 €', 'pt-BR': '€ 125,00', fr: '125,00 €' }
    const text = renderMail(confirmedMail(language)).text.replace(/[\u00a0\u202f]/g, ' ')
    expect(text).toContain(price[language])
  })

  it('greet as the language greets', () => {
    const greeting = {
      en: 'Dear Анна Сергеевна Иванова,',
      ru: 'Здравствуйте, Анна Сергеевна!',
      'pt-BR': 'Olá, Анна!',
      fr: 'Bonjour Анна Сергеевна Иванова,',
    }
    expect(renderMail(confirmedMail(language)).text.split('\n')[0]).toBe(greeting[language])
  })
})

describe('times', () => {
  const autumn = {
    ...confirmedMail(),
    startsAt: '2026-10-25T00:15:00.000Z',
    endsAt: '2026-10-25T00:45:00.000Z',
  }

  it.each([
    ['the first 02:15 of the long night', autumn, '02:15–02:45 (GMT+2)'],
    [
      'the second 02:15 of the long night',
      { ...autumn, startsAt: '2026-10-25T01:15:00.000Z', endsAt: '2026-10-25T01:45:00.000Z' },
      '02:15–02:45 (GMT+1)',
    ],
    [
      'across the skipped hour in spring',
      { ...autumn, startsAt: '2026-03-29T00:45:00.000Z', endsAt: '2026-03-29T01:15:00.000Z' },
      '01:45–03:15 (GMT+1)',
    ],
    [
      'past midnight',
      { ...autumn, startsAt: '2026-11-21T22:30:00.000Z', endsAt: '2026-11-21T23:30:00.000Z' },
      '23:30–Sunday, November 22, 2026, 00:30 (GMT+1)',
    ],
    [
      'in a zone of half hours',
      { ...autumn, clinic: { ...clinic, timeZone: 'Asia/Kolkata' } },
      'Sunday, October 25, 2026, 05:45–06:15 (GMT+5:30)',
    ],
  ])('%s', (_name, mail, expected) => {
    expect(renderMail(mail).text).toContain(expected)
  })
})

describe('the patient', () => {
  it('reads service, doctor, place, price and how to prepare', () => {
    expect(renderMail(confirmedMail()).text).toBe(`Dear Анна Сергеевна Иванова,

Your appointment is confirmed. We look forward to seeing you.

When: Saturday, November 21, 2026, 10:30–11:00 (GMT+1)
Service: Gastroscopy
Doctor: Pyotr Petrov
Where: Room 12, Linden Clinic, 12 Linden Street
Price: €125.00

How to prepare:
Do not eat for 8 hours.
Bring earlier results.

If the time does not suit you or you have a question, please call us on +49 30 5550123 or write to desk@linden.example.

Linden Clinic
12 Linden Street
+49 30 5550123 · desk@linden.example

Linden Clinic sent this mail automatically.
`)
  })

  it('reads the reason of a cancellation, and no price', () => {
    const { text } = renderMail(cancelledMail())
    expect(text).toContain('Reason:\nThe patient has a fever')
    expect(text).not.toContain('Price')
    expect(text).not.toContain('How to prepare')
  })

  it('is told when a moved appointment still waits for the desk', () => {
    expect(renderMail(movedMail()).text).not.toContain('not confirmed yet')
    expect(renderMail({ ...movedMail(), awaitsConfirmation: true }).text).toContain(
      'not confirmed yet',
    )
  })

  it('gets no subject that shows service or people on a locked screen', () => {
    for (const { mail } of everyMail) {
      expect(renderMail(mail).subject).not.toMatch(/Gastroscopy|Petrov|Иванова|fever/)
    }
  })

  it.each([
    [{ phone: null }, 'please write to us at desk@linden.example.'],
    [{ email: null }, 'please call us on +49 30 5550123.'],
  ])('is told only of ways to reach the clinic that there are: %o', (change, sentence) => {
    expect(renderMail({ ...confirmedMail(), clinic: { ...clinic, ...change } }).text).toContain(
      sentence,
    )
  })

  it('gets a whole mail from a clinic without phone, mail, address, room, price or preparation', () => {
    for (const language of languages) {
      const { text, html } = renderMail({
        ...requestedMail(language),
        clinic: { ...clinic, phone: null, email: null, address: null },
        locationName: null,
        preparation: null,
        price: null,
      })
      expect(text).not.toMatch(/\n\n\n/)
      expect(html).not.toMatch(/<p[^>]*><\/p>|<td[^>]*><\/td>/)
    }
  })
})

describe('the practitioner', () => {
  it.each(languages)('reads who, when and where in %s, and nothing of the medicine', (language) => {
    for (const mail of [
      requestedMail(language),
      confirmedMail(language),
      movedMail(language),
      cancelledMail(language),
    ]) {
      const rendered = renderMail({ ...mail, audience: 'practitioner' })
      expect(rendered.text).toContain('Иванова')
      expect(rendered.text).toContain('10:30–11:00')
      for (const part of Object.values(rendered)) {
        expect(part).not.toMatch(/Gastroscopy|Do not eat|fever|125/)
      }
    }
  })
})

const nasty = "<img src=x onerror=\"alert(1)\">&amp; 'O'Neill' {{clinic}} $t(footer)"

describe('what people typed', () => {
  const mail: MailTemplate = {
    ...cancelledMail(),
    patient: { family: nasty, given: nasty, patronymic: nasty },
    practitioner: { family: nasty, given: nasty, patronymic: nasty },
    serviceName: nasty,
    locationName: nasty,
    reason: `${nasty}\n</p></body>${nasty}`,
    clinic: { ...clinic, name: nasty, address: nasty, phone: nasty, email: nasty },
  }

  it('shows as it was typed and is never markup', () => {
    const { text, html } = renderMail(mail)
    expect(text).toContain(`Service: ${nasty}`)
    expect(html).not.toMatch(/<img/i)
    expect(html.match(/<\/body>/g)).toHaveLength(1)
    expect(shownText(html)).toContain(nasty)
  })

  const breaking = 'Ann\r\nBcc: thief@evil.example\r\n\r\n<html>\u2028\u2029\u0085\u0000\u202e'

  it.each(everyMail)('never breaks the subject of $name', ({ mail: typed }) => {
    const { subject } = renderMail({
      ...typed,
      clinic: { ...clinic, name: breaking },
      ...('receiptNumber' in typed ? { receiptNumber: breaking } : {}),
    })
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/)
    expect([...subject].length).toBeLessThanOrEqual(150)
  })

  it('gives one clean line of anything, and at most the length that is asked for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 60 }),
        (typed, length) => {
          const line = oneLine(typed, length)
          // oxlint-disable-next-line no-control-regex -- what must not be there
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
          expect([...line].length).toBeLessThanOrEqual(length)
          expect(line.isWellFormed()).toBe(true)
        },
      ),
    )
  })

  it('escapes so that nothing can open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(escapeHtml(typed)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
      }),
    )
  })

  it('keeps the lines of a longer text', () => {
    expect(cleanLines(' one\r\ntwo\u2028three\n\nfour \n')).toEqual([
      'one',
      'two',
      'three',
      '',
      'four',
    ])
  })
})

describe('the row', () => {
  it.each([
    ['no JSON', '{'],
    ['an unknown template', JSON.stringify({ ...mailOf('test', 'en'), template: 'birthday' })],
    ['an unknown language', JSON.stringify({ ...mailOf('test', 'en'), language: 'de' })],
    ['a time that is none', JSON.stringify({ ...confirmedMail(), startsAt: 'tomorrow' })],
    ['a mail without its name', JSON.stringify({ ...confirmedMail(), patient: null })],
  ])('is refused with %s', (_name, json) => {
    expect(() => parseMailTemplate(json)).toThrow(/JSON|Invalid/)
  })
})
