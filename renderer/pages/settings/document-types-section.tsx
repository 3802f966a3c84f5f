/** Kinds of documents: which there are, in which languages they are whole, and the samples to begin with. */
import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useLocalText } from '../documents/words.ts'
import { DocumentTypeDialog } from './document-type-dialog.tsx'
import { KeptLine, KeptSetting, useKeptActions } from './kept.tsx'
import { Section } from './setting.tsx'

export type KeptType = RouterOutputs['documentTypes']['list'][number]

export function DocumentTypesSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const onError = useShowError()
  const types = useQuery(trpc.documentTypes.list.queryOptions())
  const addSamples = useMutation(trpc.documentTypes.addSamples.mutationOptions({ onError }))
  const [open, setOpen] = useState<KeptType | 'new' | null>(null)
  return (
    <Section name="documentTypes" lead={t('documentTypes.lead')}>
      <KeptSetting
        name="documentTypes.kept"
        query={types}
        renderKept={(type) => <TypeLine key={type.id} type={type} change={() => setOpen(type)} />}
      >
        <Group gap="xs" mt="sm">
          <Button variant="default" onClick={() => setOpen('new')}>
            {t('documentTypes.add')}
          </Button>
          <Button
            variant="default"
            loading={addSamples.isPending}
            onClick={() => addSamples.mutate()}
          >
            {t('documentTypes.addSamples')}
          </Button>
        </Group>
      </KeptSetting>
      {open !== null && (
        <DocumentTypeDialog type={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Section>
  )
}

function TypeLine({ type, change }: { type: KeptType; change: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const localText = useLocalText()
  const onError = useShowError()
  const archive = useMutation(trpc.documentTypes.archive.mutationOptions({ onError }))
  const { id, version, archivedAt, definition, languages } = type
  const isArchived = archivedAt !== null
  const route = definition.route.map(({ action }) => t(`documentTypes.step.${action}`))
  const actions = useKeptActions({
    isArchived,
    change,
    archive: () => archive.mutate({ id, version, archived: !isArchived }),
    isPending: archive.isPending,
  })
  return (
    <KeptLine isArchived={isArchived} title={<b>{localText(definition.name)}</b>} actions={actions}>
      <Text size="sm" c="var(--soft)">
        {route.join(' → ')} ·{' '}
        {languages.length === 0
          ? t('documentTypes.noLanguage')
          : languages.map((one) => t(`documents:languageName.${one}`)).join(', ')}
      </Text>
    </KeptLine>
  )
}
