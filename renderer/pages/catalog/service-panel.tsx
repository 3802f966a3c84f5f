/** One service: what it costs, how long it takes, what it claims, who offers it where. */
import { Button, Group, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { pathOf } from './categories.ts'
import { NeedsForm } from './needs-form.tsx'
import { Offering } from './offering.tsx'
import type { Service } from './services-view.tsx'
import { useArchiving } from './use-archiving.ts'

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
  const trpc = useTRPC()
  const [isSettingNeeds, setIsSettingNeeds] = useState(false)
  const showError = useShowError()
  const archive = useArchiving(
    service,
    useMutation(trpc.catalog.archiveService.mutationOptions({ onError: showError })),
  )
  const setNeeds = () => setIsSettingNeeds(true)
  useKeys(
    service.name,
    mayWrite
      ? [
          { keys: 'KeyE', label: t('common:edit'), run: edit },
          { keys: 'KeyR', label: t('needs.set'), run: setNeeds },
          { keys: 'Delete', label: archive.label, run: archive.run },
        ]
      : [],
  )
  return (
    <>
      <div>
        <Title order={2}>{service.name}</Title>
        <Text size="sm" c="var(--soft)">
          {pathOf(service.wholeCategoryName, service.categoryName)}
          {service.archivedAt !== null && ` · ${t('common:archived')}`}
        </Text>
      </div>
      <Facts
        facts={[
          [t('column.code'), service.code],
          [t('column.price'), formats.money(service.priceMinor, currency)],
          [t('column.duration'), t('minutes', { count: service.durationMinutes })],
          [t('field.preparation'), service.preparation],
          [t('needs.title'), <Needs key="needs" serviceId={service.id} />],
        ]}
      />
      {mayWrite && (
        <Group gap="xs">
          <Button rightSection={<Key keys="KeyE" />} onClick={edit}>
            {t('common:edit')}
          </Button>
          <Button variant="default" rightSection={<Key keys="KeyR" />} onClick={setNeeds}>
            {t('needs.set')}
          </Button>
          <Button variant="default" rightSection={<Key keys="Delete" />} onClick={archive.run}>
            {archive.label}
          </Button>
        </Group>
      )}
      <Offering serviceId={service.id} />
      {isSettingNeeds && <NeedsForm service={service} onClose={() => setIsSettingNeeds(false)} />}
    </>
  )
}

/** What a booking of it claims beside the doctor, and what would do now. */
function Needs({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const { data } = useQuery(trpc.catalog.needs.queryOptions({ serviceId }))
  if (data === undefined) return null
  if (data.length === 0) return t('needs.none')
  return data.map(({ id, target, kind, able }) => {
    const names = able.map(({ name }) => name).join(', ')
    return (
      <div key={id}>
        {kind === null
          ? t(`needs.named.${target}`, { names })
          : t(`needs.ofKind.${target}`, { kind, names: names === '' ? t('needs.nothing') : names })}
      </div>
    )
  })
}
