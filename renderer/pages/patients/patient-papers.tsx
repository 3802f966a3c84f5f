/** A patient's papers: documents of the clinic's own types, files, and what was printed; each to open or to save. */
import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PaperButtons } from '../documents/papers.tsx'
import documents from '../documents/documents.module.css'
import { FilesSection } from '../files/files-section.tsx'
import { PatientDocuments } from './patient-documents.tsx'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

export function PatientPapers({ patient }: { patient: Patient }) {
  const { t } = useTranslation('documents')
  return (
    <div className={documents['papers']}>
      <PatientDocuments patient={patient} />
      <FilesSection subject={{ patientId: patient.id, encounterId: null, compositionId: null }} />
      <Text fw={600}>{t('printedTitle')}</Text>
      <PrintedPapers patientId={patient.id} />
    </div>
  )
}

function PrintedPapers({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data, error, refetch } = useQuery(trpc.documents.list.queryOptions({ patientId }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data.length === 0) return <Empty title={t('papers.empty')} hint={t('papers.emptyHint')} />
  return (
    <Table className={classes['papers'] ?? ''} aria-label={t('tab.papers')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('papers.kind')}</Table.Th>
          <Table.Th>{t('papers.number')}</Table.Th>
          <Table.Th>{t('papers.madeAt')}</Table.Th>
          <Table.Th aria-label={t('papers.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.map((paper) => (
          <Table.Tr key={paper.id}>
            <Table.Td fw={600}>{t(`papers.kinds.${paper.kind}`)}</Table.Td>
            <Table.Td>{paper.number}</Table.Td>
            <Table.Td>{formats.moment(paper.createdAt)}</Table.Td>
            <Table.Td>
              <PaperButtons paper={paper} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
