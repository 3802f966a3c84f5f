/** The answer to a referral: the colleague's words, the letter as it came, or both; it is filed to the record. */
import { ActionIcon, Button, FileButton, Group, Progress, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPCClient } from '../../trpc.ts'
import { useSizeText } from '../files/size-text.ts'
import { useTakeIn } from '../files/use-take-in.ts'
import classes from './referrals.module.css'
import type { StepProps } from './types.ts'

const mostFiles = 10

export function AnswerDialog({ referral: { id, number }, onClose }: StepProps) {
  const { t } = useTranslation('referrals')
  const [said, setSaid] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [isSent, setSent] = useState(false)
  const { file, underWay } = useFileAnswer(id, onClose)
  const isMissing = said.trim() === '' && files.length === 0
  function submit(): void {
    setSent(true)
    if (!isMissing) file.mutate({ note: said.trim() === '' ? null : said, files })
  }
  return (
    <FormModal
      title={`${t('step.answer')} · ${number}`}
      submitLabel={t('submit.answer')}
      onSubmit={submit}
      onClose={onClose}
      pending={file.isPending}
      error={file.error}
      manyLines
    >
      <Textarea
        label={t('says.answer')}
        autosize
        minRows={6}
        maxRows={14}
        maxLength={10_000}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        error={isSent && isMissing ? t('answerMissing') : null}
        data-autofocus
      />
      <Letters files={files} change={setFiles} disabled={file.isPending} />
      {underWay !== null && (
        <div role="status">
          <Text size="sm">{t('documents:files.adding', { name: underWay.name })}</Text>
          <Progress value={underWay.done * 100} aria-label={underWay.name} />
        </div>
      )}
    </FormModal>
  )
}

/** Takes the letters in one after the other and files the answer with them; where that fails, none of them stays. */
function useFileAnswer(id: string, onSuccess: () => void) {
  const client = useTRPCClient()
  const takeIn = useTakeIn()
  const [underWay, setUnderWay] = useState<{ name: string; done: number } | null>(null)
  const file = useMutation({
    onSuccess,
    onSettled: () => setUnderWay(null),
    async mutationFn({ note, files }: { note: string | null; files: readonly File[] }) {
      const taken: { copyId: string; name: string }[] = []
      try {
        for (const letter of files) {
          const { name } = letter
          const copyId = await takeIn(letter, (done) => setUnderWay({ name, done }))
          taken.push({ copyId, name })
        }
        await client.referrals.answer.mutate({ id, note, files: taken })
      } catch (error) {
        await Promise.all(taken.map(({ copyId }) => client.files.drop.mutate({ copyId })))
        throw error
      }
    },
  })
  return { file, underWay }
}

/** The letter itself: dropped here or chosen, taken off again as long as it is not filed. */
function Letters({
  files,
  change,
  disabled,
}: {
  files: readonly File[]
  change: (files: readonly File[]) => void
  disabled: boolean
}) {
  const { t } = useTranslation('referrals')
  const sizeText = useSizeText()
  const [isOver, setOver] = useState(false)
  const add = (more: readonly File[]) => {
    if (!disabled) change([...files, ...more].slice(0, mostFiles))
  }
  return (
    <section
      className={classes['letters']}
      aria-label={t('letter.title')}
      data-over={isOver || undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        add([...event.dataTransfer.files])
      }}
    >
      {files.map((file, index) => (
        <div key={`${index} ${file.name}`} className={classes['letter']}>
          <IconPaperclip size={14} aria-hidden />
          <span className="cut">{file.name}</span>
          <Text size="xs" c="var(--soft)" flex="none" className="numbers">
            {sizeText(file.size)}
          </Text>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            disabled={disabled}
            aria-label={t('letter.remove', { name: file.name })}
            onClick={() => change(files.filter((one) => one !== file))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" c="var(--soft)">
          {t('letter.hint')}
        </Text>
        <FileButton multiple accept="application/pdf,image/*" onChange={add} disabled={disabled}>
          {(open) => (
            <Button
              {...open}
              size="compact-sm"
              variant="default"
              flex="none"
              disabled={disabled}
              leftSection={<IconPaperclip size={14} aria-hidden />}
            >
              {t('documents:files.add')}
            </Button>
          )}
        </FileButton>
      </Group>
    </section>
  )
}
