/** A document as it is printed: as it would be, or the signed bytes; nothing when they are disposed of. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PdfBytes } from '../files/pdf-bytes.tsx'

export function DocumentPaper({
  document,
}: {
  document: Pick<RouterOutputs['compositions']['get'], 'id' | 'state'>
}) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const isKept = document.state !== 'disposed'
  const pdf = useQuery({
    ...trpc.compositions.pdf.queryOptions({ id: document.id }),
    enabled: isKept,
    gcTime: 0,
  })
  // Made once an answer: another array would be another paper, drawn anew.
  const bytes = useMemo(
    () => (pdf.data === undefined ? null : Uint8Array.from(pdf.data.bytes)),
    [pdf.data],
  )
  if (!isKept) return <Text c="var(--soft)">{t('disposedNote')}</Text>
  if (pdf.error !== null) {
    return <ErrorNote error={pdf.error} retry={() => void pdf.refetch()} />
  }
  if (pdf.data === undefined || bytes === null) return <Loading />
  return <PdfBytes bytes={bytes} label={pdf.data.name} />
}
