/** Giving a patient's whole record along as a file that other clinics' programs read (FHIR R4). */
import { Anchor, Checkbox, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

export function ExportRecord({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('record.export')) return null
  return (
    <>
      <Anchor
        component="button"
        type="button"
        size="sm"
        className={classes['putAway'] ?? ''}
        onClick={() => setOpen(true)}
      >
        {t('record.export')}
      </Anchor>
      {isOpen && <ExportRecordDialog patientId={patient.id} onClose={() => setOpen(false)} />}
    </>
  )
}

function ExportRecordDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const [withFiles, setWithFiles] = useState(true)
  const save = useMutation(
    trpc.fhir.exportRecord.mutationOptions({
      onSuccess: ({ saved, count, missingFiles }) => {
        if (!saved) return
        const told = [t('record.saved', { count })]
        if (missingFiles > 0) told.push(t('record.missing', { count: missingFiles }))
        notifications.show({ message: told.join(' '), withBorder: true })
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title={t('record.export')}
      submitLabel={t('record.save')}
      onSubmit={() => save.mutate({ patientId, withFiles })}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
    >
      <Text size="sm">{t('record.what')}</Text>
      <Checkbox
        label={t('record.withFiles')}
        checked={withFiles}
        onChange={(event) => setWithFiles(event.currentTarget.checked)}
        data-autofocus
      />
      <Text size="sm" c="var(--soft)">
        {t('record.hint')}
      </Text>
    </FormModal>
  )
}
