/** The whole journey once, and what it leaves: pictures, papers, mails. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import { invented } from '../journey/invented.ts'
import { type JourneyResult, walkJourney } from '../journey/journey.ts'
import { textOf } from '../main/pdf/pdf-tools.ts'

const out = mkdtempSync(path.join(tmpdir(), 'polyclinic-journey-out-'))
const steps: string[] = []
const { patient, texts } = invented.en
let result: JourneyResult
let mails: Email[]

beforeAll(async () => {
  result = await walkJourney({
    out,
    language: 'en',
    patientsFile: null,
    profile: await demoProfile(),
    tell: (line) => steps.push(line),
  })
  mails = await Promise.all(
    leftBy('.eml').map((file) => PostalMime.parse(readFileSync(path.join(out, file)))),
  )
}, 400_000)

/** The journey's pictures that the doctor's guide shows, by their names there. */
const inGuide = {
  'visit-after-kill': 'visit',
  referral: 'referral',
  'lab-order': 'lab-order',
  result: 'lab-results',
  'document-signed': 'document',
  task: 'task',
  'referral-booked': 'referrals',
  timeline: 'timeline',
}

afterAll(() => {
  if (process.env['RENEW_PICTURES'] === '1') {
    for (const [name, shown] of Object.entries(inGuide)) {
      const file = result.left.find((left) => left.endsWith(`-${name}.png`))
      if (file !== undefined)
        copyFileSync(path.join(out, file), at('docs', 'pictures', `${shown}.png`))
    }
  }
  rmSync(out, { recursive: true, force: true })
})

const leftBy = (ending: string) => result.left.filter((file) => file.endsWith(ending))

describe('the journey', () => {
  it('comes to its end', () => {
    expect(result.failure).toBeNull()
    expect(steps.length).toBeGreaterThan(20)
    for (const [index, line] of steps.entries()) {
      expect(line).toMatch(new RegExp(String.raw`^ok ${index + 1}\. .+: .+ \(\d+\.\d s\)$`))
    }
  })

  it('leaves a picture of every step, of the size of the smallest desk', () => {
    const pictures = leftBy('.png')
    for (const [index] of steps.entries()) {
      const number = String(index + 1).padStart(2, '0')
      expect(
        pictures.some((file) => file.startsWith(`${number}-`)),
        number,
      ).toBe(true)
    }
    for (const file of pictures) {
      const bytes = readFileSync(path.join(out, file))
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], file).toEqual([1366, 768])
      // A blank page of this size is a few kilobytes.
      expect(statSync(path.join(out, file)).size, file).toBeGreaterThan(12_000)
    }
  })

  it.each([
    ['referral', /^referral-A-2026-N\d+\.pdf$/, texts.referral.reason],
    ['invoice', /^invoice-A-2026-\d+\.pdf$/, 'ENT specialist, first visit'],
    ['receipt', /^receipt-A-2026-R\d+\.pdf$/, 'Change given'],
    ['visit summary', /^visit-summary-2026-11-24\.pdf$/, texts.addendum],
    ['refund receipt', /^refund-receipt-A-2026-B\d+\.pdf$/, texts.restReason],
  ])('leaves the %s as a PDF with its number and the patient’s name', (_kind, named, says) => {
    const papers = leftBy('.pdf').filter((file) => named.test(file))
    expect(papers).not.toEqual([])
    const read = papers.map((file) => {
      const bytes = readFileSync(path.join(out, file))
      expect(bytes.subarray(0, 4).toString('latin1')).toBe('%PDF')
      const text = textOf(bytes)
      expect(text).toContain('Natalia Petrova-Lindqvist')
      const number = /A-2026-\w+/.exec(file)?.[0]
      if (number !== undefined) expect(text).toContain(`No. ${number}`)
      return text
    })
    expect(read.some((text) => text.includes(says))).toBe(true)
  })

  it('goes through order, result, acknowledgement, a document’s approval and a referral booked', () => {
    const parts = steps.map((line) => line.replace(/^ok \d+\. | \([\d.]+ s\)$/g, ''))
    expect(parts).toEqual(
      expect.arrayContaining([
        'Laboratory: ordered in the visit',
        'Laboratory: the specimen is taken and sent',
        'Laboratory: the result comes in a file',
        'Results: acknowledged by the doctor',
        'Document: put right, approved and signed out of the task',
        'Referral: the front desk books the wish',
        'Referral: its doctor sees when',
      ]),
    )
  })

  it('leaves two refund receipts that come to what was paid', () => {
    const sums = leftBy('.pdf')
      .filter((file) => file.startsWith('refund-receipt-'))
      .map((file) => /£(\d+)\.00/.exec(textOf(readFileSync(path.join(out, file))))?.[1])
    expect(sums.map(Number).reduce((one, other) => one + other, 0)).toBe(180)
  })

  it('has written to the patient about every event, in its order', () => {
    const subjects = mails
      .filter((mail) => mail.to?.some(({ address }) => address === patient.email))
      .map((mail) => (mail.subject ?? '').replace(/:.*| A-.*/, ''))
    expect(subjects).toEqual([
      'Your medical card needs a correction',
      'Your medical card is ready',
      'We have received your request',
      'Your appointment is confirmed',
      'Your appointment has a new time',
      'Your appointment is confirmed',
      'Your appointment is cancelled',
      // The heart doctor, out of the referral.
      'Your appointment is confirmed',
      'Receipt',
      'Your appointment is confirmed',
      'Receipt',
      'Your appointment is cancelled',
      'Your appointment is cancelled',
    ])
  })

  it('has told the patient why the card came back and why the booking was cancelled', () => {
    const said = mails.map((mail) => mail.text ?? '').join('\n')
    expect(said).toContain(texts.returnReason)
    expect(said).toContain(texts.cancelReason)
  })

  it('has written to the doctor about every booking, and nothing of the patient’s health', () => {
    const toDoctor = mails.filter((mail) =>
      mail.to?.some(({ address }) => address === 'kovacs@example.org'),
    )
    expect(toDoctor.map((mail) => (mail.subject ?? '').replace(/:.*/, ''))).toEqual([
      'Appointment requested',
      'Appointment confirmed',
      'Appointment moved',
      'Appointment confirmed',
      'Appointment cancelled',
      'Appointment confirmed',
      'Appointment cancelled',
    ])
    for (const mail of toDoctor) expect(mail.text).not.toContain('first visit')
  })

  it('has put a calendar entry into every mail about a time that holds', () => {
    for (const mail of mails) {
      const calendar = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
      const subject = mail.subject ?? ''
      if (/confirmed|new time|moved/i.test(subject))
        expect(calendar?.method, subject).toBe('REQUEST')
      else if (/cancelled/i.test(subject)) expect(calendar?.method, subject).toBe('CANCEL')
      if (calendar === undefined) continue
      const content =
        typeof calendar.content === 'string'
          ? calendar.content
          : new TextDecoder().decode(calendar.content)
      expect(content).toMatch(/^BEGIN:VCALENDAR\r?\n/)
      expect(content).toMatch(/^DTSTART:\d{8}T\d{6}Z\r?$/m)
    }
  })

  it('has sent the test mail of the settings', () => {
    expect(mails[0]?.subject).toBe('Test mail from Larkmere Private Clinic')
  })
})
