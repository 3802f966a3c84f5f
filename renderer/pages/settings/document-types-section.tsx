/** Kinds of documents: which there are, in which languages they are whole, and the samples to begin with. */
import { Anchor, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useLocalText } from '../documents/words.ts'
import { DocumentTypeDialog } from './document-type-dialog.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

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
      <Setting name="documentTypes.kept">
        {({ label, description }) => (
          <>
            <b>{label}</b>
            <p className={classes['lead']}>{description}</p>
            {types.error !== null && (
              <ErrorNote error={types.error} retry={() => void types.refetch()} />
            )}
            {types.data === undefined && types.error === null && <Loading />}
            {types.data?.map((type) => (
              <TypeLine key={type.id} type={type} change={() => setOpen(type)} />
            ))}
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
          </>
        )}
      </Setting>
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
  return (
    <div className={classes['kept']} data-archived={isArchived || undefined}>
      <Group justify="space-between" wrap="nowrap">
        <b>{localText(definition.name)}</b>
        <Group gap="sm" wrap="nowrap">
          <Anchor component="button" type="button" size="sm" onClick={change}>
            {t('common:edit')}
          </Anchor>
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => archive.mutate({ id, version, archived: !isArchived })}
          >
            {t(isArchived ? 'common:bringBack' : 'common:archive')}
          </Anchor>
        </Group>
      </Group>
      <Text size="sm" c="var(--soft)">
        {route.join(' → ')} ·{' '}
        {languages.length === 0
          ? t('documentTypes.noLanguage')
          : languages.map((one) => t(`documents:languageName.${one}`)).join(', ')}
      </Text>
    </div>
  )
}
