/** What a caller may send about files. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, versionInput } from '../shared/inputs.ts'
import { pieceBytes } from './files.rules.ts'

export const beginCopyInput = z.object({ sizeBytes: z.number().int().min(0) })

export const pieceInput = z.object({
  copyId: idInput,
  position: z.number().int().min(0),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= pieceBytes, 'too-large'),
})

export const copyInput = z.object({ copyId: idInput })

const subject = {
  patientId: idInput.nullable(),
  /** A visit of that patient. */
  encounterId: idInput.nullable(),
  compositionId: idInput.nullable(),
}

export const attachInput = z
  .object({ copyId: idInput, name: lineInput(300), note: optionalLine(500), ...subject })
  .refine(({ patientId, compositionId }) => (patientId ?? compositionId) !== null, {
    path: ['patientId'],
    message: 'required',
  })

export const filesOfInput = z.object(subject)

export const oneFileInput = z.object({ id: idInput })

export const removeFileInput = z.object({
  id: idInput,
  version: versionInput,
  reason: lineInput(500),
})

export const restoreFileInput = z.object({ id: idInput, version: versionInput })

export const fileScanInput = z.object({
  /** The file's name inside the scan folder. */
  name: lineInput(300),
  patientId: idInput,
  note: optionalLine(500),
})

export const scanInput = z.object({ name: lineInput(300) })

export type Attach = z.infer<typeof attachInput>
export type FilesOf = z.infer<typeof filesOfInput>
export type RemoveFile = z.infer<typeof removeFileInput>
export type FileScan = z.infer<typeof fileScanInput>
