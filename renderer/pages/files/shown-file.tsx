/** One kept file, looked at inside the window. */
import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useTRPC } from '../../trpc.ts'
import { FilePreview } from './file-preview.tsx'

export function ShownFile({
  file,
  close,
}: {
  file: { id: string; name: string }
  close: () => void
}) {
  const { t } = useTranslation('documents')
  return (
    <Modal
      opened
      onClose={close}
      title={file.name}
      size="min(1000px, 92vw)"
      yOffset="2vh"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <OpenedFile file={file} />
    </Modal>
  )
}

/** The file itself, where it is asked for. */
export function OpenedFile({ file }: { file: { id: string; name: string } }) {
  const trpc = useTRPC()
  const opened = useQuery({
    ...trpc.files.open.queryOptions({ id: file.id }),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <>
      {opened.error !== null && (
        <ErrorNote error={opened.error} retry={() => void opened.refetch()} />
      )}
      {opened.data === undefined ? (
        opened.error === null && <Loading />
      ) : (
        <FilePreview {...opened.data} name={file.name} />
      )}
    </>
  )
}
