/** The calendar entries, read back the way a calendar reads them. */
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { renderCalendar } from '../../../main/mail/calendar.ts'
import type { AppointmentMail } from '../../../main/mail/mail-template.ts'
import { cancelledMail, clinic, confirmedMail, movedMail, requestedMail } from './mails.ts'

interface Property {
  value: string
  parameters: Map<string, string>
}

const envelope = {
  organizerAddress: 'noreply@linden.example',
  recipient: { address: 'anna@mail.example', name: 'Анна Иванова' },
  stampedAt: '2026-11-19T08:00:00.000Z',
}

/** Unfolds and splits content lines (RFC 5545 §3.1, RFC 6868); refuses what is no content line. */
function readCalendar(content: string): Map<string, Property> {
  const lines = content.replace(/\r\n[ \t]/g, '').split('\r\n')
  expect(lines.pop()).toBe('')
  const properties = new Map<string, Property>()
  for (const line of lines) {
    const match = /^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/u.exec(line)
    if (match === null) throw new Error(`no content line: ${line}`)
    const [, name = '', parameters = '', value = ''] = match
    const read = [...parameters.matchAll(/;([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))/gu)].map(
      ([, key = '', quoted, bare]) => [key, quotedText(quoted ?? bare ?? '')] as const,
    )
    if (name !== 'BEGIN' && name !== 'END') {
      expect(properties.has(name), `${name} stands once`).toBe(false)
    }
    properties.set(name, { value, parameters: new Map(read) })
  }
  return properties
}

