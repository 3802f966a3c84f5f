/** The desk's notes about a patient; an alert also stands on top of the patient and in the day. */
import { Anchor, Checkbox, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addNoteInput } from '../../../main/clinic/patients/relatives.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { DetailsSection } from './details-section.tsx'
import type { PatientNote } from './types.ts'
import classes from './merge.module.css'

const noteForm = addNoteInput.omit({ patientId: true })

export function NotesSection({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const mayWrite = useMay()('patients.write')
  const [open, setOpen] = useState<PatientNote | 'new' | null>(null)
  const { data } = useQuery(trpc.record.notes.queryOptions({ patientId }))
  return (
    <DetailsSection
      title={t('notes.title')}
      {...(mayWrite && { add: { label: t('notes.add'), run: () => setOpen('new') } })}
      empty={data?.length === 0 ? t('notes.empty') : null}
    >
      {data?.map((note) => (
        <Note key={note.id} note={note} {...(mayWrite && { edit: () => setOpen(note) })} />
      ))}
      {open !== null && (
        <NoteDialog
          patientId={patientId}
          note={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </DetailsSection>
  )
}

function Note({ note, edit }: { note: PatientNote; edit?: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const archive = useMutation(trpc.record.archiveNote.mutationOptions({ onError: showError }))
  const { id, version, text, isAlert, writtenAt, writtenByName } = note
  const by = writtenByName === null ? '' : ` · ${formats.shortName(writtenByName)}`
  function remove(): void {
    archive.mutate(
      { id, version, archived: true },
      {
        onSuccess: () =>
          offerUndo(t('notes.removed'), () =>
            archive.mutate({ id, version: version + 1, archived: false }),
          ),
      },
    )
  }
  return (
    <div className={classes['item']} data-alert={isAlert || undefined}>
      {isAlert && (
        <span className={classes['tags']}>
          <span className={classes['tag']} data-bad>
            {t('notes.alert')}
          </span>
        </span>
      )}
      <span className={classes['itemText']}>{text}</span>
      <span className={`${classes['soft']} numbers`}>
        {formats.moment(writtenAt)}
        {by}
      </span>
      {edit !== undefined && (
        <span className={classes['itemActions']}>
          <Anchor component="button" type="button" size="sm" onClick={edit}>
            {t('details.change')}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={remove}>
            {t('details.remove')}
          </Anchor>
        </span>
      )}
    </div>
  )
}

function NoteDialog({
  patientId,
  note,
  onClose,
}: {
  patientId: string
  note: PatientNote | null
  onClose: () => void
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const add = useMutation(trpc.record.addNote.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.record.updateNote.mutationOptions({ onSuccess: onClose }))
  const error = add.error ?? update.error
  const form = useSchemaForm(noteForm, {
    text: note?.text ?? '',
    isAlert: note?.isAlert ?? false,
  })
  const field = useFieldTools(form, error)
  const submit = form.handleSubmit((values) =>
    note === null
      ? add.mutate({ patientId, ...values })
      : update.mutate({ id: note.id, version: note.version, ...values }),
  )
  return (
    <FormModal
      title={t('notes.one')}
      submitLabel={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={add.isPending || update.isPending}
      error={error}
      placed={['invalid-input']}
    >
      <Textarea
        data-autofocus
        label={t('notes.text')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2000}
        {...field.text('text')}
      />
      <Checkbox
        label={t('notes.isAlert')}
        description={t('notes.isAlertHint')}
        {...form.register('isAlert')}
      />
    </FormModal>
  )
}
