/** The procedure builder: none can be built without saying who may call it. */
import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { credentialState } from '../clinic/staff/staff.service.ts'
import { ClinicError, type ClinicErrorCode, type ClinicErrorData } from '../clinic/shared/errors.ts'
import { fieldProblems } from '../clinic/shared/field-problems.ts'
import { may, type Permission } from '../clinic/shared/permissions.ts'
import type { Desk } from '../db/desk.ts'
import { asTrouble, DatabaseTrouble } from '../db/open.ts'
import type { Workstation } from '../workstation.ts'
import type { Session } from './session.ts'

/** `anyone` needs no sign-in; `signed-in` any account; the rest is the permission matrix. */
export type Access = Permission | 'anyone' | 'signed-in'

export interface Context {
  workstation: Workstation
  session: Session
  /** The idempotency key that came with the call. */
  requestKey: string
}

/** What travels to the window when a call is refused. */
export interface ClinicErrorShape {
  code: ClinicErrorCode
  data: ClinicErrorData[ClinicErrorCode]
}

const trpc = initTRPC
  .context<Context>()
  .meta<{ access: Access }>()
  .create({
    isDev: false,
    errorFormatter({ shape, error }) {
      return { ...shape, data: { ...shape.data, clinic: clinicShape(error) } }
    },
  })

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/**
 * A procedure that `access` may call. Its context carries `desk`, bound to the caller and to the
 * call's idempotency key.
 */
export function procedure(access: Access) {
  return trpc.procedure.meta({ access }).use(async ({ ctx, next, path, getRawInput }) => {
    const { workstation, session, requestKey } = ctx
    const request = { key: requestKey, content: [path, withoutSecrets(await getRawInput())] }
    if (access === 'anyone') {
      const actor = { id: session.signedIn?.practitionerId ?? 'nobody', roles: [] }
      return finish(await next({ ctx: { ...ctx, desk: workstation.desk(actor, request) } }))
    }
    const signedIn = await requireSignedIn(
      workstation.desk({ id: 'nobody', roles: [] }, null),
      session,
    )
    if (access !== 'signed-in' && !may(signedIn.roles, access)) {
      throw refused(new ClinicError('forbidden', { permission: access }))
    }
    const actor = { id: signedIn.practitionerId, roles: signedIn.roles }
    return finish(await next({ ctx: { ...ctx, desk: workstation.desk(actor, request) } }))
  })
}

/** What a fingerprint must not hold: a quick hash of a passphrase is guessed sooner than argon2id. */
const secrets = ['passphrase', 'databasePassphrase', 'current', 'next', 'password', 'pin']

function withoutSecrets(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input ?? null
  // A list or a whole file passes untouched: neither has fields of such names.
  if (!secrets.some((secret) => secret in input)) return input
  return Object.fromEntries(Object.entries(input).filter(([field]) => !secrets.includes(field)))
}

/** A changed password, a changed role or an archived account is felt at the very next call. */
async function requireSignedIn(desk: Desk, session: Session) {
  const signedIn = session.signedIn
  if (signedIn === null) throw refused(new ClinicError('not-signed-in', {}))
  const state = await credentialState(desk, signedIn.practitionerId)
  if (state === null || state.passwordChangedAt !== signedIn.passwordChangedAt) {
    session.end()
    throw refused(new ClinicError('not-signed-in', {}))
  }
  if (signedIn.locked) throw refused(new ClinicError('locked', {}))
  return { ...signedIn, roles: state.roles }
}

function finish<Result extends { ok: boolean }>(result: Result): Result {
  if (!result.ok && 'error' in result && result.error instanceof TRPCError) {
    throw asRefusal(result.error)
  }
  return result
}

/**
 * A refusal thrown by a service gets the transport's matching code, and a database that fails under
 * a call becomes one that says so; any other error stays what it is: a bug.
 */
export function asRefusal(error: TRPCError): TRPCError {
  const { cause } = error
  if (cause instanceof ClinicError) return refused(cause)
  const trouble = asTrouble(cause)
  if (!(trouble instanceof DatabaseTrouble)) return error
  if (trouble.code === 'disk-full') return refused(new ClinicError('disk-full', {}))
  // The key fitted when the file was opened: what does not decrypt now is damaged.
  const told = trouble.code === 'wrong-key' ? 'damaged' : trouble.code
  return refused(new ClinicError('database-trouble', { trouble: told }), trouble)
}

const transportCodes: Partial<Record<ClinicErrorCode, TRPC_ERROR_CODE_KEY>> = {
  'not-signed-in': 'UNAUTHORIZED',
  locked: 'UNAUTHORIZED',
  'wrong-credentials': 'UNAUTHORIZED',
  'locked-out': 'TOO_MANY_REQUESTS',
  forbidden: 'FORBIDDEN',
  'invalid-input': 'BAD_REQUEST',
  'not-found': 'NOT_FOUND',
  'not-ready': 'PRECONDITION_FAILED',
}

function refused(error: ClinicError, because?: Error): TRPCError {
  if (because !== undefined) error.cause = because
  return new TRPCError({
    code: transportCodes[error.code] ?? 'CONFLICT',
    message: error.code,
    cause: error,
  })
}

/** The clinic's own words for an error, or null for a bug (which is logged, and shown as one). */
function clinicShape(error: TRPCError): ClinicErrorShape | null {
  if (error.cause instanceof ClinicError) return { code: error.cause.code, data: error.cause.data }
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
    return { code: 'invalid-input', data: { fields: fieldProblems(error.cause.issues) } }
  }
  return null
}
