/** Registration over the place one is at. */
import { useTranslation } from 'react-i18next'
import { FormDialog } from './form-dialog.tsx'
import type { ExistingPatientAction } from './likely-duplicates.tsx'
import type { PersonForm } from './person-form.ts'
import { RegisterPatientForm } from './register-patient-form.tsx'

export function RegisterPatientDialog({
  initial,
  onDone,
  onClose,
  existing,
}: {
  initial?: Partial<PersonForm>
  onDone: (patientId: string) => void
  onClose: () => void
  existing?: ExistingPatientAction
}) {
  const { t } = useTranslation('patients')
  return (
    <FormDialog title={t('registerTitle')} onClose={onClose}>
      {({ cancel, setDirty }) => (
        <RegisterPatientForm
          {...(initial === undefined ? {} : { initial })}
          {...(existing === undefined ? {} : { existing })}
          onDone={onDone}
          onCancel={cancel}
          onDirty={setDirty}
        />
      )}
    </FormDialog>
  )
}
