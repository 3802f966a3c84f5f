/** The desk at which the demo clinic's past is played: its clock is set, and it sends nobody anything. */
import type { SharedTable } from '../db/tables.ts'
import type { Desk } from '../db/desk.ts'
import type { NewRow, Unit } from '../db/write.ts'
import { parseMailTemplate } from '../mail/mail-template.ts'
import { renderMail } from '../mail/render.ts'

/** From when on the past leaves traces that would otherwise be too many. */
export interface HistoryRules {
  /** Mails written from this instant on stand in the log, as sent; older ones are left out. */
  mailsSince: string
  /** Papers ordered from this instant on are printed; older ones are left out. */
  papersSince: string
}

/**
 * A desk whose services do all that they do, but for two things: a mail is never due, because
 * nobody of the demo's past may get one when a mail server is set later; and thousands of old
 * papers are not printed for nobody.
 */
export function historyDesk(desk: Desk, rules: HistoryRules): Desk {
  return {
    ...desk,
    write: (command, story) => desk.write(command, (unit) => story(historyUnit(unit, rules))),
    with: (change) => historyDesk(desk.with(change), rules),
  }
}

function historyUnit(unit: Unit, rules: HistoryRules): Unit {
  return {
    ...unit,
    insert(table, row) {
      if (table === 'message') {
        return unit.now < rules.mailsSince ? leftOut(row) : unit.insert(table, asSent(unit, row))
      }
      const isOldPaper = table === 'documentReference' && unit.now < rules.papersSince
      return isOldPaper ? leftOut(row) : unit.insert(table, row)
    },
  }
}

/** Services keep the id of what they ordered; here nothing has it. */
function leftOut(row: { id?: string }): string {
  return row.id ?? ''
}

/** The mail as it stands in the log after the server took it; one without address stays failed. */
function asSent<Table extends SharedTable>(unit: Unit, row: NewRow<Table>): NewRow<Table> {
  if (!('state' in row) || row.state !== 'due') return row
  const content = 'content' in row && typeof row.content === 'string' ? row.content : ''
  const { subject } = renderMail(parseMailTemplate(content))
  const sent = { state: 'sent', attempts: 1, nextAttemptAt: null, sentAt: unit.now, subject }
  return { ...row, ...sent }
}
