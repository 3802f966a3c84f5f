/** The hub in the settings: how this workstation stands with one, hosting one here, joining one. */
import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { tellSaved } from '../settings/save-button.tsx'
import { Section, Setting } from '../settings/setting.tsx'
import { AddressDialog } from './address-dialog.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Devices } from './devices.tsx'
import { HostForm } from './host-form.tsx'
import { HostPanel } from './host-panel.tsx'
import { toneOf } from './hub-words.ts'
import { useStateText } from './hub-state.tsx'
import classes from './hub.module.css'
import { JoinForm } from './join-form.tsx'
import { type SyncStatus, useSyncStatus } from './use-sync-status.ts'

export function HubSection() {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const status = useSyncStatus()
  const { data: host } = useSubscription(trpc.hosting.status.subscriptionOptions())
  const { data: settings } = useQuery(trpc.settings.workstation.queryOptions())
  const isHosting = host !== undefined && host.state !== 'off'
  return (
    <Section name="hub" lead={t('setting.lead')}>
      {status === undefined || host === undefined ? (
        <Loading />
      ) : (
        <>
          <Setting name="hub:setting.standing">
            {({ label }) => <Standing label={label} status={status} isHosting={isHosting} />}
          </Setting>
          {(isFree(status) || isHosting || isOfThisComputer(status.hub?.address ?? '')) && (
            <Hosting key={host.state} host={host} />
          )}
          {isHosting && (
            <Setting name="hub:setting.devices">
              {({ label, description }) => (
                <Devices label={label} description={description} isOn={host.state === 'on'} />
              )}
            </Setting>
          )}
          {isFree(status) && !isHosting && settings !== undefined && (
            <Joining name={settings.name} />
          )}
        </>
      )}
    </Section>
  )
}

/** It belongs to no hub, or was taken off the one that it had. */
function isFree({ hub, state }: SyncStatus): boolean {
  return hub === null || state === 'revoked'
}

/** A hub that was hosted here and stopped can be started again. */
function isOfThisComputer(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(address)?.hostname ?? '')
}

type Host = NonNullable<Parameters<typeof HostPanel>[0]['host']>

/** The switch stands for what was asked for; the hub follows in a moment. */
function Hosting({ host }: { host: Host }) {
  const trpc = useTRPC()
  const [wanted, setWanted] = useState(host.state !== 'off')
  const [stopping, setStopping] = useState(false)
  const stop = useMutation(trpc.hosting.stop.mutationOptions({ onError: useShowError() }))
  const { t } = useTranslation('hub')
  return (
    <>
      <Setting name="hub:setting.host">
        {(text) => (
          <Switch
            {...text}
            checked={wanted}
            onChange={({ currentTarget: { checked } }) => {
              if (checked || host.state === 'off') setWanted(checked)
              else setStopping(true)
            }}
          />
        )}
      </Setting>
      {host.state !== 'off' && <HostPanel host={host} />}
      {(host.state === 'trouble' || (host.state === 'off' && wanted)) && <HostForm host={host} />}
      {stopping && (
        <ConfirmDialog
          title={t('host.stop')}
          lead={t('host.stopAsk')}
          action={t('host.stop')}
          pending={stop.isPending}
          close={() => setStopping(false)}
          confirm={() => stop.mutate(undefined, { onSuccess: () => setStopping(false) })}
        />
      )}
    </>
  )
}

function Joining({ name }: { name: string }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const join = useMutation(
    trpc.sync.join.mutationOptions({ onSuccess: () => tellSaved(t('join.done')) }),
  )
  return (
    <Setting name="hub:setting.join">
      {(text) => (
        <>
          <Switch
            {...text}
            checked={open}
            onChange={(event) => setOpen(event.currentTarget.checked)}
          />
          {open && (
            <div style={{ marginTop: 14 }}>
              <JoinForm
                name={name}
                pending={join.isPending}
                error={join.error}
                join={(wish) => join.mutate(wish)}
              />
            </div>
          )}
        </>
      )}
    </Setting>
  )
}

function Standing({
  label,
  status,
  isHosting,
}: {
  label: string
  status: SyncStatus
  isHosting: boolean
}) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const formats = useFormats()
  const text = useStateText()
  const onError = useShowError()
  const [leaving, setLeaving] = useState(false)
  const [moving, setMoving] = useState(false)
  const leave = useMutation(trpc.sync.leave.mutationOptions({ onError }))
  const tryNow = useMutation(trpc.sync.now.mutationOptions({ onError }))
  const { hub, state, lastContactAt, unsent, trouble } = status
  return (
    <div className={classes['standing']} role="status" aria-label={label}>
      <i className={classes['dot']} data-tone={toneOf(state)} aria-hidden />
      <p>
        <b>{text(status)}</b>
        {hub !== null && (
          <>
            <br />
            {t('standing.member', { name: hub.deviceName, address: hub.address })}
          </>
        )}
        {hub !== null && lastContactAt !== null && (
          <>
            <br />
            {t('standing.contact', { time: formats.moment(lastContactAt) })}
            {unsent > 0 && ` · ${t('foot.unsent', { count: unsent })}`}
          </>
        )}
        {trouble !== null && (
          <>
            <br />
            {t(`errors:hub-refused_${trouble}`)}
          </>
        )}
      </p>
      {state === 'offline' && (
        <Button variant="default" loading={tryNow.isPending} onClick={() => tryNow.mutate()}>
          {t('standing.tryNow')}
        </Button>
      )}
      {hub !== null && !isHosting && state !== 'revoked' && (
        <Button variant="default" onClick={() => setMoving(true)}>
          {t('address.open')}
        </Button>
      )}
      {hub !== null && !isHosting && (
        <Button variant="default" onClick={() => setLeaving(true)}>
          {t('standing.leave')}
        </Button>
      )}
      {moving && hub !== null && (
        <AddressDialog address={hub.address} close={() => setMoving(false)} />
      )}
      {leaving && (
        <ConfirmDialog
          title={t('leave.title')}
          lead={t('leave.lead')}
          warning={unsent > 0 ? t('leave.unsent', { count: unsent }) : null}
          action={t('leave.title')}
          pending={leave.isPending}
          close={() => setLeaving(false)}
          confirm={() => leave.mutate(undefined, { onSuccess: () => setLeaving(false) })}
        />
      )}
    </div>
  )
}
