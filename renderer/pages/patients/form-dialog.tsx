/** A form over the place one is at; closing it asks before typed words are lost. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './patients.module.css'

export interface FormDialogTools {
  /** Closes, after a question when there is something to lose. */
  cancel: () => void
  /** The form tells whether something would be lost. */
  setDirty: (isDirty: boolean) => void
}

export function FormDialog({
  title,
  size = 1120,
  onClose,
  children,
}: {
  title: string
  size?: number
  onClose: () => void
  children: (tools: FormDialogTools) => ReactNode
}) {
  const { t } = useTranslation('patients')
  const [dirty, setDirty] = useState(false)
  const [asking, setAsking] = useState(false)
  const cancel = useCallback(() => {
    if (dirty) setAsking(true)
    else onClose()
  }, [dirty, onClose])
  return (
    <Modal
      opened
      onClose={cancel}
      title={title}
      size={size}
      padding={0}
      yOffset={20}
      closeOnClickOutside={!dirty}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{
        content: classes['dialog'] ?? '',
        body: classes['dialogBody'] ?? '',
        header: classes['dialogHead'] ?? '',
      }}
    >
      {asking && (
        <Group className={classes['asking'] ?? ''} role="alert">
          <Text size="sm">{t('discardAsk')}</Text>
          <Button size="compact-sm" autoFocus variant="default" onClick={() => setAsking(false)}>
            {t('goOnTyping')}
          </Button>
          <Button size="compact-sm" color="red" variant="light" onClick={onClose}>
            {t('discard')}
          </Button>
        </Group>
      )}
      {children({ cancel, setDirty })}
    </Modal>
  )
}
