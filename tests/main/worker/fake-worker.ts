/** A worker of the tests: each job does something that the main thread's side has to cope with. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../../../main/worker/jobs.ts'

const post = (message: FromWorker) => parentPort?.postMessage(message)

function answer(message: Extract<ToWorker, { kind: 'run' }>): void {
  const { id, job, database } = message
  switch (job) {
    case 'make-demo': {
      const folder = join(database?.path ?? '', '..')
      appendFileSync(join(folder, '..', 'demos-made'), 'x')
      post({ kind: 'progress', id, progress: { phase: 'patients', done: 1, total: 2 } })
      post({
        kind: 'committed',
        unit: {
          unitId: 'u',
          command: 'demo',
          rows: [{ entity: 'patient', id: 'p', kind: 'create' }],
        },
      })
      return post({ kind: 'done', id, result: null })
    }
    case 'preview-import':
      return post({ kind: 'refused', id, code: 'missing-columns', data: { columns: ['family'] } })
    case 'copy-database':
      return post({ kind: 'failed', id, message: 'a bug', stack: 'Error: a bug\n  at worker' })
    case 'import-patients':
      // Never answers by itself.
      return
    case 'render-form':
      process.exit(7)
  }
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'run') answer(message)
  else post({ kind: 'failed', id: message.id, message: 'AbortError', stack: '' })
})
