/** `?` lists all keys that work on the screen. */
import { Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import classes from './shell.module.css'
import { useKeyGroups, useKeys } from '../../keyboard/keys.ts'

export function KeyHelp() {
  const { t } = useTranslation('shell')
  const [open, setOpen] = useState(false)
  const groups = useKeyGroups()
  useKeys(t('help'), [{ action: 'help', run: () => setOpen(true) }])
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={t('help')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes['keyGroups']}>
        {groups
          .filter((group) => group.bindings.length > 0)
          .map((group) => (
            <Stack key={group.title} gap={5} className={classes['keyGroup']}>
              <Title order={3}>{group.title}</Title>
              {group.bindings.map((binding) => (
                <Group key={binding.keys} justify="space-between" wrap="nowrap">
                  <Text size="sm">{binding.label}</Text>
                  <Key keys={binding.keys} />
                </Group>
              ))}
            </Stack>
          ))}
      </div>
    </Modal>
  )
}
