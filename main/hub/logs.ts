/** The hub's log: one JSON line an event. What devices send and what rows hold never comes near it. */
import { pino } from 'pino'
import { errorFacts } from '../clinic/shared/error-facts.ts'

/** Words for what happened, with ids and counts. */
export type LogFacts = Record<string, string | number | boolean | null>

export interface Logger {
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  /** A bug or a failing storage: where it happened and its kind, never its message. */
  error(event: string, error: unknown, facts?: LogFacts): void
}

/** `write` takes each line, by default standard error. */
export function createHubLogger(write?: (line: string) => void): Logger {
  const settings = { base: { program: 'polyclinic-hub' }, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = pino(settings, write === undefined ? pino.destination(2) : { write })
  return {
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, error, facts = {}) => logger.error({ ...facts, ...errorFacts(error) }, event),
  }
}

export const silentLog: Logger = { info() {}, warn() {}, error() {} }
