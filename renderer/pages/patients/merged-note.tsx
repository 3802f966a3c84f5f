/** That a patient turned out to be somebody else, or somebody else to be this patient; with the way back. */
import { Anchor, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useShowError } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { MergePanel } from './merge-panel.tsx'
import { PatientPicker } from './patient-picker.tsx'
import type { Patient } from './types.ts'
import classes from './merge.module.css'
import page from './patients.module.css'

export function MergedNote({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const mayMerge = useMay()('patients.merge')
  const undo = useMutation(
    trpc.duplicates.undo.mutationOptions({
      onError: showError,
      onSuccess: () => notifications.show({ message: t('pairs.undone'), withBorder: true }),
    }),
  )
  const { mergedInto, mergedHere } = patient
  const undoLink = (mergedId: string) =>
    mayMerge && (
      <Anchor
        component="button"
        type="button"
        size="sm"
        disabled={undo.isPending}
        onClick={() => undo.mutate({ mergedId })}
      >
        {t('pairs.undo')}
      </Anchor>
    )
  return (
    <>
      {mergedInto !== null && (
        <div className={page['warning']} role="note">
          <span className={classes['section']}>
            <Link to={`/patients/${mergedInto.id}`}>
              {t('pairs.mergedAway', { name: formats.name(mergedInto) })}
            </Link>
            {undoLink(patient.id)}
          </span>
        </div>
      )}
      {mergedHere.length > 0 && (
        <section className={classes['section']} aria-label={t('pairs.mergedHere')}>
          {mergedHere.map((one) => (
            <div key={one.id} className={classes['item']}>
              <span className={classes['soft']}>{t('pairs.mergedHere')}</span>
              <span>{formats.name(one)}</span>
              {one.cardNumber !== null && (
                <span className="numbers">{t('cardOf', { number: one.cardNumber })}</span>
              )}
              {undoLink(one.id)}
            </div>
          ))}
        </section>
      )}
    </>
  )
}

/** Merging a patient whom no list of likely pairs names. */
export function MergeWith({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const mayMerge = useMay()('patients.merge')
  const [open, setOpen] = useState(false)
  const [otherId, setOtherId] = useState<string | null>(null)
  if (!mayMerge || patient.mergedInto !== null || patient.archivedAt !== null) return null
  const close = () => {
    setOpen(false)
    setOtherId(null)
  }
  return (
    <>
      <Anchor
        component="button"
        type="button"
        size="sm"
        className={page['putAway'] ?? ''}
        onClick={() => setOpen(true)}
      >
        {t('pairs.with')}
      </Anchor>
      {open && (
        <Modal
          opened
          onClose={close}
          size={760}
          title={t('pairs.with')}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          {otherId === null ? (
            <PatientPicker
              label={t('pairs.other')}
              exceptId={patient.id}
              choose={({ id }) => setOtherId(id)}
            />
          ) : (
            <div className={classes['section']}>
              <MergePanel oneId={patient.id} otherId={otherId} reasons={[]} onDecided={close} />
            </div>
          )}
        </Modal>
      )}
    </>
  )
}
