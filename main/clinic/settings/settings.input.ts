/** What a caller may send to set the clinic up and to change its settings. */
import * as z from 'zod'
import { waitingRoomLooks, waitingRoomSounds } from '../queue/queue.rules.ts'
import { languages } from '../shared/languages.ts'
import { lineInput, optionalLine, passphraseInput, versionInput } from '../shared/inputs.ts'
import { loginInput } from '../staff/staff.input.ts'

const countryInput = z.string().regex(/^[A-Z]{2}$/, 'country')
const currencyInput = z
  .string()
  .regex(/^[A-Z]{3}$/, 'currency')
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'currency')
const timeZoneInput = z.string().max(60).refine(isTimeZone, 'time-zone')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // The runtime's own answer to a name that is no time zone is this error.
    return false
  }
}

export const setUpInput = z.object({
  name: lineInput(200),
  country: countryInput,
  language: z.enum(languages),
  currency: currencyInput,
  timeZone: timeZoneInput,
  administrator: z.object({
    family: lineInput(100),
    given: lineInput(100),
    patronymic: optionalLine(100),
    login: loginInput,
    passphrase: passphraseInput,
  }),
  /** Needed where the computer has no key store; null elsewhere. */
  databasePassphrase: passphraseInput.nullable(),
})

export const startDemoInput = z.object({ language: z.enum(languages) })

export const databasePassphraseInput = z.object({ passphrase: z.string().max(200) })

export const organizationInput = z.object({
  version: versionInput,
  name: lineInput(200),
  legalName: optionalLine(300),
  country: countryInput,
  language: z.enum(languages),
  currency: currencyInput,
  timeZone: timeZoneInput,
  address: optionalLine(500),
  phone: optionalLine(40),
  email: z.email().max(200).nullable(),
  taxId: optionalLine(40),
})

export const mailSettingsInput = z.object({
  host: lineInput(255),
  port: z.number().int().min(1).max(65535),
  security: z.enum(['none', 'starttls', 'tls']),
  user: optionalLine(200),
  /** Null keeps the password that is stored. */
  password: z.string().max(500).nullable(),
  fromAddress: z.email().max(200),
  fromName: lineInput(200),
})

export const testMailInput = z.object({ to: z.email().max(200) })

/** What a feed says is not signed: it must come over TLS, or from this computer itself. */
function isProofAgainstForgery(address: string): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  return url.protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
}

export const workstationSettingsInput = z.object({
  name: lineInput(100),
  idleLockMinutes: z.number().int().min(1).max(240),
  /** How long after the passphrase a PIN is taken at this workstation. */
  pinHours: z.number().int().min(1).max(72),
  waitingRoomSound: z.enum(waitingRoomSounds),
  waitingRoomLook: z.enum(waitingRoomLooks),
  /** Whether the waiting-room screen opens with the program. */
  waitingRoomAtStart: z.boolean(),
  /** The folder into which this workstation's scanner writes; null is off. */
  scanFolder: optionalLine(500),
  /** Address of the update feed; null is off. */
  updateFeed: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine(isProofAgainstForgery, 'feed-not-secure')
    .nullable(),
})

/** What the clinic says of its queue, at every workstation. */
export const queueSettingsInput = z.object({
  /** Past so many minutes a wait is marked. */
  longWaitMinutes: z.number().int().min(1).max(240),
})

export type QueueSettings = z.infer<typeof queueSettingsInput>
export type SetUp = z.infer<typeof setUpInput>
export type MailSettings = z.infer<typeof mailSettingsInput>
export type WorkstationSettings = z.infer<typeof workstationSettingsInput>
