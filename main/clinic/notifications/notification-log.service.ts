/** The log of mails: what was sent to whom and what came of it, and sending again. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { MessageRow } from '../../db/tables.ts'
import { isAppointmentMail, parseMailTemplate } from '../../mail/mail-template.ts'
import { renderMail } from '../../mail/render.ts'
import { readMailSettings } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import type { ListMessages } from './notifications.input.ts'
import {
  countByState,
  countCopies,
  countUndelivered,
  findCurrentAddress,
  findMessage,
  listMessages,
} from './notifications.queries.ts'
import { resendAs } from './notifications.rules.ts'

/** A page of the log, newest first; `next` is the cursor of the page after it. */
export async function listNotifications(desk: Desk, wish: ListMessages) {
  const { cursor, text, state, patientId, limit } = wish
  const [createdAt, id] = cursor?.split(' ') ?? []
  const rows = await listMessages(desk.read, {
    state,
    patientId,
    limit,
    texts: spellings(text),
    before: createdAt === undefined || id === undefined ? null : { createdAt, id },
  })
  const configured = (await readMailSettings(desk)) !== null
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    messages: page.map((row) => ({
      ...row,
      subject: row.subject === '' ? null : row.subject,
      // Not written into the rows, so that it is gone at once when the settings are made.
      errorCode: row.state === 'due' && !configured ? 'mail-not-configured' : row.errorCode,
    })),
    next: rows.length > limit && last !== undefined ? `${last.createdAt} ${last.id}` : null,
  }
}

/** SQLite folds the case of Latin letters only, so a name is looked for as it may be written. */
function spellings(text: string | null): string[] {
  if (text === null) return []
  const lower = text.toLowerCase()
  const capital = lower.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase())
  return [...new Set([text, lower, capital])]
}

/** How many mails stand in each state, and whether the mail settings are made. */
export async function countNotifications(desk: Desk) {
  const rows = await countByState(desk.read)
  const found = new Map(rows.map((row) => [row.state, row.messages]))
  const count = (state: MessageRow['state']) => found.get(state) ?? 0
  return {
    due: count('due'),
    sending: count('sending'),
    sent: count('sent'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    /** Of the failed ones, those that had an address: the server would not take them. */
    undelivered: await countUndelivered(desk.read),
    configured: (await readMailSettings(desk)) !== null,
  }
}

/** One mail as its recipient reads it. Refused with `not-found`. */
export async function previewNotification(desk: Desk, id: string) {
  const message = await requireMessage(desk.read, id)
  const template = parseMailTemplate(message.content)
  return {
    id,
    language: template.language,
    recipientName: message.recipientName,
    recipientAddress: message.recipientAddress,
    hasCalendar: isAppointmentMail(template),
    ...renderMail(template),
  }
}

async function requireMessage(db: Reader, id: string): Promise<MessageRow> {
  const message = await findMessage(db, id)
  if (message === undefined) throw new ClinicError('not-found', { entity: 'message', id })
  return message
}

/**
 * Sends a mail of the log again, to the address that its recipient has today: a failed or waiting
 * one as the same row, a sent one as a new row (a receiver would drop the same Message-ID as one it
 * has). Refused with `mail-no-address`, and with `status-not-allowed` while it is on its way.
 */
export async function resendNotification(desk: Desk, id: string): Promise<{ id: string }> {
  return desk.write('notifications.resend', async (unit) => {
    const message = await requireMessage(unit.db, id)
    const way = resendAs(message.state)
    if (way === null)
      throw new ClinicError('status-not-allowed', { from: message.state, to: 'due' })
    const recipientAddress = await findCurrentAddress(unit.db, message)
    if (recipientAddress === null) throw new ClinicError('mail-no-address', {})
    unit.afterCommit(() => desk.wake('mail'))
    const again = {
      recipientAddress,
      state: 'due',
      nextAttemptAt: unit.now,
      errorCode: null,
      errorText: null,
    } as const
    if (way === 'same') {
      unit.patch('message', id, again)
      return { id }
    }
    const { id: _id, version: _version, createdAt: _at, updatedAt: _updated, ...sent } = message
    const copies = await countCopies(unit.db, message.eventKey)
    const eventKey = `${message.eventKey}:again:${copies + 1}`
    const fresh = { attempts: 0, sentAt: null, deviceId: desk.deviceId }
    return { id: unit.insert('message', { ...sent, ...again, ...fresh, eventKey }) }
  })
}
