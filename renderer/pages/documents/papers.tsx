/** A paper beside what it is about: being prepared, ready to open or save, or failed with a way to try again. */
import { ActionIcon, Button, Group, Loader, Text, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconDeviceFloppy, IconFileTypePdf, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'

export interface Paper {
  id: string
  kind: string
  subjectId: string
  state: 'due' | 'ready' | 'failed'
  name: string
  /** Whether its bytes are on this workstation; else they are fetched when it is opened. */
  isHere: boolean
}

/** Finds a patient's papers by what they are about; they follow their making live. */
export function usePapers(
  patientId: string | undefined,
): (kind: string, subjectId: string) => Paper | undefined {
  const trpc = useTRPC()
  const { data = [] } = useQuery({
    ...trpc.documents.list.queryOptions({ patientId: patientId ?? '' }),
    enabled: patientId !== undefined,
  })
  return (kind, subjectId) =>
    data.find((paper) => paper.kind === kind && paper.subjectId === subjectId)
}

/** Open and save, or the state that stands in their way. Nothing while the paper is not known yet. */
export function PaperButtons({ paper }: { paper: Paper | undefined }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const showError = useShowError()
  const queries = useQueryClient()
  // Whoever opens a paper has brought it here.
  const onSuccess = () => queries.invalidateQueries(trpc.documents.list.queryFilter())
  const told = { onError: showError, onSuccess }
  const open = useMutation(trpc.documents.open.mutationOptions(told))
  const save = useMutation(trpc.documents.save.mutationOptions(told))
  const again = useMutation(trpc.documents.renderAgain.mutationOptions({ onError: showError }))
  if (paper === undefined) return null
  const documentId = paper.id
  switch (paper.state) {
    case 'due':
      return (
        <Group gap={6} wrap="nowrap" role="status">
          <Loader size={12} aria-hidden />
          <Text size="xs" c="var(--soft)">
            {t('paper.due')}
          </Text>
        </Group>
      )
    case 'failed':
      return (
        <Group gap={6} wrap="nowrap">
          <Text size="xs" c="var(--bad)">
            {t('paper.failed')}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size={13} aria-hidden />}
            loading={again.isPending}
            onClick={() => again.mutate({ documentId })}
          >
            {t('paper.again')}
          </Button>
        </Group>
      )
    case 'ready':
      return (
        <Group gap={4} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconFileTypePdf size={14} aria-hidden />}
            loading={open.isPending}
            aria-label={t('paper.openNamed', { name: paper.name })}
            onClick={() => open.mutate({ documentId })}
          >
            {t('paper.open')}
          </Button>
          <Tooltip label={t('paper.save')}>
            <ActionIcon
              size={22}
              variant="default"
              aria-label={t('paper.saveNamed', { name: paper.name })}
              loading={save.isPending}
              onClick={() => save.mutate({ documentId })}
            >
              <IconDeviceFloppy size={14} />
            </ActionIcon>
          </Tooltip>
          {!paper.isHere && (
            <Text size="xs" c="var(--soft)">
              {t('paper.notHereYet')}
            </Text>
          )}
        </Group>
      )
  }
}
