/** The place of patients: find, look, open; register one or import a list. */
import { Button, Title } from '@mantine/core'
import { IconFileExport, IconFileImport, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { PatientList } from './patient-list.tsx'
import { personOfQuery } from './person-form.ts'
import { RegisterPatientDialog } from './register-patient-dialog.tsx'

/** `?register=ivanov` opens the registration with what a search already said, `?import` the import, `?export` the export. */
export default function PatientsPage() {
  const { t, i18n } = useTranslation('patients')
  const navigate = useNavigate()
  const may = useMay()
  const [address, setAddress] = useSearchParams()
  const [query, setQuery] = useState('')
  const mayRegister = may('patients.write')
  const mayImport = may('patients.import')
  const asked = address.get('register')
  const close = () => setAddress({}, { replace: true })
  const register = (said: string) => setAddress({ register: said }, { replace: true })
  const registerNew = { label: t('registerNew'), run: () => register('') }
  useKeys(
    t('title'),
    mayRegister
      ? [
          { keys: 'Ctrl+KeyN', ...registerNew, inText: true },
          { keys: 'KeyN', ...registerNew },
        ]
      : [],
  )
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  return (
    <>
      <PageHead>
        <Title order={1} style={{ flex: 1 }}>
          {t('title')}
        </Title>
        {may('patients.export') && (
          <Button
            variant="default"
            leftSection={<IconFileExport size={16} aria-hidden />}
            onClick={() => setAddress({ export: '' }, { replace: true })}
          >
            {t('exportList')}
          </Button>
        )}
        {mayImport && (
          <Button
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={() => setAddress({ import: '' }, { replace: true })}
          >
            {t('importList')}
          </Button>
        )}
        {mayRegister && (
          <Button
            leftSection={<IconUserPlus size={16} aria-hidden />}
            rightSection={<Key keys="Ctrl+KeyN" />}
            onClick={() => register('')}
          >
            {t('registerNew')}
          </Button>
        )}
      </PageHead>
      <PatientList query={query} setQuery={setQuery} {...(mayRegister ? { register } : {})} />
      {mayRegister && asked !== null && (
        <RegisterPatientDialog
          key={asked}
          initial={personOfQuery(asked, language)}
          onClose={close}
          onDone={(id) => void navigate(`/patients/${id}`)}
        />
      )}
      {mayImport && address.has('import') && <ImportDialog onClose={close} />}
      {may('patients.export') && address.has('export') && (
        <ExportDialog query={query} onClose={close} />
      )}
    </>
  )
}