function quotedText(text: string): string {
  return text.replace(/\^(['n^])/g, (_all, mark) =>
    mark === 'n' ? '\n' : mark === "'" ? '"' : '^',
  )
}

function plainText(value: string | undefined): string {
  return (value ?? '').replace(/\\([\\;,nN])/g, (_all, mark) => (/n/i.test(mark) ? '\n' : mark))
}

function entryOf(mail: AppointmentMail) {
  const { content, method } = renderCalendar(mail, envelope)
  const properties = readCalendar(content)
  return { content, method, properties, value: (name: string) => properties.get(name)?.value }
}

describe('a calendar entry', () => {
  it.each([
    ['requested', requestedMail(), 'REQUEST', 'TENTATIVE', '1'],
    ['confirmed', confirmedMail(), 'REQUEST', 'CONFIRMED', '2'],
    ['moved', movedMail(), 'REQUEST', 'CONFIRMED', '3'],
    ['cancelled', cancelledMail(), 'CANCEL', 'CANCELLED', '4'],
  ])('of an appointment %s', (_name, mail, method, status, sequence) => {
    const entry = entryOf(mail)
    expect(entry.method).toBe(method)
    expect(entry.value('METHOD')).toBe(method)
    expect(entry.value('STATUS')).toBe(status)
    expect(entry.value('SEQUENCE')).toBe(sequence)
    expect(entry.value('UID')).toBe('0199a1b2-0000-7000-8000-000000000001@polyclinic')
    expect(entry.value('DTSTAMP')).toBe('20261119T080000Z')
    expect(entry.value('DTSTART')).toBe('20261121T093000Z')
    expect(entry.value('DTEND')).toBe('20261121T100000Z')
    expect(entry.value('CLASS')).toBe('PRIVATE')
  })

  it('stays tentative when a moved appointment is not confirmed', () => {
    expect(entryOf({ ...movedMail(), awaitsConfirmation: true }).value('STATUS')).toBe('TENTATIVE')
  })

  it('has the sender as organizer and the recipient as attendee who need not answer', () => {
    const { properties } = entryOf(confirmedMail())
    expect(properties.get('ORGANIZER')?.value.toLowerCase()).toBe('mailto:noreply@linden.example')
    expect(properties.get('ORGANIZER')?.parameters.get('CN')).toBe('Linden Clinic')
    expect(properties.get('ATTENDEE')?.value.toLowerCase()).toBe('mailto:anna@mail.example')
    expect(properties.get('ATTENDEE')?.parameters.get('CN')).toBe('Анна Иванова')
    expect(properties.get('ATTENDEE')?.parameters.get('RSVP')).toBe('FALSE')
  })

  it('is the same however often it is made', () => {
    expect(entryOf(confirmedMail()).content).toBe(entryOf(confirmedMail()).content)
  })

  it('tells the patient where, with whom and how to prepare', () => {
    const entry = entryOf(confirmedMail())
    expect(plainText(entry.value('LOCATION'))).toBe('Room 12, Linden Clinic, 12 Linden Street')
    expect(plainText(entry.value('SUMMARY'))).toBe('Appointment: Linden Clinic')
    expect(plainText(entry.value('DESCRIPTION'))).toBe(
      'Doctor: Pyotr Petrov\nHow to prepare: Do not eat for 8 hours.\nBring earlier results.\nPhone: +49 30 5550123',
    )
  })

  it.each(languages)('tells the practitioner only the short name in %s', (language) => {
    for (const mail of [confirmedMail(language), cancelledMail(language)]) {
      const entry = entryOf({ ...mail, audience: 'practitioner' })
      expect(plainText(entry.value('SUMMARY'))).toContain('Иванова')
      expect(entry.value('DESCRIPTION')).toBeUndefined()
    }
  })

  it('never tells service or reason', () => {
    for (const audience of ['patient', 'practitioner'] as const) {
      for (const mail of [requestedMail(), confirmedMail(), movedMail(), cancelledMail()]) {
        expect(entryOf({ ...mail, audience }).content).not.toMatch(/Gastroscopy|fever/)
      }
    }
  })
})

describe('line folding', () => {
  const long = 'Клиника восстановительной медицины «Здоровье»; корпус 2, вход со двора 🏥 '.repeat(
    4,
  )
  const mail = {
    ...confirmedMail('ru'),
    clinic: { ...clinic, name: long, address: long },
    preparation: long.repeat(3),
  }

  it('keeps each line within 75 octets and no letter apart', () => {
    const { content } = renderCalendar(mail, envelope)
    for (const line of content.split('\r\n')) {
      expect(Buffer.byteLength(line, 'utf8')).toBeLessThanOrEqual(75)
      expect(line.isWellFormed()).toBe(true)
      expect(line).not.toContain('\ufffd')
    }
  })

  it('reads back to what was written', () => {
    const { value } = entryOf(mail)
    expect(plainText(value('LOCATION'))).toBe(`Room 12, ${long.trim()}, ${long.trim()}`)
    expect(plainText(value('DESCRIPTION'))).toContain(long.repeat(3).trim())
  })
})

describe('summer time', () => {
  it.each([
    ['the day before summer time', '2026-03-28T08:00:00.000Z', '09:00'],
    ['the day of summer time', '2026-03-29T07:00:00.000Z', '09:00'],
    ['the hour that comes twice, first', '2026-10-25T00:30:00.000Z', '02:30'],
    ['the hour that comes twice, second', '2026-10-25T01:30:00.000Z', '02:30'],
    ['the day after winter time', '2026-10-26T08:00:00.000Z', '09:00'],
  ])('%s is the right hour in the zone of the clinic', (_name, startsAt, expected) => {
    const endsAt = Temporal.Instant.from(startsAt).add({ minutes: 30 }).toString()
    const entry = entryOf({ ...confirmedMail(), startsAt, endsAt })
    const utc = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(entry.value('DTSTART') ?? '')
    const [, year, month, day, hour, minute, second] = utc ?? []
    const read = Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    expect(read.epochMilliseconds).toBe(Temporal.Instant.from(startsAt).epochMilliseconds)
    expect(read.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString()).toBe(`${expected}:00`)
    expect(entry.content).not.toContain('TZID')
  })
})

describe('what people typed', () => {
  const nasty = 'Ann"\r\nATTENDEE:mailto:thief@evil.example\r\nEND:VEVENT;,\\n:'

  it('adds no line of its own', () => {
    const typed = {
      ...confirmedMail(),
      patient: { family: nasty, given: nasty, patronymic: nasty },
      practitioner: { family: nasty, given: nasty, patronymic: null },
      locationName: nasty,
      preparation: nasty,
      clinic: { ...clinic, name: nasty, address: nasty, phone: nasty },
    }
    const names = (content: string) =>
      content
        .replace(/\r\n[ \t]/g, '')
        .split('\r\n')
        .map((line) => line.split(/[;:]/)[0])
    const usual = names(renderCalendar(confirmedMail(), envelope).content)
    const recipient = { address: 'anna@mail.example', name: nasty }
    for (const audience of ['patient', 'practitioner'] as const) {
      const { content } = renderCalendar({ ...typed, audience }, { ...envelope, recipient })
      readCalendar(content)
      expect(names(content)).toEqual(
        usual.filter((name) => audience === 'patient' || name !== 'DESCRIPTION'),
      )
    }
  })
})
