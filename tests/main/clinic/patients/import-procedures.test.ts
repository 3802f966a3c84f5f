/** The import as the window calls it: through the procedures, in the real worker, on a real file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportEvent } from '../../../../main/clinic/patients/patient-import.service.ts'
import { credentialState } from '../../../../main/clinic/staff/staff.service.ts'
import { systemActor } from '../../../../main/db/desk.ts'
import { appRouter } from '../../../../main/ipc/app-router.ts'
import { createCallerFactory } from '../../../../main/ipc/procedure.ts'
import { Session } from '../../../../main/ipc/session.ts'
import { Workstation } from '../../../../main/workstation.ts'

let folder: string
let workstation: Workstation
let session: Session

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polyclinic-import-'))
  workstation = new Workstation({
    folder,
    workerEntry: new URL('../../../../main/worker/worker.ts', import.meta.url),
    keyStore: null,
    log: () => {},
  })
  await workstation.open()
  const { administratorId } = await workstation.setUp({
    name: 'Three Whales',
    country: 'GB',
    language: 'en',
    currency: 'GBP',
    timeZone: 'Europe/London',
    administrator: {
      family: 'Reed',
      given: 'Ann',
      patronymic: null,
      login: 'ann',
      passphrase: 'correct horse',
    },
    databasePassphrase: 'battery staple',
  })
  session = new Session()
  const account = await credentialState(workstation.desk(systemActor, null), administratorId)
  if (account !== null) session.start({ ...account, locked: false })
})
afterAll(async () => {
  await workstation.close()
  rmSync(folder, { recursive: true, force: true })
})

let calls = 0

function caller(signal?: AbortSignal) {
  calls += 1
  return createCallerFactory(appRouter)(
    { workstation, session, requestKey: `call-${calls}` },
    signal === undefined ? {} : { signal },
  )
}

const bytes = (text: string) => new TextEncoder().encode(text)

test('a file is shown before it is taken', async () => {
  const csv = bytes('family,given\nSmith,Jane\n')
  expect(await caller().patients.previewImport({ csv })).toMatchObject({
    columns: ['family', 'given'],
    count: 1,
  })
  expect(await caller().patients.search({ query: 'smith' })).toEqual([])
})

test('taking it tells its progress and at last the result, and screens hear of it', async () => {
  const heard: string[] = []
  const stop = workstation.onCommit((unit) => heard.push(unit.command))
  const rows = Array.from({ length: 45 }, (_, n) => `Smith${n},Jane,19${20 + n}-01-01,2020-01-31`)
  const csv = bytes(['family,given,born_on,consent_on', ...rows, 'Bad,,,'].join('\n'))
  const events: ImportEvent[] = []
  for await (const event of await caller().patients.import({ csv })) events.push(event)
  stop()
  const done = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.done] : []))
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(events.at(-1)).toEqual({
    kind: 'done',
    result: {
      taken: 45,
      alreadyThere: 0,
      refused: 1,
      problems: [{ line: 47, column: 'given', reason: 'required', kind: 'refused' }],
    },
  })
  expect(new Set(heard)).toEqual(new Set(['patients.import']))
  expect(await caller().patients.search({ query: 'jane smith' })).toHaveLength(12)
})

test('a file that cannot be read is refused in the clinic’s own words', async () => {
  const csv = bytes('name\nJane\n')
  const refusal = {
    code: 'missing-columns',
    data: { columns: ['family', 'given'] },
  }
  expect(await caller().patients.previewImport({ csv })).toMatchObject({
    missingColumns: refusal.data.columns,
  })
  const taking = async () => {
    for await (const _event of await caller().patients.import({ csv }));
  }
  await expect(taking()).rejects.toMatchObject({ code: 'BAD_REQUEST', cause: refusal })
})

test('ending the subscription stops the import', async () => {
  const rows = Array.from({ length: 2000 }, (_, n) => `Jones${n},Jim,1960-01-01,2020-01-31`)
  const csv = bytes(['family,given,born_on,consent_on', ...rows].join('\n'))
  const controller = new AbortController()
  for await (const event of await caller(controller.signal).patients.import({ csv })) {
    if (event.kind === 'progress' && event.progress.done >= 40) break
  }
  const count = () =>
    workstation
      .desk(systemActor, null)
      .read.selectFrom('patient')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('family', 'like', 'Jones%')
      .executeTakeFirstOrThrow()
  const { n } = await count()
  expect(n).toBeGreaterThanOrEqual(40)
  expect(n).toBeLessThan(2000)
})
