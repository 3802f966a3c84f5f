/** A clinic with bookings whose mails go to a real SMTP server on loopback. */
import { queueAppointmentMails } from '../../main/clinic/notifications/queue-mail.service.ts'
import { saveMailSettings } from '../../main/clinic/settings/settings.service.ts'
import type { MessageRow } from '../../main/db/tables.ts'
import type { MailTransport, OutgoingMail } from '../../main/mail/transport.ts'
import { type BookedClinic, openBookedClinic } from './booked-clinic.ts'
import { testNow } from './clinic.ts'
import { type RunningSmtpServer, startSmtpServer } from './smtp-server.ts'

type Event = Parameters<typeof queueAppointmentMails>[2]
type Details = Parameters<typeof queueAppointmentMails>[4]

export interface MailedClinic extends BookedClinic {
  server: RunningSmtpServer
  /** Points the clinic's mail settings at a server of this port. */
  configure(port: number): Promise<void>
  /** Queues the mails of an event. */
  tell(event: Event, appointmentId: string, details?: Details): Promise<void>
  /** The mails' rows, the oldest first. */
  rows(): MessageRow[]
  closeAll(): Promise<void>
}

/** With `settings: false` nobody has said yet through which server mails go. */
export async function openMailedClinic(
  options: Parameters<typeof openBookedClinic>[0] & { settings?: boolean } = {},
): Promise<MailedClinic> {
  const clinic = await openBookedClinic(options)
  const server = await startSmtpServer()
  const configure = (port: number) =>
    saveMailSettings(clinic.desk, {
      host: '127.0.0.1',
      port,
      security: 'none',
      user: null,
      password: null,
      fromAddress: 'desk@clinic.example',
      fromName: 'Поликлиника «Три кита»',
    })
  if (options.settings !== false) await configure(server.port)
  const mailed: MailedClinic = {
    ...clinic,
    server,
    configure,
    tell: (event, appointmentId, details = {}) =>
      clinic.desk.write(`test.${event}`, (unit) =>
        queueAppointmentMails(clinic.desk, unit, event, appointmentId, details),
      ),
    rows: () =>
      clinic.raw
        .prepare<[], MessageRow>(
          `SELECT id, event_key AS eventKey, audience, state, attempts, next_attempt_at AS nextAttemptAt,
             error_code AS errorCode, error_text AS errorText, content, subject FROM message ORDER BY id`,
        )
        .all(),
    async closeAll() {
      await mailed.server.close()
      clinic.close()
    },
  }
  return mailed
}

export const plusMinutes = (minutes: number) =>
  new Date(Date.parse(testNow) + minutes * 60_000).toISOString()

/** A transport that keeps what it is given and answers as told. */
export function recorder(
  answer: (mail: OutgoingMail) => Awaited<ReturnType<MailTransport['send']>>,
) {
  const sent: OutgoingMail[] = []
  const transport: MailTransport = {
    async send(mail) {
      sent.push(mail)
      return answer(mail)
    },
  }
  return { sent, transport: () => transport }
}

/** The log without any filter. */
export const everything = {
  state: null,
  text: null,
  patientId: null,
  cursor: null,
  limit: 50,
} as const
