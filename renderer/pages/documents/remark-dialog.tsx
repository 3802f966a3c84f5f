/** A step that needs words: what is to be mended, why it is given up, by what act it is disposed of. */
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import type { WholeDocument } from './document-view.tsx'

export type RemarkedAction = 'return' | 'discard' | 'dispose'

export function RemarkDialog({
  action,
  document: { id, version },
  onClose,
}: {
  action: RemarkedAction
  document: Pick<WholeDocument, 'id' | 'version'>
  onClose: () => void
}) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const done = { onSuccess: onClose }
  const calls = {
    return: useMutation(trpc.compositions.return.mutationOptions(done)),
    discard: useMutation(trpc.compositions.discard.mutationOptions(done)),
    dispose: useMutation(trpc.compositions.dispose.mutationOptions(done)),
  }
  const call = calls[action]
  const [remark, setRemark] = useState('')
  const [isSent, setIsSent] = useState(false)
  return (
    <FormModal
      title={t(`action.${action}`)}
      submitLabel={t(`action.${action}`)}
      onSubmit={() => {
        setIsSent(true)
        if (remark.trim() !== '') call.mutate({ id, version, remark })
      }}
      onClose={onClose}
      pending={call.isPending}
      error={call.error}
      manyLines
    >
      <Textarea
        data-autofocus
        withAsterisk
        label={t(`remark.${action}`)}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2000}
        value={remark}
        onChange={(event) => setRemark(event.currentTarget.value)}
        error={isSent && remark.trim() === '' ? t('errors:field.required') : undefined}
      />
    </FormModal>
  )
}
