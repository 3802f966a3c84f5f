/** Every procedure as a window calls it: a set-up clinic without a window, and someone signed in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type inferRouterInputs,
} from '@trpc/server'
import { v7 } from 'uuid'
import { credentialState, createStaffMember } from '../../main/clinic/staff/staff.service.ts'
import { type Role, roles } from '../../main/clinic/shared/permissions.ts'
import type { CreateStaff } from '../../main/clinic/staff/staff.input.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { type AppRouter, appRouter } from '../../main/ipc/app-router.ts'
import {
  type Access,
  asRefusal,
  type ClinicErrorShape,
  type Context,
} from '../../main/ipc/procedure.ts'
import { Session } from '../../main/ipc/session.ts'
import { Workstation, type WorkstationParts } from '../../main/workstation.ts'
import { fakeKeyStore, setUpWish } from './workstation.ts'

type Inputs = inferRouterInputs<AppRouter>

/** `domain.procedure` of every procedure that there is. */
export type ProcedurePath = {
  [Domain in keyof Inputs & string]: `${Domain}.${keyof Inputs[Domain] & string}`
}[keyof Inputs & string]

/** What a procedure takes, by its path. */
export type InputOf<Path extends ProcedurePath> =
  Path extends `${infer Domain extends keyof Inputs & string}.${infer Name}`
    ? Name extends keyof Inputs[Domain]
      ? Inputs[Domain][Name]
      : never
    : never

export interface ProcedureFacts {
  path: ProcedurePath
  type: 'query' | 'mutation' | 'subscription'
  access: Access | undefined
  /** The schema's own check, where the procedure takes anything. */
  takes: ((input: unknown) => boolean) | null
}

/** What tRPC keeps of a procedure at run time; its own type tells only what callers need. */
interface BuiltProcedure {
  _def: {
    type: ProcedureFacts['type']
    meta?: { access?: Access }
    inputs: { safeParse(input: unknown): { success: boolean } }[]
  }
}

/** All procedures, from the router itself. */
export const everyProcedure: ProcedureFacts[] = Object.entries<unknown>(
  appRouter._def.procedures,
).map(([path, built]) => {
  const { type, meta, inputs } = (built as BuiltProcedure)._def
  const [schema] = inputs
  return {
    path: path as ProcedurePath,
    type,
    access: meta?.access,
    takes: schema === undefined ? null : (input) => schema.safeParse(input).success,
  }
})

/** What came of a call: data, or the refusal as the window gets it. */
export type Outcome =
  | { ok: true; data: unknown }
  | { ok: false; code: string; clinic: ClinicErrorShape | null; cause: unknown }

export interface ProcedureClinic {
  workstation: Workstation
  /** Of the administrator who set the clinic up. */
  administratorId: string
  /** One account for each role; the login is the role. */
  staff: Record<Role, string>
  /** A session of someone with that role, signed in and not locked. */
  signedIn(role: Role): Promise<Session>
  /** One call of one window; a subscription is begun and left. */
  call(path: string, input: unknown, session: Session, requestKey?: string): Promise<Outcome>
  /** How many rows each table holds. */
  rowCounts(): Record<string, number>
  close(): Promise<void>
}

/** The passphrase of every account. */
export const everyPassphrase = 'correct horse battery'

/** Someone to take on. */
export function colleague(login: string, held: Role[]): CreateStaff {
  return {
    login,
    passphrase: everyPassphrase,
    family: 'Орлова',
    given: 'Мария',
    patronymic: null,
    roles: held,
    specialty: null,
    email: null,
    phone: null,
    language: 'ru',
  }
}

/** Sets up a clinic in a folder of its own, with one account for each role. */
export async function openProcedureClinic(
  parts: Partial<WorkstationParts> = {},
): Promise<ProcedureClinic> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-test-'))
  const workstation = new Workstation({
    folder,
    workerEntry: new URL('../../main/worker/worker.ts', import.meta.url),
    keyStore: fakeKeyStore(1),
    log: () => {},
    ...parts,
  })
  await workstation.open()
  const { administratorId } = await workstation.setUp(setUpWish)
  const desk = () => workstation.desk({ id: administratorId, roles: ['administrator'] }, null)
  const staff: Partial<Record<Role, string>> = {}
  for (const role of roles) {
    staff[role] = (await createStaffMember(desk(), colleague(role, [role]))).id
  }
  const ids = staff as Record<Role, string>

  const reader = openDatabase({ ...workstation.workerDatabase(), mayCreate: false })

  return {
    workstation,
    administratorId,
    staff: ids,
    async signedIn(role) {
      const account = await credentialState(desk(), ids[role])
      if (account === null) throw new Error(`${role} may not sign in`)
      const session = new Session()
      session.start({ ...account, locked: false })
      return session
    },
    call: (path, input, session, requestKey = v7()) =>
      outcomeOf(path, input, { workstation, session, requestKey }),
    rowCounts: () => countRows(reader),
    async close() {
      reader.close()
      await workstation.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The call as main/ipc/bridge makes it. */
async function outcomeOf(path: string, input: unknown, ctx: Context): Promise<Outcome> {
  const type = everyProcedure.find((procedure) => procedure.path === path)?.type ?? 'query'
  const stop = new AbortController()
  try {
    const result: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      getRawInput: async () => input,
      ctx,
      type,
      signal: stop.signal,
      batchIndex: 0,
    })
    if (type !== 'subscription') return { ok: true, data: result }
    // Built, and left before its first event: the bridge's own tests follow subscriptions.
    return { ok: true, data: null }
  } catch (thrown) {
    const error = asRefusal(getTRPCErrorFromUnknown(thrown))
    const config = appRouter._def._config
    const { data } = getTRPCErrorShape({ config, error, type, path, input: undefined, ctx })
    return { ok: false, code: error.code, clinic: data.clinic, cause: error.cause }
  } finally {
    stop.abort()
  }
}

function countRows(raw: RawDatabase): Record<string, number> {
  const tables = raw
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all()
  const count = (table: string) =>
    Number(raw.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}
