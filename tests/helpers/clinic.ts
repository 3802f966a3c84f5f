/** A whole clinic in memory for a test: migrated database, a clock that stands still, ids that count. */
import { createDesk, type Desk, systemActor, type DueWork } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { type CommittedUnit, createWriter } from '../../main/db/write.ts'
import { setUpClinic } from '../../main/clinic/settings/settings.service.ts'
import type { Role } from '../../main/clinic/shared/permissions.ts'

export interface TestClinic {
  raw: ReturnType<typeof openDatabase>
  /** The desk of an administrator of the clinic. */
  desk: Desk
  /** A desk for other roles; the actor's id is the administrator's unless given. */
  deskOf(roles: Role[], id?: string): Desk
  administratorId: string
  setNow(instant: string): void
  newId(): string
  /** Units committed so far, oldest first. */
  committed: CommittedUnit[]
  /** What was woken, in order. */
  woken: DueWork[]
  close(): void
}

/** Where the clinic is kept: in memory, unless the test is about what a file survives. */
export interface TestDatabase {
  path: string
  key: Uint8Array | null
}

/** The instant at which every test's clinic starts: a Monday, 09:00 in Moscow. */
export const testNow = '2026-11-16T06:00:00.000Z'

/** Ids that count, in the shape of UUIDv7 so that input checks take them. */
export function countedIds(): () => string {
  let last = 0
  return () => {
    last += 1
    return `01900000-0000-7000-8000-${last.toString(16).padStart(12, '0')}`
  }
}

/** Opens a clinic in Europe/Moscow, in roubles, Russian, unless told otherwise. */
export async function openTestClinic(
  organization: {
    country: string
    language: 'en' | 'ru' | 'pt-BR' | 'fr'
    currency: string
    timeZone: string
  } = {
    country: 'RU',
    language: 'ru',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
  },
  database: TestDatabase = { path: ':memory:', key: null },
): Promise<TestClinic> {
  const raw = openDatabase({ ...database, mayCreate: true })
  await migrate(raw, null)
  const newId = countedIds()
  let now = testNow
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('device-a', 'Desk A', 'A', now)
  const handles = createHandles(raw)
  const committed: CommittedUnit[] = []
  const woken: DueWork[] = []
  const parts = { now: () => now, newId, deviceId: 'device-a' }
  const writer = createWriter({
    ...parts,
    raw,
    root: handles.root,
    committed: (unit) => committed.push(unit),
  })
  const base = createDesk(
    { ...parts, read: handles.read, writer, wake: (work) => woken.push(work) },
    systemActor,
    null,
  )
  const { administratorId } = await setUpClinic(base, {
    name: 'Поликлиника «Три кита»',
    ...organization,
    administrator: {
      family: 'Смирнова',
      given: 'Елена',
      patronymic: 'Олеговна',
      login: 'admin',
      passphrase: 'correct horse',
    },
  })
  const deskOf = (roles: Role[], id = administratorId) => base.with({ actor: { id, roles } })
  return {
    raw,
    desk: deskOf(['administrator']),
    deskOf,
    administratorId,
    setNow(instant) {
      now = instant
    },
    newId,
    committed,
    woken,
    close: () => raw.close(),
  }
}
