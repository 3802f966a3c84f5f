/**
 * What travels between a workstation and the hub: the shapes, their limits and the protocol's version.
 * Both programs check everything that comes in against these.
 */
import * as z from 'zod'

/** A hub answers workstations of its own version and of the one before. */
export const protocolVersion = 1

/** Operations in one push or pull: a unit of work is never cut, so a batch may end earlier. */
export const batchOperations = 1000

/** Pushes of one device that are on their way together: the hub decides one while the next one travels. */
export const pushesAtOnce = 2

/** Bytes that the hub takes in one message or request body. */
export const largestBodyBytes = 8 * 1024 * 1024

/** Bytes of one piece of a file. */
export const fileChunkBytes = 1024 * 1024

const id = z.string().min(1).max(64)
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** Ids of locations; null for all of them. */
const branches = z.array(id).max(1000).nullable()

/** Fields of a row by their camelCase names. A create or fact leaves out what is null. */
export type Fields = Record<string, string | number | null>

const longestName = 60
const longestText = 1_000_000

/** Checked at once: most of what travels are fields, and a schema for each costs more than all else of a message. */
export const fieldsSchema = z.custom<Fields>(
  (given) =>
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    Object.entries(given).every(([name, value]) => isName(name) && isValue(value)),
  'These are no fields of a row',
)

function isName(name: string): boolean {
  return name.length > 0 && name.length <= longestName && name !== '__proto__'
}

/** What SQLite holds in our tables, never a list or an object. */
function isValue(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestText
  return value === null || Number.isFinite(value)
}

/** `<ISO instant>-<4 hex digits>-<device>`; for display and causality, never for order. */
const clock = z
  .string()
  .max(100)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{4}-.+$/)

export const operationSchema = z.object({
  /** Counted by its workstation, never reused. */
  deviceSeq: z.number().int().positive(),
  /** Operations of one unit stand side by side and are decided together. */
  unitId: id,
  /** A practitioner's id, or `system` / `nobody` for what the program does by itself. */
  actorId: id,
  command: z.string().min(1).max(100),
  /** A shared table's camelCase name. */
  entity: z.string().min(1).max(60),
  rowId: id,
  kind: z.enum(['create', 'patch', 'fact']),
  /** The row's version that the writer saw; 0 for a new row. */
  baseVersion: z.number().int().nonnegative(),
  /** A new row whole, or the changed fields of a patch (with `updatedAt`). */
  changes: fieldsSchema,
  clock,
  schemaVersion: z.number().int().positive(),
})
export type Operation = z.infer<typeof operationSchema>

/** Why an operation was refused; a workstation shows a sentence for each. */
export const refusalCodes = [
  /** The hub does not know the table: it is older than the workstation. */
  'unknown-entity',
  'unknown-actor',
  'forbidden',
  /** A row that it stands on is not there: refused before, or of another clinic. */
  'depends-on-missing',
  /** Another row has the same unique value; `data.rowId` names it. */
  'duplicate',
  /** The row is there already with another content. */
  'row-exists',
  /** A signed visit or a fact never changes. */
  'never-changes',
  /** The row is of a branch that the workstation does not serve; `data.locationId` names it. */
  'another-branch',
] as const

export const outcomes = ['accepted', 'merged', 'refused'] as const

/** An operation as the hub put it in order. */
export const orderedSchema = operationSchema.extend({
  seq: z.number().int().positive(),
  deviceId: id,
  /**
   * `merged`: `changes` say what the hub made of it, and every workstation applies these, its own
   * writer too. `refused` reaches the writer alone.
   */
  outcome: z.enum(outcomes),
  /** For a refused one; or `time-taken` on a merged booking that lost its time, with `data`. */
  code: z.enum([...refusalCodes, 'time-taken', 'number-taken', 'bill-exists']).nullable(),
  data: fieldsSchema,
  /**
   * The row has come to a branch that this workstation serves: it and what stands on it whole, as
   * they are after the operation, parents before children.
   */
  arrives: z.array(z.tuple([z.string(), fieldsSchema])).optional(),
  /** The row has gone to a branch that this workstation does not serve, with what stands on it. */
  leaves: z.literal(true).optional(),
})
export type Ordered = z.infer<typeof orderedSchema>

export const pushInput = z.object({
  epoch: id,
  operations: z.array(operationSchema).min(1).max(batchOperations),
})

/** In the order of the push; a replayed operation gets the outcome that it got first. */
export const pushAnswer = z.object({
  outcomes: z.array(
    z.object({
      deviceSeq: z.number().int().positive(),
      seq: z.number().int().positive(),
      outcome: z.enum(outcomes),
      code: orderedSchema.shape.code,
      /** Of a booking that lost its time: who holds it. The stream says so as well, but not to who has a snapshot. */
      data: fieldsSchema.optional(),
    }),
  ),
})
export type PushAnswer = z.infer<typeof pushAnswer>

export const pullInput = z.object({
  epoch: id,
  /** The last `seq` that the workstation has applied. */
  cursor: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(batchOperations).default(batchOperations),
  /** The branches whose rows the workstation has; null for all. Programs before it do not say. */
  branches: branches.optional(),
})

