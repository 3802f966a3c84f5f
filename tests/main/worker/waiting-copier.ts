/** A worker of the tests that begins a copy only when it is told to; see update.test.ts. */
import { BroadcastChannel, parentPort } from 'node:worker_threads'
import { copyDatabase } from '../../../main/db/migrate.ts'
import { openDatabase } from '../../../main/db/open.ts'
import type { FromWorker, Jobs, ToWorker } from '../../../main/worker/jobs.ts'

const post = (message: FromWorker) => parentPort?.postMessage(message)

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'run' || message.job !== 'copy-database' || message.database === null) return
  const { id, database } = message
  // Input and job travel together; only this job is ever asked of this worker.
  const { path } = message.input as Jobs['copy-database']['input']
  const channel = new BroadcastChannel('waiting-copier')
  const copy = () => {
    channel.close()
    const raw = openDatabase({ ...database, mayCreate: false })
    copyDatabase(raw, path)
    raw.close()
    post({ kind: 'done', id, result: null })
  }
  channel.addEventListener('message', copy, { once: true })
  channel.postMessage('asked')
})
