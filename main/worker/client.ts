/** The main thread's side of the worker: starts it when first needed and hands it jobs. */
import { Worker } from 'node:worker_threads'
import { ClinicError, type ClinicErrorCode, type ClinicErrorData } from '../clinic/shared/errors.ts'
import { DatabaseTrouble } from '../db/open.ts'
import type { CommittedUnit } from '../db/write.ts'
import type { FromWorker, JobKind, Jobs, Progress, ToWorker, WorkerDatabase } from './jobs.ts'

export interface JobOptions {
  database?: WorkerDatabase
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

export interface WorkerClient {
  /**
   * Runs a job off the main thread. Rejects with the job's `ClinicError`, with `DatabaseTrouble`
   * when the database or the disk fails under it, with an ordinary error for a bug, and with
   * `AbortError` when the signal was aborted.
   */
  run<Kind extends JobKind>(
    job: Kind,
    input: Jobs[Kind]['input'],
    options?: JobOptions,
  ): Promise<Jobs[Kind]['result']>
  close(): Promise<void>
}

interface Waiting {
  resolve: (result: never) => void
  reject: (error: Error) => void
  onProgress: ((progress: Progress) => void) | undefined
}

/** `entry` is the worker's file; `committed` is told of units that the worker wrote. */
export function createWorkerClient(
  entry: string | URL,
  committed: (unit: CommittedUnit) => void,
): WorkerClient {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let lastId = 0

  function receive(message: FromWorker): void {
    if (message.kind === 'committed') return committed(message.unit)
    const job = waiting.get(message.id)
    if (job === undefined) return
    if (message.kind === 'progress') return job.onProgress?.(message.progress)
    waiting.delete(message.id)
    if (message.kind === 'done') job.resolve(message.result as never)
    else job.reject(errorOf(message))
  }

  function failAll(error: Error): void {
    worker = null
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }

  function start(): Worker {
    const started = new Worker(entry)
    started.on('message', receive)
    started.on('error', (error: Error) => failAll(error))
    started.on('exit', (code) => {
      if (worker === started) failAll(new Error(`The worker stopped with code ${code}`))
    })
    started.unref()
    return started
  }

  return {
    run(job, input, options = {}) {
      worker ??= start()
      const current = worker
      lastId += 1
      const id = lastId
      const { signal } = options
      const message: ToWorker = { kind: 'run', id, job, input, database: options.database ?? null }
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(abortError())
        waiting.set(id, { resolve, reject, onProgress: options.onProgress })
        signal?.addEventListener('abort', () => {
          const cancel: ToWorker = { kind: 'cancel', id }
          current.postMessage(cancel)
        })
        current.postMessage(message)
      })
    },
    async close() {
      const running = worker
      failAll(abortError())
      await running?.terminate()
    },
  }
}

function abortError(): Error {
  return new DOMException('The job was cancelled', 'AbortError')
}

function errorOf(message: Extract<FromWorker, { kind: 'refused' | 'trouble' | 'failed' }>): Error {
  if (message.kind === 'refused') {
    return new ClinicError(
      message.code as ClinicErrorCode,
      message.data as ClinicErrorData[ClinicErrorCode],
    )
  }
  if (message.kind === 'trouble') return new DatabaseTrouble(message.code, message.detail)
  if (message.message === 'AbortError') return abortError()
  const error = new Error(message.message)
  error.stack = message.stack
  return error
}
