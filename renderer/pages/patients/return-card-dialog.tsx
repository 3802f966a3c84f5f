/** Returning a card: the reason, which the patient reads in the mail. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'

const longestReason = 1000

export function ReturnCardDialog({
  pending,
  onReturn,
  onClose,
}: {
  pending: boolean
  onReturn: (reason: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('patients')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const isEmpty = reason.trim() === ''

  function submit(): void {
    setTried(true)
    if (!isEmpty && !pending) onReturn(reason)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('card.returnTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          <Textarea
            data-autofocus
            label={t('card.reason')}
            description={t('card.reasonHint')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={longestReason}
            value={reason}
            error={tried && isEmpty ? t('errors:field.required') : undefined}
            // A reason is one line, however long: it stands in a mail's sentence.
            onChange={(event) => setReason(event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' '))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              submit()
            }}
          />
          <Text size="sm" c="var(--soft)">
            {t('card.returnHint')}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} rightSection={<Key keys="Escape" />}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={pending} rightSection={<Key keys="Enter" />}>
              {t('card.return')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
