/** The files of a patient, a visit or a document: dropped onto it or chosen, looked at inside the window. */
import { Anchor, Button, FileButton, Group, Progress, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPaperclip } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './files.module.css'
import { ShownFile } from './shown-file.tsx'
import { useSizeText } from './size-text.ts'
import { type FileSubject, useAttach } from './use-attach.ts'

type KeptFile = RouterOutputs['files']['of'][number]

export function FilesSection({ subject }: { subject: FileSubject }) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const may = useMay()
  const mayWrite = may('files.write')
  const [isOver, setIsOver] = useState(false)
  const [shown, setShown] = useState<KeptFile | null>(null)
  const { attach, attaching } = useAttach(subject)
  const files = useQuery({ ...trpc.files.of.queryOptions(subject), enabled: may('files.read') })
  if (!may('files.read')) return null
  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    attach([...event.dataTransfer.files])
  }
  const catches = mayWrite && {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop: drop,
  }
  return (
    <section
      className={classes['files']}
      aria-label={t('files.title')}
      data-over={isOver || undefined}
      {...catches}
    >
      <Group justify="space-between" wrap="nowrap" gap={6}>
        <Text fw={600}>{t('files.title')}</Text>
        {mayWrite && (
          <FileButton multiple onChange={attach}>
            {(open) => (
              <Button
                {...open}
                size="compact-sm"
                variant="default"
                leftSection={<IconPaperclip size={14} aria-hidden />}
              >
                {t('files.add')}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      {files.error !== null && <ErrorNote error={files.error} retry={() => void files.refetch()} />}
      {files.data === undefined && files.error === null && <Loading />}
      {files.data?.map((file) => (
        <FileLine key={file.id} file={file} mayWrite={mayWrite} show={() => setShown(file)} />
      ))}
      {attaching !== null && (
        <div role="status">
          <Text size="sm">{t('files.adding', { name: attaching.name })}</Text>
          <Progress value={attaching.done * 100} aria-label={attaching.name} />
        </div>
      )}
      {mayWrite && attaching === null && (
        <Text size="sm" c="var(--soft)">
          {t('files.dropHint')}
        </Text>
      )}
      {shown !== null && <ShownFile file={shown} close={() => setShown(null)} />}
    </section>
  )
}

function FileLine({
  file,
  mayWrite,
  show,
}: {
  file: KeptFile
  mayWrite: boolean
  show: () => void
}) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const formats = useFormats()
  const sizeText = useSizeText()
  const onError = useShowError()
  const restore = useMutation(trpc.files.restore.mutationOptions({ onError }))
  const remove = useMutation(trpc.files.remove.mutationOptions({ onError }))
  const save = useMutation(trpc.files.save.mutationOptions({ onError }))
  const { id, version, name } = file
  const takeOff = () =>
    remove.mutate(
      { id, version, reason: t('files.byMistake') },
      {
        onSuccess: () =>
          offerUndo(t('files.removed', { name }), () =>
            restore.mutate({ id, version: version + 1 }),
          ),
      },
    )
  const by = file.addedBy === null ? '' : ` · ${formats.shortName(file.addedBy)}`
  const of =
    file.referralNumber === null ? '' : ` · ${t('files.answers', { number: file.referralNumber })}`
  return (
    <div className={classes['file']}>
      <Anchor component="button" type="button" ta="start" onClick={show} className="cut">
        {name}
      </Anchor>
      <span className={classes['about']}>
        {sizeText(file.sizeBytes)} · {formats.moment(file.addedAt)}
        {by}
        {of}
        {file.note !== null && ` · ${file.note}`}
      </span>
      <span className={classes['does']}>
        <Anchor
          component="button"
          type="button"
          size="xs"
          aria-label={t('files.saveNamed', { name })}
          onClick={() => save.mutate({ id })}
        >
          {t('files.save')}
        </Anchor>
        {mayWrite && (
          <Anchor
            component="button"
            type="button"
            size="xs"
            aria-label={t('files.removeNamed', { name })}
            onClick={takeOff}
          >
            {t('common:remove')}
          </Anchor>
        )}
      </span>
    </div>
  )
}
