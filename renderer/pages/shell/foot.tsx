/** The foot: what this workstation is connected to, who works at it, the time in the clinic. */
import { Group, Menu, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconLock, IconLogout } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { nowIso } from '../../clock.ts'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { speak } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { HubState } from '../hub/hub-state.tsx'
import { useMay, useMe } from './me.ts'
import classes from './shell.module.css'

export function Foot({ demo }: { demo: boolean }) {
  const { t } = useTranslation('shell')
  const formats = useFormats()
  const me = useMe()
  return (
    <footer className={classes['foot']}>
      <HubState />
      {demo && (
        <span className={`${classes['demo']} ${classes['yields']}`} title={t('foot.demo')}>
          {t('foot.demo')}
        </span>
      )}
      <MailState />
      <span className={classes['gap']} />
      <LanguageMenu />
      <PersonMenu
        label={`${formats.shortName(me)} · ${me.roles.map((role) => t(`start:role.${role}`)).join(', ')}`}
      />
      <Clock />
    </footer>
  )
}

/** Mails that wait or failed, for those who may look into it. */
function MailState() {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const may = useMay()
  const { data } = useQuery({
    ...trpc.notifications.counts.queryOptions(),
    enabled: may('notifications.read'),
  })
  if (data === undefined) return null
  const text = t('foot.mail', { due: data.due + data.sending, failed: data.undelivered })
  return (
    <span className={classes['yields']} title={text}>
      {text}
    </span>
  )
}

function LanguageMenu() {
  const { i18n, t } = useTranslation('shell')
  const trpc = useTRPC()
  const choose = useMutation(trpc.staff.chooseOwnLanguage.mutationOptions())
  return (
    <Menu position="top-end">
      <Menu.Target>
        <UnstyledButton
          fz="inherit"
          aria-label={`${t('start:language')}: ${i18n.language.slice(0, 2).toUpperCase()}`}
        >
          {i18n.language.slice(0, 2).toUpperCase()}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            fw={language === i18n.language ? 650 : 400}
            onClick={() => {
              void speak(language)
              choose.mutate({ language })
            }}
          >
            {languageNames[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function PersonMenu({ label }: { label: string }) {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const lock = useMutation(trpc.staff.lock.mutationOptions())
  const signOut = useMutation(trpc.staff.signOut.mutationOptions())
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <UnstyledButton fz="inherit" className="cut">
          {label}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLock size={16} />}
          rightSection={<Key action="lock" />}
          onClick={() => lock.mutate()}
        >
          {t('lock')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Clock() {
  const formats = useFormats()
  const [now, setNow] = useState(nowIso)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowIso()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <Group component="time" gap={0} className="numbers">
      {formats.time(now)}
    </Group>
  )
}
