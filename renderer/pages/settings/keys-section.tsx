/** Which key does what: all actions, changed by pressing the new keys; they go with the person to every desk. */
import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { actionOf, actionPlaces, type KeyAction, keyActions } from '../../keyboard/actions.ts'
import {
  actionsWith,
  changedKeys,
  fixedKeys,
  keysOf,
  useKeyLabels,
  withKeys,
} from '../../keyboard/bindings.ts'
import { keyName } from '../../keyboard/layout.ts'
import { useTRPC } from '../../trpc.ts'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

export function KeysSection() {
  const { t } = useTranslation('settings')
  const save = useSaveKeys()
  // Draws anew when keys change.
  useKeyLabels()
  return (
    <Section name="keys" lead={t('keys.lead')}>
      {actionPlaces.map((place) => (
        <Setting key={place} name={`keys.${place}`}>
          {({ label }) => (
            <div role="group" aria-label={label}>
              <div className={classes['keysHead']}>{label}</div>
              {keyActions
                .filter((action) => actionOf(action).place === place)
                .map((action) => (
                  <ActionRow
                    key={action}
                    action={action}
                    choose={(keys) => save(withKeys(action, keys))}
                  />
                ))}
            </div>
          )}
        </Setting>
      ))}
      <Button variant="default" disabled={changedKeys().length === 0} onClick={() => save([])}>
        {t('keys.resetAll')}
      </Button>
    </Section>
  )
}

function useSaveKeys() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const onError = useShowError()
  const { mutate } = useMutation(
    trpc.preferences.chooseKeys.mutationOptions({
      onError,
      onSuccess: () => queries.invalidateQueries(trpc.preferences.mine.queryFilter()),
    }),
  )
  return (choices: { action: string; keys: string | null }[]) => mutate({ choices })
}

function ActionRow({
  action,
  choose,
}: {
  action: KeyAction
  /** Undefined: the action's own keys. */
  choose: (keys: string | null | undefined) => void
}) {
  const { t } = useTranslation('settings')
  const [listening, setListening] = useState(false)
  const keys = keysOf(action)
  const isOwn = keys === actionOf(action).keys
  const label = t(actionOf(action).label)
  const others = keys === null ? [] : actionsWith(keys, action)

  function listen(event: KeyboardEvent): void {
    if (!listening || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
    setListening(false)
    const pressed = keyName(event.nativeEvent)
    if (pressed === 'Escape') return
    if (!fixedKeys.has(pressed)) choose(pressed)
  }

  return (
    <div className={classes['keysRow']} data-action={action}>
      <span className="cut" title={label}>
        {label}
      </span>
      <Button
        size="compact-sm"
        variant={listening ? 'light' : 'default'}
        aria-label={`${label}: ${t('keys.change')}`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={listen}
      >
        {listening ? t('keys.press') : keys === null ? t('keys.none') : <Key keys={keys} />}
      </Button>
      {isOwn ? (
        <span />
      ) : (
        <Button size="compact-sm" variant="subtle" onClick={() => choose(undefined)}>
          {t('keys.reset')}
        </Button>
      )}
      {others.length > 0 && (
        <Text size="xs" c="var(--bad)" role="alert" className={classes['keysClash'] ?? ''}>
          {t('keys.clash', {
            actions: others.map((other) => t(actionOf(other).label)).join(', '),
          })}
        </Text>
      )}
    </div>
  )
}
