/** The hub that runs on this computer: whether it does, where it is reached, and inviting another desk. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import settings from '../settings/settings.module.css'
import { CopyDialog } from './copy-dialog.tsx'
import type { Tone } from './hub-words.ts'
import classes from './hub.module.css'
import { InviteDialog } from './invite-dialog.tsx'

interface Host {
  state: 'off' | 'starting' | 'on' | 'stopping' | 'trouble'
  address: string | null
  fingerprint: string | null
  port: number
  reach: 'this-computer' | 'network'
  trouble: string | null
}

const tones: Record<Host['state'], Tone> = {
  off: 'care',
  starting: 'busy',
  on: 'good',
  stopping: 'busy',
  trouble: 'bad',
}

export function HostPanel({ host }: { host: Host }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const [inviting, setInviting] = useState(false)
  const [copying, setCopying] = useState(false)
  const backup = useMutation(
    trpc.hosting.backup.mutationOptions({
      // Without a place nothing was written: the question stays open.
      onSuccess: (written) => written !== null && setCopying(false),
    }),
  )
  return (
    <>
      <dl className={classes['facts']}>
        <dt>{t('host.at')}</dt>
        <dd className={classes['state']}>
          <i className={classes['dot']} data-tone={tones[host.state]} aria-hidden />
          {[t(`host.state.${host.state}`), host.address ?? '']
            .filter((part) => part !== '')
            .join(' · ')}
        </dd>
        {host.fingerprint !== null && (
          <>
            <dt>{t('host.fingerprint')}</dt>
            <dd className={classes['fingerprint']}>
              {host.fingerprint.match(/.{1,8}/g)?.join(' ')}
            </dd>
          </>
        )}
      </dl>
      {host.state === 'on' && host.reach === 'this-computer' && (
        <div className={settings['outcome']} data-care>
          {t('invite.onlyHere')}
        </div>
      )}
      {host.state === 'trouble' && (
        <div className={settings['outcome']} role="alert">
          {t('host.trouble', { trouble: host.trouble ?? '?' })}
        </div>
      )}
      {host.state === 'on' && (
        <div className={classes['actions']}>
          <Button onClick={() => setInviting(true)}>{t('invite.open')}</Button>
          <Button
            variant="default"
            onClick={() => {
              backup.reset()
              setCopying(true)
            }}
          >
            {t('host.backup')}
          </Button>
        </div>
      )}
      {backup.data != null && (
        <div className={settings['outcome']} data-good role="status">
          {t(backup.variables.passphrase === null ? 'host.backupOpen' : 'host.backupDone', {
            path: backup.data.path,
          })}
        </div>
      )}
      {copying && (
        <CopyDialog
          pending={backup.isPending}
          error={backup.error}
          copy={(passphrase) => backup.mutate({ passphrase })}
          close={() => setCopying(false)}
        />
      )}
      {inviting && <InviteDialog close={() => setInviting(false)} />}
    </>
  )
}