export const pullAnswer = z.object({
  operations: z.array(orderedSchema),
  /** The last `seq` that was looked at, which may be one that this device is not shown. */
  cursor: z.number().int().nonnegative(),
  /** The hub's newest `seq`: how much there is still to come. */
  head: z.number().int().nonnegative(),
  /** Everything up to here is in a backup: acknowledged operations below need not be kept. */
  backupSeq: z.number().int().nonnegative(),
})
export type PullAnswer = z.infer<typeof pullAnswer>

/** The hub that a clinic was with before, as far as its workstation had followed it. */
export const heritageSchema = z.object({
  epoch: id,
  seq: z.number().int().nonnegative(),
  /** What human numbers of the clinic begin with: nobody new gets one of these. */
  prefixes: z.array(z.string().max(8)).max(10_000),
})
export type Heritage = z.infer<typeof heritageSchema>

/** What a device is told unasked: everything that came after a number which it may have. */
export const newsSchema = pullAnswer.omit({ head: true }).extend({
  epoch: id,
  after: z.number().int().nonnegative(),
})
export type News = z.infer<typeof newsSchema>

/** There is something new; small things are told at once, others are to be asked for. */
export const pokeSchema = z.object({
  seq: z.number().int().nonnegative(),
  news: newsSchema.nullable().default(null),
})
export type Poke = z.infer<typeof pokeSchema>

/** The first words of each connection. */
export const helloInput = z.object({
  protocol: z.number().int(),
  schemaVersion: z.number().int().positive(),
  programVersion: z.string().max(40),
  /** The workstation's clock, so that both can warn of a difference. */
  now: instant,
  /** The organization row's id; null when the workstation has no clinic yet. */
  clinicId: id.nullable(),
  epoch: id.nullable(),
  cursor: z.number().int().nonnegative(),
  /** Of a workstation that was with another hub. */
  heritage: heritageSchema.optional(),
})

export const helloAnswer = z.object({
  deviceId: id,
  prefix: z.string(),
  /** Null while no member has brought its clinic. */
  clinicId: id.nullable(),
  epoch: id,
  /** The epoch that a restore took the place of, and how far its backup reached. */
  restored: z.object({ epoch: id, seq: z.number().int().nonnegative() }).nullable(),
  head: z.number().int().nonnegative(),
  /** The log begins after this `seq`; a workstation further behind takes a snapshot. */
  compactedTo: z.number().int().nonnegative(),
  now: instant,
  /** The branches that this workstation serves, in order; null for all. */
  branches: branches.default(null),
  /** Where its founder had the clinic from, when that was another hub. */
  heritage: heritageSchema.pick({ epoch: true, seq: true }).nullable().default(null),
})
export type HelloAnswer = z.infer<typeof helloAnswer>

/**
 * Joining: the workstation has shown its own certificate in the TLS handshake; the hub keeps its
 * fingerprint as the new device's. The code is spent by it, and the answer is hello's.
 */
export const joinInput = z.object({
  code: z.string().min(8).max(40),
  /** The workstation's name as people call it. */
  name: z.string().trim().min(1).max(60),
  /** What the workstation was called so far, when it brings a clinic of its own. */
  deviceId: id.nullable(),
  prefix: z.string().max(8).nullable(),
})

/** Codes of the hub's refusals of whole calls, in the tRPC error's `data.hub`. */
export const hubErrorCodes = [
  /** The connection has shown no certificate that belongs to a device. */
  'unknown-device',
  'revoked',
  'wrong-code',
  'too-many-tries',
  /** The hub was restored: say hello again. */
  'epoch-changed',
  /** The log does not reach back that far. */
  'snapshot-needed',
  /** The same number of this device with another content: two workstations share one identity. */
  'device-cloned',
  'clock-too-far',
  'protocol-not-spoken',
  'another-clinic',
  'too-large',
  'out-of-order',
  'not-found',
  'disk-full',
] as const
export type HubErrorCode = (typeof hubErrorCodes)[number]

/** What a QR code or a line of text tells a workstation that is to join. */
export interface Invitation {
  /** `https://192.168.1.20:47600` */
  address: string
  /** SHA-256 of the hub's certificate, 64 hex digits. */
  fingerprint: string
  code: string
}

/** `polyclinic://join?at=…&pin=…&code=…` */
export function writeInvitation({ address, fingerprint, code }: Invitation): string {
  return `polyclinic://join?${new URLSearchParams({ at: address, pin: fingerprint, code })}`
}

/** Null when the text is not an invitation. */
export function readInvitation(text: string): Invitation | null {
  const url = URL.parse(text.trim())
  if (url === null || url.protocol !== 'polyclinic:') return null
  const address = url.searchParams.get('at') ?? ''
  const fingerprint = (url.searchParams.get('pin') ?? '').toLowerCase()
  const code = url.searchParams.get('code') ?? ''
  const isWhole = URL.canParse(address) && /^[0-9a-f]{64}$/.test(fingerprint) && code !== ''
  return isWhole ? { address, fingerprint, code } : null
}
