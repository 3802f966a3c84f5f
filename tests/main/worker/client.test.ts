/** The main thread's side of the worker: results, refusals, bugs, stops and crashes. */
import { expect, onTestFinished, test } from 'vitest'
import type { CommittedUnit } from '../../../main/db/write.ts'
import { createWorkerClient } from '../../../main/worker/client.ts'
import type { Progress } from '../../../main/worker/jobs.ts'
import { referral } from '../pdf/sample-forms.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'

const entry = new URL('./fake-worker.ts', import.meta.url)

function startClient() {
  const committed: CommittedUnit[] = []
  const client = createWorkerClient(entry, (unit) => committed.push(unit))
  onTestFinished(() => client.close())
  return { client, committed }
}

const neverAnswered = { csv: new Uint8Array(), actorId: 'a', roles: [], requestKey: 'k' }
const isAbort = expect.objectContaining({ name: 'AbortError' })

test('a result, with progress and commits on the way', async () => {
  const { client, committed } = startClient()
  const told: Progress[] = []
  const wish = { language: 'en' as const, now: '2026-11-21T12:00:00.000Z' }
  const result = await client.run('make-demo', wish, {
    database: { path: `${temporaryFolder()}/demo/clinic.db`, key: null },
    onProgress: (progress) => told.push(progress),
  })
  expect(result).toBe(null)
  expect(told).toEqual([{ phase: 'patients', done: 1, total: 2 }])
  expect(committed).toMatchObject([{ command: 'demo' }])
})

test('a refusal arrives as the refusal that it is', async () => {
  const { client } = startClient()
  await expect(client.run('preview-import', { csv: new Uint8Array() })).rejects.toMatchObject({
    name: 'ClinicError',
    code: 'missing-columns',
    data: { columns: ['family'] },
  })
})

test('a bug arrives with the place where it happened', async () => {
  const { client } = startClient()
  await expect(client.run('copy-database', { path: 'x' })).rejects.toMatchObject({
    message: 'a bug',
    stack: expect.stringContaining('at worker'),
  })
})

test('a job that is stopped ends', async () => {
  const { client } = startClient()
  const stop = new AbortController()
  const job = client.run('import-patients', neverAnswered, { signal: stop.signal })
  stop.abort()
  await expect(job).rejects.toEqual(isAbort)
})

test('a job that was stopped before does not begin', async () => {
  const { client } = startClient()
  const job = client.run('import-patients', neverAnswered, { signal: AbortSignal.abort() })
  await expect(job).rejects.toEqual(isAbort)
})

test('closing ends every job that waits', async () => {
  const { client } = startClient()
  const jobs = [1, 2].map(() => client.run('import-patients', neverAnswered))
  const ended = Promise.allSettled(jobs)
  await client.close()
  expect(await ended).toEqual([1, 2].map(() => ({ status: 'rejected', reason: isAbort })))
})

test('a crash fails what was under way, and the next job starts a new worker', async () => {
  const { client } = startClient()
  const waiting = client.run('import-patients', neverAnswered)
  const crashing = client.run('render-form', { form: referral('en') })
  await expect(crashing).rejects.toThrow('The worker stopped with code 7')
  await expect(waiting).rejects.toThrow('The worker stopped with code 7')
  await expect(client.run('copy-database', { path: 'x' })).rejects.toThrow('a bug')
})
