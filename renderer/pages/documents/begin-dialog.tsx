/** A new document: of which type, about whom, in which language. */
import { Anchor, Group, Input, Select, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { isLanguage, type Language, languages } from '../../../main/clinic/shared/languages.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PatientPicker } from '../patients/patient-picker.tsx'
import type { TaskPatient } from '../tasks/task-dialog.tsx'
import { useLocalText } from './words.ts'

export function BeginDialog({
  patient,
  onClose,
}: {
  patient: (TaskPatient & { language?: string | null }) | null
  onClose: () => void
}) {
  const { t, i18n } = useTranslation('documents')
  const trpc = useTRPC()
  const formats = useFormats()
  const localText = useLocalText()
  const navigate = useNavigate()
  const types = useQuery(trpc.documentTypes.list.queryOptions())
  const [about, setAbout] = useState(patient)
  const [typeId, setTypeId] = useState<string | null>(null)
  const [chosenLanguage, setLanguage] = useState<Language | null>(null)
  const [isSent, setIsSent] = useState(false)
  const begin = useMutation(
    trpc.compositions.begin.mutationOptions({
      onSuccess: ({ id }) => {
        onClose()
        void navigate(`/documents/${id}`)
      },
    }),
  )
  const used = types.data?.filter(({ archivedAt }) => archivedAt === null) ?? []
  const type = used.find(({ id }) => id === typeId)
  const spoken = isLanguage(i18n.language) ? i18n.language : 'en'
  const theirs = about?.language ?? ''
  // What a patient signs is written in the patient's language.
  const language = chosenLanguage ?? (isLanguage(theirs) ? theirs : spoken)
  const lacksPatient = type?.definition.needsPatient === true && about === null
  return (
    <FormModal
      title={t('begin')}
      submitLabel={t('beginIt')}
      onSubmit={() => {
        setIsSent(true)
        if (typeId === null || lacksPatient) return
        begin.mutate({ typeId, patientId: about?.id ?? null, language, replacesId: null })
      }}
      onClose={onClose}
      pending={begin.isPending}
      error={begin.error}
    >
      <Select
        data-autofocus
        openOnFocus={false}
        label={t('type')}
        withAsterisk
        searchable
        nothingFoundMessage={t('common:nothingFound')}
        value={typeId}
        onChange={setTypeId}
        data={used.map(({ id, definition }) => ({ value: id, label: localText(definition.name) }))}
        description={types.data !== undefined && used.length === 0 ? t('noTypes') : undefined}
        error={isSent && typeId === null ? t('errors:field.required') : undefined}
      />
      <Select
        label={t('language')}
        allowDeselect={false}
        value={language}
        onChange={(chosen) => {
          if (chosen !== null && isLanguage(chosen)) setLanguage(chosen)
        }}
        data={languages.map((one) => ({ value: one, label: t(`languageName.${one}`) }))}
      />
      {about === null ? (
        <PatientPicker
          label={t(lacksPatient ? 'patientNeeded' : 'patientOptional')}
          exceptId=""
          choose={setAbout}
          noFocus
          error={isSent && lacksPatient ? t('errors:field.required') : undefined}
        />
      ) : (
        <Input.Wrapper label={t('patient')} labelElement="div">
          <Group gap="xs">
            <Text>{formats.name(about)}</Text>
            {patient === null && (
              <Anchor component="button" type="button" size="sm" onClick={() => setAbout(null)}>
                {t('common:remove')}
              </Anchor>
            )}
          </Group>
        </Input.Wrapper>
      )}
    </FormModal>
  )
}
