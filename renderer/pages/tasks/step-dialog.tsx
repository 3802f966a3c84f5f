/** One step of a task that asks for something: a comment, another owner, another day, or the reason to call it off. */
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../main/clinic/shared/days.ts'
import type { TaskOwner } from '../../../main/clinic/tasks/tasks.input.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { OwnerSelect } from './owner-select.tsx'
import type { Task } from './types.ts'

export type AskingStep = 'comment' | 'delegate' | 'due' | 'cancel'

export function StepDialog({
  step,
  task: { id, version, dueOn: dueNow },
  onClose,
}: {
  step: AskingStep
  task: Task
  onClose: () => void
}) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const done = { onSuccess: onClose }
  const comment = useMutation(trpc.tasks.comment.mutationOptions(done))
  const delegate = useMutation(trpc.tasks.delegate.mutationOptions(done))
  const changeDue = useMutation(trpc.tasks.changeDue.mutationOptions(done))
  const cancel = useMutation(trpc.tasks.cancel.mutationOptions(done))
  const calls = [comment, delegate, changeDue, cancel]
  const [said, setSaid] = useState('')
  const [owner, setOwner] = useState<TaskOwner | null>(null)
  const [dueOn, setDueOn] = useState(dueNow ?? '')
  const [isSent, setIsSent] = useState(false)
  const isSaidNeeded = step === 'comment' || step === 'cancel'
  const isSaidMissing = isSaidNeeded && said.trim() === ''
  const isDueRight = dueOn === '' || isDay(dueOn)
  function submit(): void {
    setIsSent(true)
    if (isSaidMissing) return
    const words = said.trim() === '' ? null : said
    if (step === 'comment') comment.mutate({ id, comment: said })
    if (step === 'cancel') cancel.mutate({ id, version, comment: said })
    if (step === 'delegate' && owner !== null)
      delegate.mutate({ id, version, owner, comment: words })
    if (step === 'due' && isDueRight)
      changeDue.mutate({ id, version, dueOn: dueOn === '' ? null : dueOn, comment: words })
  }
  const needed = t('errors:field.required')
  return (
    <FormModal
      title={t(`step.${step}`)}
      submitLabel={t(`submit.${step}`)}
      onSubmit={submit}
      onClose={onClose}
      pending={calls.some(({ isPending }) => isPending)}
      error={calls.find(({ error }) => error !== null)?.error ?? null}
      manyLines={isSaidNeeded}
    >
      {step === 'delegate' && (
        <OwnerSelect
          autoFocus
          label={t('owner.label')}
          value={owner}
          onChange={setOwner}
          error={isSent && owner === null ? needed : undefined}
        />
      )}
      {step === 'due' && (
        <DayInput
          label={t('dueOn')}
          value={dueOn}
          onChange={setDueOn}
          error={isSent && !isDueRight ? t('errors:field.day') : undefined}
        />
      )}
      <Textarea
        data-autofocus={isSaidNeeded || undefined}
        label={t(step === 'cancel' ? 'reason' : 'comment')}
        withAsterisk={isSaidNeeded}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        error={isSent && isSaidMissing ? needed : undefined}
      />
    </FormModal>
  )
}
