/** The input shapes that every domain uses; text is kept as text, without control characters. */
import * as z from 'zod'
import { isDay } from './days.ts'
import { maximumAmountMinor } from './money.ts'
import { hasControlCharacters, tidyLine } from './text.ts'
import { minimumPassphraseLength } from '../staff/staff.rules.ts'

/** An id as the program makes them (UUID). */
export const idInput = z.uuid()

/** The version of a row that the caller saw. */
export const versionInput = z.number().int().min(1)

function line(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((text) => !hasControlCharacters(text), 'control-characters')
    .transform(tidyLine)
}

/** One line of text that must say something. */
export function lineInput(maximum: number) {
  return line(maximum).refine((text) => text !== '', 'required')
}

/** One line of text or nothing; an empty line is nothing. */
export function optionalLine(maximum: number) {
  return line(maximum)
    .transform((text) => (text === '' ? null : text))
    .nullable()
}

/** Text of several lines, kept as it was typed; may be empty. */
export function textInput(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((text) => !hasControlCharacters(text, { multiLine: true }), 'control-characters')
    .transform((text) => text.normalize('NFC'))
}

/** Text of several lines or nothing. */
export function optionalText(maximum: number) {
  return textInput(maximum)
    .transform((text) => (text.trim() === '' ? null : text))
    .nullable()
}

/** A calendar day that exists, `YYYY-MM-DD`. */
export const dayInput = z.string().max(10).refine(isDay, 'day')

/** An instant, UTC ISO with milliseconds, as the program writes them. */
export const instantInput = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'instant')
  .refine((text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)), 'instant')

/** A wall time, `HH:MM`. */
export const wallTimeInput = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'wall-time')

/** A sum of money in minor units that is not negative. */
export const amountInput = z.number().int().min(0).max(maximumAmountMinor)

/** A sum of money in minor units above zero. */
export const positiveAmountInput = z.number().int().min(1).max(maximumAmountMinor)

export const passphraseInput = z.string().min(minimumPassphraseLength).max(200)
