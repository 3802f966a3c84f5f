/** The worker thread: PDF making, the demo clinic, imports and copies of the database. */
import { parentPort } from 'node:worker_threads'
import { v7 } from 'uuid'
import { computerClock } from '../clock.ts'
import { previewCodeList } from '../clinic/codes/code-list-file.service.ts'
import { importCodeList, indexCodeLists } from '../clinic/codes/codes.service.ts'
import { keepPairs } from '../clinic/patients/duplicate-pairs.service.ts'
import { importPatients, previewImport } from '../clinic/patients/patient-import.service.ts'
import { ClinicError } from '../clinic/shared/errors.ts'
import { createDesk, type Desk, systemActor } from '../db/desk.ts'
import { createHandles } from '../db/kysely.ts'
import { copyDatabase } from '../db/migrate.ts'
import { asTrouble, DatabaseTrouble, openDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { openDemoConnection } from '../demo/demo-connection.ts'
import { makeDemoClinic } from '../demo/make-demo-clinic.ts'
import { renderForm } from '../pdf/forms.ts'
import { renderLabels } from '../pdf/specimen-label.ts'
import { loadSnapshot } from '../sync/snapshot.ts'
import type { FromWorker, JobKind, Jobs, Progress, ToWorker, WorkerDatabase } from './jobs.ts'

interface JobTools {
  database: WorkerDatabase | null
  onProgress: (progress: Progress) => void
  signal: AbortSignal
}

type Run<Kind extends JobKind> = (
  input: Jobs[Kind]['input'],
  tools: JobTools,
) => Promise<Jobs[Kind]['result']>

const jobs: { [Kind in JobKind]: Run<Kind> } = {
  'render-form': ({ form }) => renderForm(form),
  'render-labels': ({ labels }) => renderLabels(labels),
  'make-demo': async (input, { onProgress, signal, ...tools }) => {
    const raw = open(tools)
    try {
      const { desk, setNow, finish } = openDemoConnection(raw, input.now)
      await makeDemoClinic(desk, { ...input, setNow, onProgress, signal })
      finish()
      return null
    } finally {
      raw.close()
    }
  },
  'preview-import': async ({ csv, mapping }) => previewImport(csv, mapping),
  'import-patients': (input, tools) =>
    withDesk(tools, async (desk) => {
      const actor = { id: input.actorId, roles: input.roles }
      const request = { key: input.requestKey, content: null }
      return importPatients(desk.with({ actor, request }), input.csv, tools, input)
    }),
  'keep-pairs': (_input, tools) => withDesk(tools, (desk) => keepPairs(desk, tools)),
  'preview-codes': async ({ file, language }) => previewCodeList(file, language),
  'import-codes': ({ list, language, ...input }, tools) =>
    withDesk(tools, async (desk) => {
      const actor = { id: input.actorId, roles: input.roles }
      const request = { key: input.requestKey, content: null }
      return importCodeList(desk.with({ actor, request }), list, language)
    }),
  'index-codes': (_input, tools) => withDesk(tools, (desk) => indexCodeLists(desk, tools.signal)),
  'copy-database': async ({ path }, tools) => {
    const raw = open(tools)
    try {
      copyDatabase(raw, path)
      return null
    } finally {
      raw.close()
    }
  },
  'load-snapshot': async (load, { onProgress }) => {
    await loadSnapshot(load, onProgress)
    return null
  },
}

const running = new Map<number, AbortController>()

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') running.get(message.id)?.abort()
  else void run(message)
})

async function run(message: Extract<ToWorker, { kind: 'run' }>): Promise<void> {
  const { id } = message
  const controller = new AbortController()
  running.set(id, controller)
  const tools: JobTools = {
    database: message.database,
    signal: controller.signal,
    onProgress: (progress) => post({ kind: 'progress', id, progress }),
  }
  try {
    // The message was typed where it was sent; a job and its input travel together.
    const job = jobs[message.job] as Run<JobKind>
    post({ kind: 'done', id, result: await job(message.input as Jobs[JobKind]['input'], tools) })
  } catch (error) {
    post(failure(id, error))
  } finally {
    running.delete(id)
  }
}

function failure(id: number, error: unknown): FromWorker {
  if (error instanceof ClinicError) {
    return { kind: 'refused', id, code: error.code, data: error.data }
  }
  const trouble = asTrouble(error)
  if (trouble instanceof DatabaseTrouble) {
    return { kind: 'trouble', id, code: trouble.code, detail: trouble.detail }
  }
  if (error instanceof Error) {
    const message = error.name === 'AbortError' ? 'AbortError' : error.message
    return { kind: 'failed', id, message, stack: error.stack ?? '' }
  }
  return { kind: 'failed', id, message: String(error), stack: '' }
}

function open(tools: Pick<JobTools, 'database'>) {
  if (tools.database === null) throw new Error('This job needs a database')
  return openDatabase({ ...tools.database, mayCreate: false })
}

/** A desk over a connection of the worker's own, closed when the job ends. */
async function withDesk<Result>(
  tools: JobTools,
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const raw = open(tools)
  try {
    const handles = createHandles(raw)
    const device = raw.prepare<[], { id: string }>('SELECT id FROM device').get()
    if (device === undefined) throw new Error('This database has no device')
    const parts = { now: computerClock(), newId: v7, deviceId: device.id }
    const writer = createWriter({
      ...parts,
      raw,
      root: handles.root,
      committed: (unit) => post({ kind: 'committed', unit }),
    })
    const desk = createDesk(
      { ...parts, read: handles.read, writer, wake: () => {} },
      systemActor,
      null,
    )
    return await work(desk)
  } finally {
    raw.close()
  }
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message)
}
