/** What was done, with a way back, in place of "Are you sure?". */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../keyboard/keys.ts'
import { Key } from './key.tsx'

/** Long enough to read it and to find the key. */
const offeredMs = 8000

/** Says what was done and offers to take it back, by a click or Ctrl+Z. */
export function offerUndo(done: string, undo: () => void): void {
  const id = crypto.randomUUID()
  notifications.show({
    id,
    autoClose: offeredMs,
    withBorder: true,
    message: (
      <UndoOffer
        done={done}
        undo={() => {
          notifications.hide(id)
          undo()
        }}
      />
    ),
  })
}

function UndoOffer({ done, undo }: { done: string; undo: () => void }) {
  const { t } = useTranslation('common')
  useKeys(t('lastChange'), [{ action: 'undo', run: undo, inText: false }])
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{done}</Text>
      <Button
        flex="none"
        size="xs"
        variant="default"
        onClick={undo}
        rightSection={<Key action="undo" />}
      >
        {t('undo')}
      </Button>
    </Group>
  )
}
