/** Before what cannot be undone: says what will happen, and asks. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'

export function ConfirmDialog({
  title,
  lead,
  warning = null,
  action,
  pending,
  confirm,
  close,
}: {
  title: string
  lead: string
  warning?: string | null
  /** The word on the button that does it. */
  action: string
  pending: boolean
  confirm: () => void
  close: () => void
}) {
  const { t } = useTranslation('common')
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm">{lead}</Text>
        {warning !== null && (
          <Text size="sm" c="var(--warn)" fw={600}>
            {warning}
          </Text>
        )}
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={close}
            data-autofocus
            rightSection={<Key keys="Escape" />}
          >
            {t('cancel')}
          </Button>
          <Button color="red.9" loading={pending} onClick={confirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
