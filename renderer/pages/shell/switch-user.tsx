/** Taking the workstation over with a PIN: one key opens it, a digit says who, four digits that it is they. */
import { Alert, Modal, Stack, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { PinEntry } from '../session/pin-entry.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { keyName } from '../../keyboard/layout.ts'
import { useTRPC } from '../../trpc.ts'
import { useMe } from './me.ts'
import classes from './shell.module.css'

export function SwitchUser() {
  const { t } = useTranslation('shell')
  const [isOpen, setIsOpen] = useState(false)
  useKeys(t('switch.title'), [{ action: 'switchUser', run: () => setIsOpen(true), inText: true }])
  return (
    <Modal
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title={t('switch.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <People />
    </Modal>
  )
}

/** As many as there are digits. */
const mostPeople = 9

function People() {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const formats = useFormats()
  const me = useMe()
  const { data } = useQuery({ ...trpc.staff.pinPeople.queryOptions(), staleTime: 0 })
  const [chosenId, setChosenId] = useState<string | null>(null)
  const others = data?.filter(({ id }) => id !== me.id).slice(0, mostPeople) ?? []
  const chosen = others.find(({ id }) => id === chosenId) ?? null

  useEffect(() => {
    if (chosenId !== null) return undefined
    const choose = (event: KeyboardEvent) => {
      const digit = /^Digit([1-9])$/.exec(keyName(event))?.[1]
      const person = digit === undefined ? undefined : others[Number(digit) - 1]
      if (person === undefined) return
      event.preventDefault()
      setChosenId(person.id)
    }
    window.addEventListener('keydown', choose)
    return () => window.removeEventListener('keydown', choose)
  })

  if (data === undefined) return null
  if (others.length === 0) return <Alert>{t('switch.nobody')}</Alert>
  return (
    <Stack gap="xs">
      <Text size="sm" c="var(--soft)">
        {t('switch.lead')}
      </Text>
      {others.map((person, index) => (
        <UnstyledButton
          key={person.id}
          className={classes['person']}
          aria-pressed={person.id === chosenId}
          onClick={() => setChosenId(person.id)}
        >
          <Key keys={`Digit${index + 1}`} /> {formats.name(person)}
          <span className={classes['role']}>
            {person.roles.map((role) => t(`start:role.${role}`)).join(', ')}
          </span>
        </UnstyledButton>
      ))}
      {chosen !== null && (
        <PinEntry
          key={chosen.id}
          practitionerId={chosen.id}
          label={t('switch.pin', { name: formats.shortName(chosen) })}
        />
      )}
    </Stack>
  )
}
