/** What a caller may send about papers. */
import * as z from 'zod'
import { idInput } from '../shared/inputs.ts'

export const documentInput = z.object({ documentId: idInput })

export const patientDocumentsInput = z.object({ patientId: idInput })
