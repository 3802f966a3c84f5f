/** A new task: what is to be done, by whom, until when, and about which patient. */
import { Anchor, Group, Input, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../main/clinic/shared/days.ts'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import type { TaskOwner } from '../../../main/clinic/tasks/tasks.input.ts'
import type { TaskFocus } from '../../../main/clinic/tasks/tasks.rules.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PatientPicker } from '../patients/patient-picker.tsx'
import { OwnerSelect } from './owner-select.tsx'

export interface TaskPatient extends HumanName {
  id: string
}

export function TaskDialog({
  patient,
  focus = null,
  title: firstTitle = '',
  onClose,
}: {
  /** Given where the task is about one patient already; null where one may be looked up. */
  patient: TaskPatient | null
  focus?: { kind: TaskFocus; id: string } | null
  title?: string
  onClose: () => void
}) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const create = useMutation(trpc.tasks.create.mutationOptions({ onSuccess: onClose }))
  const [about, setAbout] = useState(patient)
  const [title, setTitle] = useState(firstTitle)
  const [description, setDescription] = useState('')
  const [owner, setOwner] = useState<TaskOwner | null>(null)
  const [dueOn, setDueOn] = useState('')
  const [isSent, setIsSent] = useState(false)
  const isDueRight = dueOn === '' || isDay(dueOn)
  function submit(): void {
    setIsSent(true)
    if (title.trim() === '' || owner === null || !isDueRight) return
    create.mutate({
      patientId: about?.id ?? null,
      focus,
      title,
      description: description === '' ? null : description,
      owner,
      dueOn: dueOn === '' ? null : dueOn,
    })
  }
  const needed = t('errors:field.required')
  return (
    <FormModal
      title={t('add')}
      submitLabel={t('create')}
      onSubmit={submit}
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
    >
      <TextInput
        data-autofocus={firstTitle === '' || undefined}
        label={t('title')}
        withAsterisk
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={isSent && title.trim() === '' ? needed : undefined}
      />
      <Group grow align="flex-start">
        <OwnerSelect
          label={t('owner.label')}
          value={owner}
          onChange={setOwner}
          autoFocus={firstTitle !== ''}
          error={isSent && owner === null ? needed : undefined}
        />
        <DayInput
          label={t('dueOn')}
          value={dueOn}
          onChange={setDueOn}
          error={isSent && !isDueRight ? t('errors:field.day') : undefined}
        />
      </Group>
      <Textarea
        label={t('description')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {patient === null && <AboutPatient patient={about} choose={setAbout} />}
    </FormModal>
  )
}

function AboutPatient({
  patient,
  choose,
}: {
  patient: TaskPatient | null
  choose: (patient: TaskPatient | null) => void
}) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  if (patient === null) {
    return <PatientPicker label={t('patientOptional')} exceptId="" choose={choose} noFocus />
  }
  return (
    <Input.Wrapper label={t('patient')} labelElement="div">
      <Group gap="xs">
        <Text>{formats.name(patient)}</Text>
        <Anchor component="button" type="button" size="sm" onClick={() => choose(null)}>
          {t('common:remove')}
        </Anchor>
      </Group>
    </Input.Wrapper>
  )
}
