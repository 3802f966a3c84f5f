/** Gives a mail its words: subject, plain text and HTML that say the same, from one outline. */
import { Temporal } from 'temporal-polyfill'
import type { Language } from '../clinic/shared/languages.ts'
import { formatMoney } from '../clinic/shared/money.ts'
import { fullName, type HumanName } from '../clinic/shared/names.ts'
import { cleanLines, oneLine } from './clean.ts'
import { outlineHtml, outlineText, type MailFact, type MailOutline } from './layout.ts'
import {
  isAppointmentMail,
  placeOf,
  type AppointmentMail,
  type MailClinic,
  type MailTemplate,
} from './mail-template.ts'
import { mailTexts, type MailText } from './texts.ts'

export interface RenderedMail {
  /** One line, without control characters. */
  subject: string
  text: string
  html: string
}

/**
 * The mail in its recipient's language, times in the clinic's zone. Pure: the same template gives
 * the same mail. What people typed is shown letter by letter, never as markup, and cannot reach a
 * header. Subjects name neither service nor people, because they show on locked screens.
 */
export function renderMail(mail: MailTemplate): RenderedMail {
  const outline = isAppointmentMail(mail) ? appointmentOutline(mail) : otherOutline(mail)
  return {
    subject: outline.subject,
    text: outlineText(outline),
    html: outlineHtml(outline),
  }
}

function otherOutline(mail: Exclude<MailTemplate, AppointmentMail>): MailOutline {
  const text = mailTexts(mail.language)
  const about = <Key extends 'subject' | 'lead'>(key: Key) => `${mail.template}.${key}` as const
  const clinicName = oneLine(mail.clinic.name)
  const frame = {
    ...frameOf(mail, text),
    subject: subjectLine(
      text(about('subject'), {
        clinic: clinicName,
        number: numberOf(mail),
      }),
    ),
    lead: [text(about('lead'))],
  }
  switch (mail.template) {
    case 'card-approved':
      return {
        ...frame,
        greeting: greeting(mail.patient, mail.language, text),
        facts: [{ label: text('labels.cardNumber'), value: oneLine(mail.cardNumber) }],
      }
    case 'card-returned':
      return {
        ...frame,
        greeting: greeting(mail.patient, mail.language, text),
        notes: noteOf(text('labels.reason'), mail.reason),
        closing: contactSentence('card-returned.next', mail.clinic, text),
      }
    case 'payment-receipt':
      return {
        ...frame,
        greeting: greeting(mail.patient, mail.language, text),
        facts: [
          { label: text('labels.receipt'), value: oneLine(mail.receiptNumber) },
          { label: text('labels.invoice'), value: oneLine(mail.invoiceNumber) },
          { label: text('labels.paidAt'), value: momentLong(mail.paidAt, mail) },
          { label: text('labels.amount'), value: formatMoney(mail.amount, mail.language) },
          { label: text('labels.method'), value: text(`methods.${mail.method}`) },
        ],
      }
    case 'referral':
      return {
        ...frame,
        facts: [
          { label: text('labels.to'), value: oneLine(mail.to) },
          { label: text('labels.referral'), value: oneLine(mail.number) },
          { label: text('labels.specialty'), value: oneLine(mail.specialty) },
          {
            label: text('labels.requester'),
            value: oneLine(fullName(mail.requester, mail.language)),
          },
        ],
        closing: contactSentence('referral.next', mail.clinic, text),
      }
    case 'test':
      return {
        ...frame,
        facts: [{ label: text('labels.sentAt'), value: momentLong(mail.sentAt, mail) }],
      }
  }
}

/** The number that a subject names; empty where there is none. */
function numberOf(mail: Exclude<MailTemplate, AppointmentMail>): string {
  if (mail.template === 'payment-receipt') return oneLine(mail.receiptNumber)
  return mail.template === 'referral' ? oneLine(mail.number) : ''
}

function appointmentOutline(mail: AppointmentMail): MailOutline {
  const text = mailTexts(mail.language)
  const when = momentShort(mail.startsAt, mail)
  const lead = [text(`${mail.template}.${mail.audience}.lead`)]
  if (mail.template === 'appointment-moved' && mail.awaitsConfirmation) {
    lead.push(text('appointment-moved.awaits'))
  }
  const outline = {
    ...frameOf(mail, text),
    subject: subjectLine(text(`${mail.template}.${mail.audience}.subject`, { when })),
    greeting: greeting(mail[mail.audience], mail.language, text),
    lead,
  }
  const where = { label: text('labels.where'), value: placeOf(mail) }
  if (mail.audience === 'practitioner') {
    const who = oneLine(fullName(mail.patient, mail.language))
    return {
      ...outline,
      facts: [...whenFacts(mail, text), { label: text('labels.patient'), value: who }, where],
    }
  }
  return {
    ...outline,
    facts: [...whenFacts(mail, text), ...visitFacts(mail, text), where, ...priceFacts(mail, text)],
    notes:
      mail.template === 'appointment-cancelled'
        ? noteOf(text('labels.reason'), mail.reason)
        : noteOf(text('labels.preparation'), mail.preparation ?? ''),
    closing: contactSentence(
      mail.template === 'appointment-cancelled' ? 'rebook' : 'contact',
      mail.clinic,
      text,
    ),
  }
}

