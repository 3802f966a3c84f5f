/** Giving patients away as a file: everybody or those who are found, and how the columns are parted. */
import { SegmentedControl, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ExportSeparator,
  exportSeparators,
} from '../../../main/clinic/patients/export.rules.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useTRPC } from '../../trpc.ts'

const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const

export function ExportDialog({ query, onClose }: { query: string; onClose: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const asked = query.trim()
  const [who, setWho] = useState(asked === '' ? 'all' : 'found')
  const [separator, setSeparator] = useState<ExportSeparator>(';')
  const save = useMutation(
    trpc.patients.export.mutationOptions({
      onSuccess: ({ saved, count }) => {
        if (!saved) return
        notifications.show({ message: t('export.saved', { count }), withBorder: true })
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title={t('export.title')}
      submitLabel={t('export.save')}
      onSubmit={() => save.mutate({ query: who === 'all' ? '' : asked, separator })}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
    >
      {asked !== '' && (
        <SegmentedControl
          aria-label={t('export.who')}
          value={who}
          onChange={setWho}
          data={[
            { value: 'found', label: t('export.found', { query: asked }) },
            { value: 'all', label: t('export.all') },
          ]}
        />
      )}
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {t('export.separator')}
        </Text>
        <SegmentedControl
          aria-label={t('export.separator')}
          value={separator}
          onChange={(value) =>
            setSeparator(exportSeparators.find((one) => one === value) ?? separator)
          }
          data={exportSeparators.map((one) => ({
            value: one,
            label: t(`export.${separatorNames[one]}`),
          }))}
        />
      </Stack>
      <Text size="sm" c="var(--soft)">
        {t('export.hint')}
      </Text>
    </FormModal>
  )
}
