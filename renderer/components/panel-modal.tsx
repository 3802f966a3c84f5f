/** What stands beside a list elsewhere, over whatever screen it is opened from; its keys work in the dialog too. */
import { Modal, Stack } from '@mantine/core'
import { type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogDepth, useKeys } from '../keyboard/keys.ts'

export function PanelModal({
  title,
  size = 560,
  onClose,
  children,
}: {
  title: string
  size?: number
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useTranslation('common')
  const depth = useContext(DialogDepth)
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={false}
      title={title}
      size={size}
      yOffset="4vh"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <DialogDepth value={depth + 1}>
        <EscapeCloses onClose={onClose} />
        <Stack gap="sm">{children}</Stack>
      </DialogDepth>
    </Modal>
  )
}

/** A key of the dialog's own, because Escape would close all that lie over each other at once. */
function EscapeCloses({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('common')
  useKeys(t('close'), [{ keys: 'Escape', label: t('close'), run: onClose, inText: true }])
  return null
}
