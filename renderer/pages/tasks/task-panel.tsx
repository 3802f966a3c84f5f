/** A task: what is asked, about whom, what was said so far, and what can be done with it. */
import { Anchor, Button, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { allowsStep, type TaskStepKind } from '../../../main/clinic/tasks/tasks.rules.ts'
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
import panel from '../../components/panel.module.css'
import type { Task } from './types.ts'

type Step = RouterOutputs['tasks']['get']['steps'][number]

const stepKeys: Record<AskingStep, string> = {
  comment: 'KeyC',
  delegate: 'KeyG',
  due: 'KeyT',
  cancel: 'Delete',
}

const steps: readonly { step: AskingStep; kind: TaskStepKind }[] = [
  { step: 'comment', kind: 'commented' },
  { step: 'delegate', kind: 'delegated' },
  { step: 'due', kind: 'due-changed' },
  { step: 'cancel', kind: 'cancelled' },
]

/** Leads to what a task is about. */
export type RenderFocus = ComponentType<NonNullable<Task['focus']>>

export function TaskPanel({
  task,
  renderFocus: Focus,
}: {
  task: Task
  /** Without it, only a word says what the task is about. */
  renderFocus: RenderFocus | undefined
}) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const formats = useFormats()
  const ownerText = useOwnerText()
  const onError = useShowError()
  const [asking, setAsking] = useState<AskingStep | null>(null)
  const whole = useQuery(trpc.tasks.get.queryOptions({ id: task.id }))
  const reopen = useMutation(trpc.tasks.reopen.mutationOptions({ onError }))
  const complete = useMutation(trpc.tasks.complete.mutationOptions({ onError }))
  const { id, version, dueOn } = task
  const isOpen = task.status === 'requested'
  const offered = steps.filter(({ kind }) => allowsStep(task.status, kind))
  const finish = () => {
    if (complete.isPending) return
    const again = { id, version: version + 1, comment: null }
    complete.mutate(
      { id, version, comment: null },
      { onSuccess: () => offerUndo(t('completed'), () => reopen.mutate(again)) },
    )
  }
  const openAgain = () => {
    if (!reopen.isPending) reopen.mutate({ id, version, comment: null })
  }
  useKeys(t('one'), [
    isOpen
      ? { keys: 'KeyD', label: t('done'), run: finish }
      : { keys: 'KeyO', label: t('reopen'), run: openAgain },
    ...offered.map(({ step }) => ({
      keys: stepKeys[step],
      label: t(`step.${step}`),
      run: () => setAsking(step),
    })),
  ])
  const patient = <PatientLink task={task} />
  const { focus } = task
  const about =
    focus !== null && (Focus === undefined ? t(`focus.${focus.kind}`) : <Focus {...focus} />)
  const due = isOpen || dueOn === null ? <DueText task={task} /> : formats.shortDay(dueOn)
  return (
    <>
      <Title order={2}>{task.title}</Title>
      {task.description !== null && (
        <Text className={panel['words'] ?? ''}>{task.description}</Text>
      )}
      <Facts
        facts={[
          [t('patient'), task.patient === null ? null : patient],
          [t('focus.label'), about === false ? null : about],
          [t('standing'), isOpen ? null : t(`did.${task.status}`)],
          [t('dueOn'), dueOn === null ? null : due],
          [t('owner.label'), ownerText(task)],
          [t('requester'), task.requester === null ? '' : formats.name(task.requester)],
        ]}
      />
      <div className={panel['actions']}>
        {isOpen && (
          <Button rightSection={<Key keys="KeyD" />} loading={complete.isPending} onClick={finish}>
            {t('done')}
          </Button>
        )}
        {offered.map(({ step }) => (
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
        {!isOpen && (
          <Button
            variant="default"
            justify="space-between"
            rightSection={<Key keys="KeyO" />}
            loading={reopen.isPending}
            onClick={openAgain}
          >
            {t('reopen')}
          </Button>
        )}
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

function TaskHistory({ steps: taken }: { steps: readonly Step[] }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  return (
    <section aria-label={t('history')} className={panel['history']}>
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
    <div className={panel['step']}>
      <span>
        {t(`did.${step.kind}`)}
        {(to !== '' || until !== '') && `: ${to}${until}`}
      </span>
      <span className={panel['by']}>
        {by} · <time>{formats.shortMoment(step.at)}</time>
      </span>
      {step.comment !== null && <span className={panel['words']}>{step.comment}</span>}
    </div>
  )
}
