/** The workstations of the clinic as the hub knows them, and taking one off. */
import { Badge, Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useRooms } from './branch-choice.tsx'
import classes from './hub.module.css'
import { LimitDialog } from './limit-dialog.tsx'

type Device = RouterOutputs['hosting']['devices'][number]

/** Who was there a moment ago should look so. */
const lookMs = 10_000

export function Devices({
  label,
  description,
  isOn,
}: {
  label: string
  description: string
  isOn: boolean
}) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const [revoking, setRevoking] = useState<Device | null>(null)
  const [limiting, setLimiting] = useState<Device | null>(null)
  const { data, error, refetch } = useQuery({
    ...trpc.hosting.devices.queryOptions(),
    enabled: isOn,
    staleTime: 0,
    refetchInterval: lookMs,
  })
  return (
    <>
      <b>{label}</b>
      <p className={classes['lead']}>{description}</p>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null && isOn && <Loading shape={<Lines count={2} />} />
      ) : data.length === 0 ? (
        <p className={classes['lead']}>{t('device.none')}</p>
      ) : (
        <table className={classes['devices']}>
          <thead>
            <tr>
              <th scope="col">{t('device.name')}</th>
              <th scope="col">{t('device.prefix')}</th>
              <th scope="col">{t('device.rooms')}</th>
              <th scope="col">{t('device.lastSeen')}</th>
              <th scope="col" aria-label={t('device.revoke')} />
            </tr>
          </thead>
          <tbody>
            {data.map((device) => (
              <DeviceRow
                key={device.id}
                device={device}
                limit={() => setLimiting(device)}
                revoke={() => setRevoking(device)}
              />
            ))}
          </tbody>
        </table>
      )}
      {limiting !== null && <LimitDialog device={limiting} close={() => setLimiting(null)} />}
      {revoking !== null && <RevokeDialog device={revoking} close={() => setRevoking(null)} />}
    </>
  )
}

function DeviceRow({
  device,
  limit,
  revoke,
}: {
  device: Device
  limit: () => void
  revoke: () => void
}) {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const { name, prefix, branches, lastSeenAt, revokedAt, isThis } = device
  const rooms = useRooms(branches ?? [])
  const nameOf = (id: string) => rooms?.find((room) => room.id === id)?.name ?? t('branches.gone')
  return (
    <tr data-gone={revokedAt !== null || undefined}>
      <td>
        {name}{' '}
        {isThis && (
          <Badge size="sm" variant="light">
            {t('device.this')}
          </Badge>
        )}
      </td>
      <td>{prefix}</td>
      <td>{branches === null ? t('branches.allShort') : branches.map(nameOf).join(', ')}</td>
      <td className="numbers">
        {revokedAt !== null
          ? t('device.revoked', { time: formats.shortMoment(revokedAt) })
          : lastSeenAt === null
            ? t('device.never')
            : formats.shortMoment(lastSeenAt)}
      </td>
      <td>
        {revokedAt === null && !isThis && (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('limit.open')} ${name}`}
              onClick={limit}
            >
              {t('limit.open')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              c="var(--bad)"
              aria-label={`${t('device.revoke')}: ${name}`}
              onClick={revoke}
            >
              {t('device.revoke')}
            </Button>
          </Group>
        )}
      </td>
    </tr>
  )
}

function RevokeDialog({ device, close }: { device: Device; close: () => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const revoke = useMutation(
    trpc.hosting.revoke.mutationOptions({
      onError: useShowError(),
      onSuccess: async () => {
        close()
        await queries.invalidateQueries(trpc.hosting.devices.queryFilter())
      },
    }),
  )
  return (
    <ConfirmDialog
      title={t('revoke.title', { name: device.name })}
      lead={t('revoke.lead')}
      action={t('device.revoke')}
      pending={revoke.isPending}
      confirm={() => revoke.mutate({ deviceId: device.id })}
      close={close}
    />
  )
}
