/** A task: what is asked, about whom, what was said so far, and what can be done with it. */
import { Anchor, Button, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { DueText, useOwnerText } from './due-text.tsx'
import { type AskingStep, StepDialog } from './step-dialog.tsx'
import classes from './tasks.module.css'
import type { Task } from './types.ts'

type Step = RouterOutputs['tasks']['get']['steps'][number]

const stepKeys: Record<AskingStep, string> = {
  comment: 'KeyC',
  delegate: 'KeyG',
  due: 'KeyT',
  cancel: 'Delete',
}

const steps: readonly AskingStep[] = ['comment', 'delegate', 'due', 'cancel']

export function TaskPanel({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const formats = useFormats()
  const ownerText = useOwnerText()
  const onError = useShowError()
  const [asking, setAsking] = useState<AskingStep | null>(null)
  const whole = useQuery(trpc.tasks.get.queryOptions({ id: task.id }))
  const reopen = useMutation(trpc.tasks.reopen.mutationOptions({ onError }))
  const complete = useMutation(trpc.tasks.complete.mutationOptions({ onError }))
  const { id, version } = task
  const finish = () => {
    if (complete.isPending) return
    const again = { id, version: version + 1, comment: null }
    complete.mutate(
      { id, version, comment: null },
      { onSuccess: () => offerUndo(t('completed'), () => reopen.mutate(again)) },
    )
  }
  useKeys(t('one'), [
    { keys: 'KeyD', label: t('done'), run: finish },
    ...steps.map((step) => ({
      keys: stepKeys[step],
      label: t(`step.${step}`),
      run: () => setAsking(step),
    })),
  ])
  const patient = <PatientLink task={task} />
  const focus = <FocusLink task={task} />
  const due = <DueText task={task} />
  return (
    <>
      <Title order={2}>{task.title}</Title>
      {task.description !== null && (
        <Text className={classes['words'] ?? ''}>{task.description}</Text>
      )}
      <Facts
        facts={[
          [t('patient'), task.patient === null ? null : patient],
          [t('focus.label'), task.focus === null ? null : focus],
          [t('dueOn'), task.dueOn === null ? null : due],
          [t('owner.label'), ownerText(task)],
          [t('requester'), task.requester === null ? '' : formats.name(task.requester)],
        ]}
      />
      <div className={classes['actions']}>
        <Button rightSection={<Key keys="KeyD" />} loading={complete.isPending} onClick={finish}>
          {t('done')}
        </Button>
        {steps.map((step) => (
          <Button
            key={step}
            variant="default"
            justify="space-between"
            rightSection={<Key keys={stepKeys[step]} />}
            onClick={() => setAsking(step)}
          >
            {t(`step.${step}`)}
          </Button>
        ))}
      </div>
      {whole.data === undefined ? (
        whole.error === null && <Loading shape={<Lines count={2} />} />
      ) : (
        <TaskHistory steps={whole.data.steps} />
      )}
      {asking !== null && <StepDialog step={asking} task={task} onClose={() => setAsking(null)} />}
    </>
  )
}

function PatientLink({ task: { patient, patientId } }: { task: Task }) {
  const formats = useFormats()
  if (patient === null || patientId === null) return null
  return (
    <Anchor component={Link} to={`/patients/${patientId}`}>
      {formats.name(patient)}
    </Anchor>
  )
}

/** Leads to what the task is about; a result and a referral are looked at in the patient's record. */
function FocusLink({ task: { focus, patientId } }: { task: Task }) {
  const { t } = useTranslation('tasks')
  if (focus === null) return null
  const words = t(`focus.${focus.kind}`)
  const to = focus.kind === 'document' ? `/documents/${focus.id}` : `/patients/${patientId}`
  if (focus.kind !== 'document' && patientId === null) return <>{words}</>
  return (
    <Anchor component={Link} to={to}>
      {words}
    </Anchor>
  )
}

function TaskHistory({ steps: taken }: { steps: readonly Step[] }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  return (
    <section aria-label={t('history')} className={classes['history']}>
      <Text fw={600} size="sm">
        {t('history')}
      </Text>
      {taken.toReversed().map((step) => (
        <StepLine
          key={step.id}
          step={step}
          by={step.actor === null ? '' : formats.shortName(step.actor)}
        />
      ))}
    </section>
  )
}

function StepLine({ step, by }: { step: Step; by: string }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  const ownerText = useOwnerText()
  const to = step.kind === 'delegated' ? ownerText(step) : ''
  const until =
    step.kind !== 'due-changed' ? '' : step.dueOn === null ? t('noDue') : formats.day(step.dueOn)
  return (
    <div className={classes['step']}>
      <span>
        {t(`did.${step.kind}`)}
        {(to !== '' || until !== '') && `: ${to}${until}`}
      </span>
      <span className={classes['by']}>
        {by} · <time>{formats.shortMoment(step.at)}</time>
      </span>
      {step.comment !== null && <span className={classes['comment']}>{step.comment}</span>}
    </div>
  )
}
