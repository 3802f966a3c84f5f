/** One service: what it costs, how long it takes, who offers it. */
import { Button, Group, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Service } from './services-view.tsx'
import classes from './catalog.module.css'

export function ServicePanel({
  service,
  currency,
  edit,
}: {
  service: Service
  currency: string
  edit: () => void
}) {
  const { t } = useTranslation('catalog')
  const formats = useFormats()
  const mayWrite = useMay()('catalog.write')
  const archive = useArchiveService(service)
  const archiveLabel = service.archivedAt === null ? t('common:archive') : t('common:bringBack')
  useKeys(
    service.name,
    mayWrite
      ? [
          { keys: 'KeyE', label: t('common:edit'), run: edit },
          { keys: 'Delete', label: archiveLabel, run: archive },
        ]
      : [],
  )
  return (
    <>
      <div>
        <Title order={2}>{service.name}</Title>
        <Text size="sm" c="var(--soft)">
          {service.categoryName}
          {service.archivedAt !== null && ` · ${t('common:archived')}`}
        </Text>
      </div>
      <Facts
        facts={[
          [t('column.code'), service.code],
          [t('column.price'), formats.money(service.priceMinor, currency)],
          [t('column.duration'), t('minutes', { count: service.durationMinutes })],
          [t('field.preparation'), service.preparation],
          [t('offeredBy'), <Offering key="offering" serviceId={service.id} />],
        ]}
      />
      {mayWrite && (
        <Group gap="xs">
          <Button rightSection={<Key keys="KeyE" />} onClick={edit}>
            {t('common:edit')}
          </Button>
          <Button variant="default" rightSection={<Key keys="Delete" />} onClick={archive}>
            {archiveLabel}
          </Button>
        </Group>
      )}
    </>
  )
}

function Offering({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data } = useQuery(trpc.catalog.offering.queryOptions({ serviceId }))
  if (data === undefined) return null
  if (data.length === 0) return <span className={classes['nobody']}>{t('offeredByNobody')}</span>
  return data.map((person) => <div key={person.id}>{formats.name(person)}</div>)
}

function useArchiveService(service: Service): () => void {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const showError = useShowError()
  const { mutate, isPending } = useMutation(
    trpc.catalog.archiveService.mutationOptions({ onError: showError }),
  )
  return () => {
    if (isPending) return
    const { id, version, name } = service
    const archived = service.archivedAt === null
    mutate(
      { id, version, archived },
      {
        onSuccess: () =>
          offerUndo(t(archived ? 'archived' : 'broughtBack', { name }), () =>
            mutate({ id, version: version + 1, archived: !archived }),
          ),
      },
    )
  }
}
