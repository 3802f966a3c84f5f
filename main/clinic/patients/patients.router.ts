/** Procedures of the patients' registry. */
import { TRPCError } from '@trpc/server'
import { follow } from '../../ipc/events.ts'
import { procedure, router } from '../../ipc/procedure.ts'
import { ClinicError } from '../shared/errors.ts'
import { exportPatients } from './patient-export.service.ts'
import { addCallerInput } from './caller.input.ts'
import { addCaller } from './caller.service.ts'
import type { ImportEvent } from './patient-import.service.ts'
import { searchPatients } from './patient-search.service.ts'
import {
  archivePatientInput,
  exportInput,
  findDuplicatesInput,
  importInput,
  patientInput,
  previewImportInput,
  recordConsentInput,
  registerPatientInput,
  searchPatientsInput,
  updatePatientInput,
} from './patients.input.ts'
import {
  archivePatient,
  findDuplicates,
  getPatient,
  recordConsent,
  registerPatient,
  updatePatient,
} from './patients.service.ts'

export const patientsRouter = router({
  search: procedure('patients.read')
    .input(searchPatientsInput)
    .query(({ ctx, input }) =>
      searchPatients(ctx.desk, input.query, input.limit, input.withArchived),
    ),
  get: procedure('patients.read')
    .input(patientInput)
    .query(({ ctx, input }) => getPatient(ctx.desk, input.id)),
  duplicates: procedure('patients.read')
    .input(findDuplicatesInput)
    .query(({ ctx, input }) => findDuplicates(ctx.desk, input)),
  register: procedure('patients.write')
    .input(registerPatientInput)
    .mutation(({ ctx, input }) => registerPatient(ctx.desk, input)),
  /** A new caller: a name and a phone. */
  addCaller: procedure('patients.write')
    .input(addCallerInput)
    .mutation(({ ctx, input }) => addCaller(ctx.desk, input)),
  update: procedure('patients.write')
    .input(updatePatientInput)
    .mutation(({ ctx, input }) => updatePatient(ctx.desk, input)),
  archive: procedure('patients.archive')
    .input(archivePatientInput)
    .mutation(({ ctx, input }) => archivePatient(ctx.desk, input)),
  recordConsent: procedure('patients.write')
    .input(recordConsentInput)
    .mutation(({ ctx, input }) => recordConsent(ctx.desk, input)),
  /** Asks where to, and stores the file there; `saved` is false when the person thought better of it. */
  export: procedure('patients.export')
    .input(exportInput)
    .mutation(async ({ ctx, input }) => {
      const { bytes, count } = await exportPatients(ctx.desk, input)
      return { count, saved: await ctx.workstation.saveFile('patients.csv', bytes) }
    }),
  /** Reads a file without taking anything, in the worker: a large one must not hold up the window. */
  previewImport: procedure('patients.import')
    .input(previewImportInput)
    .query(({ ctx, input, signal }) =>
      ctx.workstation.worker.run('preview-import', input, signal ? { signal } : {}),
    ),
  /** Takes a file: progress, and at last what came of it. Ending the subscription stops it. */
  import: procedure('patients.import')
    .input(importInput)
    .subscription(async function* ({ ctx, input, signal }) {
      const { workstation, desk, requestKey } = ctx
      const { id: actorId, roles } = desk.actor
      const events = follow<ImportEvent | { kind: 'failed'; error: unknown }>((push) => {
        const stop = new AbortController()
        workstation.worker
          .run(
            'import-patients',
            { ...input, actorId, roles: [...roles], requestKey },
            {
              database: workstation.workerDatabase(),
              signal: stop.signal,
              onProgress: (progress) => push({ kind: 'progress', progress }),
            },
          )
          .then(
            (result) => push({ kind: 'done', result }),
            (error: unknown) => push({ kind: 'failed', error }),
          )
        return () => stop.abort()
      }, signal)
      for await (const event of events) {
        if (event.kind === 'failed') throw refusal(event.error)
        yield event
        if (event.kind === 'done') return
      }
    }),
})

/** A file that cannot be read is the person's to put right; anything else is a bug. */
function refusal(error: unknown): unknown {
  if (!(error instanceof ClinicError)) return error
  return new TRPCError({ code: 'BAD_REQUEST', message: error.code, cause: error })
}