/** Practitioner and service: for the patient alone. */
function visitFacts(mail: AppointmentMail, text: MailText): MailFact[] {
  return [
    { label: text('labels.service'), value: oneLine(mail.serviceName) },
    {
      label: text('labels.practitioner'),
      value: oneLine(fullName(mail.practitioner, mail.language)),
    },
  ]
}

function priceFacts(mail: AppointmentMail, text: MailText): MailFact[] {
  if (mail.price === null || mail.template === 'appointment-cancelled') return []
  return [{ label: text('labels.price'), value: formatMoney(mail.price, mail.language) }]
}

function whenFacts(mail: AppointmentMail, text: MailText): MailFact[] {
  const span = spanLong(mail.startsAt, mail.endsAt, mail)
  if (mail.template !== 'appointment-moved') return [{ label: text('labels.when'), value: span }]
  return [
    { label: text('labels.newTime'), value: span },
    {
      label: text('labels.previousTime'),
      value: spanLong(mail.previousStartsAt, mail.previousEndsAt, mail),
    },
  ]
}

function noteOf(title: string, words: string): MailOutline['notes'] {
  return words.trim() === '' ? [] : [{ title, lines: cleanLines(words) }]
}

/** The sentence for the ways to reach the clinic that there are; none when there is no way. */
function contactSentence(
  sentence: 'contact' | 'rebook' | 'card-returned.next' | 'referral.next',
  clinic: MailClinic,
  text: MailText,
): string[] {
  const phone = oneLine(clinic.phone ?? '')
  const email = oneLine(clinic.email ?? '')
  if (phone !== '' && email !== '') return [text(`${sentence}Both`, { phone, email })]
  if (phone !== '') return [text(`${sentence}Phone`, { phone })]
  if (email !== '') return [text(`${sentence}Email`, { email })]
  if (sentence === 'contact' || sentence === 'rebook') return []
  return [text(`${sentence}Desk`)]
}

/** What every mail has alike: the clinic at its head and foot, and nothing said yet. */
function frameOf(
  { clinic, language }: { clinic: MailClinic; language: Language },
  text: MailText,
): Omit<MailOutline, 'subject' | 'lead'> {
  const clinicName = oneLine(clinic.name)
  const reach = [clinic.phone, clinic.email].filter((part) => part !== null)
  return {
    language,
    clinicName,
    colon: text('colon'),
    greeting: text('greetingPlain'),
    facts: [],
    notes: [],
    closing: [],
    signature: [clinic.address, reach.join(' · ')]
      .filter((part) => part !== null)
      .map((part) => oneLine(part))
      .filter((part) => part !== ''),
    footer: text('footer', { clinic: clinicName }),
  }
}

/** As each language greets: given name and patronymic in Russian, the given name in Brazil. */
function greeting(name: HumanName, language: Language, text: MailText): string {
  const familiar =
    language === 'ru'
      ? [name.given, name.patronymic ?? ''].join(' ')
      : language === 'pt-BR'
        ? name.given
        : fullName(name, language)
  const shown = oneLine(familiar) || oneLine(fullName(name, language))
  return shown === '' ? text('greetingPlain') : text('greeting', { name: shown })
}

function subjectLine(subject: string): string {
  return oneLine(subject, 150)
}

interface TimeContext {
  language: Language
  clinic: { timeZone: string }
}

function format(at: string, { language, clinic }: TimeContext, style: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(language, {
    ...style,
    timeZone: clinic.timeZone,
    hourCycle: 'h23',
  }).format(Temporal.Instant.from(at).epochMilliseconds)
}

/** `сб, 21 нояб., 10:30`: for subjects. */
function momentShort(at: string, context: TimeContext): string {
  return format(at, context, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** `Saturday, November 21, 2026, 10:30 (GMT+3)`. */
function momentLong(at: string, context: TimeContext): string {
  return `${dayLong(at, context)}, ${clockTime(at, context)} (${offsetName(at, context)})`
}

/** `Saturday, November 21, 2026, 10:30–11:00 (GMT+3)`; the offset settles the hour that comes twice. */
function spanLong(startsAt: string, endsAt: string, context: TimeContext): string {
  const startDay = dayLong(startsAt, context)
  const endDay = dayLong(endsAt, context)
  const end = clockTime(endsAt, context)
  const until = endDay === startDay ? end : `${endDay}, ${end}`
  return `${startDay}, ${clockTime(startsAt, context)}–${until} (${offsetName(startsAt, context)})`
}

function dayLong(at: string, context: TimeContext): string {
  return format(at, context, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

function clockTime(at: string, context: TimeContext): string {
  return format(at, context, { hour: '2-digit', minute: '2-digit' })
}

function offsetName(at: string, { language, clinic }: TimeContext): string {
  const parts = new Intl.DateTimeFormat(language, {
    timeZone: clinic.timeZone,
    timeZoneName: 'shortOffset',
  }).formatToParts(Temporal.Instant.from(at).epochMilliseconds)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC'
}
