/** What the papers' procedures take and refuse. */
import {
  documentInput,
  patientDocumentsInput,
} from '../../../../main/clinic/documents/documents.input.ts'
import { describeInput, refusesAt, notIds } from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

describeInput('file, open, save, renderAgain', documentInput, { documentId: id }, [
  ['documentId', undefined, 'invalid_type'],
  ['documentId', '../../etc/passwd', 'invalid_format'],
])
refusesAt(documentInput, { documentId: id }, 'documentId', notIds)

describeInput('list', patientDocumentsInput, { patientId: id }, [
  ['patientId', undefined, 'invalid_type'],
])
refusesAt(patientDocumentsInput, { patientId: id }, 'patientId', notIds)
