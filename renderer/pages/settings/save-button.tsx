/** The foot of a settings form: saves, and tells that it was. */
import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import classes from './settings.module.css'

export function SaveButton({
  isDirty,
  pending,
  error,
  placed = [],
}: {
  isDirty: boolean
  pending: boolean
  error: unknown
  /** Refusals that stand at a field. */
  placed?: readonly string[]
}) {
  const { t } = useTranslation('settings')
  const code = refusalOf(error)?.code
  const isPlaced = code === 'invalid-input' || (code !== undefined && placed.includes(code))
  return (
    <>
      {error !== null && !isPlaced && <ErrorNote error={error} />}
      <div className={classes['foot']}>
        <Button
          type="submit"
          loading={pending}
          disabled={!isDirty}
          rightSection={<Key keys="Ctrl+KeyS" />}
        >
          {t('common:save')}
        </Button>
        {isDirty && (
          <Text size="sm" c="var(--soft)">
            {t('notSaved')}
          </Text>
        )}
      </div>
    </>
  )
}

export function tellSaved(sentence: string): void {
  notifications.show({ message: sentence, autoClose: 2500 })
}
