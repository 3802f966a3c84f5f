/** What may be asked of the worker thread, and what it answers. */
import type { ImportCodeList } from '../clinic/codes/codes.input.ts'
import type { CodeListPreview } from '../clinic/codes/code-list-file.service.ts'
import type { ImportColumn } from '../clinic/patients/import-columns.rules.ts'
import type { ImportPreview, ImportResult } from '../clinic/patients/patient-import.service.ts'
import type { DatabaseTroubleCode } from '../db/open.ts'
import type { CommittedUnit } from '../db/write.ts'
import type { PrintedForm } from '../pdf/forms.ts'
import type { SpecimenLabel } from '../pdf/specimen-label.ts'
import type { SnapshotLoad } from '../sync/snapshot.ts'
import type { Language } from '../clinic/shared/languages.ts'

/** Progress of a long job; `phase` is a key that the window translates. */
export interface Progress {
  phase: string
  done: number
  total: number
}

/** Each job's input and result; both cross the thread boundary by structured clone. */
export interface Jobs {
  'render-form': { input: { form: PrintedForm }; result: Uint8Array }
  'render-labels': { input: { labels: SpecimenLabel[] }; result: Uint8Array }
  'make-demo': { input: { language: Language; now: string }; result: null }
  'preview-import': {
    input: { csv: Uint8Array; mapping?: (ImportColumn | null)[] | null }
    result: ImportPreview
  }
  'import-patients': {
    input: {
      csv: Uint8Array
      mapping?: (ImportColumn | null)[] | null
      leaveOut?: number[]
      dryRun?: boolean
      actorId: string
      roles: string[]
      requestKey: string
    }
    result: ImportResult
  }
  /** Answers whether anybody had to be compared. */
  'keep-pairs': { input: null; result: boolean }
  'preview-codes': { input: { file: Uint8Array; language: Language }; result: CodeListPreview }
  'import-codes': {
    input: {
      list: ImportCodeList
      language: Language
      actorId: string
      roles: string[]
      requestKey: string
    }
    result: { id: string; count: number }
  }
  /** Answers whether the index changed. */
  'index-codes': { input: null; result: boolean }
  'copy-database': { input: { path: string }; result: null }
  'load-snapshot': { input: SnapshotLoad; result: null }
}

export type JobKind = keyof Jobs

/** Which database the worker may open; null for work that needs none. */
export interface WorkerDatabase {
  path: string
  key: Uint8Array | null
}

export type ToWorker =
  | { kind: 'run'; id: number; job: JobKind; input: unknown; database: WorkerDatabase | null }
  | { kind: 'cancel'; id: number }

export type FromWorker =
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'committed'; unit: CommittedUnit }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'refused'; id: number; code: string; data: unknown }
  | { kind: 'trouble'; id: number; code: DatabaseTroubleCode; detail: string }
  | { kind: 'failed'; id: number; message: string; stack: string }
