/** A form in a dialog: the first field has the focus, Enter sends (Ctrl+Enter from anywhere), Esc closes, the one filled button saves. */
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, refusalOf } from './errors.tsx'
import { Key } from './key.tsx'

export function FormModal({
  title,
  submitLabel,
  onSubmit,
  onClose,
  pending,
  error,
  placed = [],
  size = 'lg',
  focusSubmit = false,
  manyLines = false,
  children,
}: {
  title: string
  submitLabel: string
  onSubmit: () => void
  onClose: () => void
  pending: boolean
  error: unknown
  /** Refusals that stand at a field, and so not at the foot. */
  placed?: readonly string[]
  size?: string | number
  /** Whether Enter sends it as it opens: where all is filled in already. */
  focusSubmit?: boolean
  /** Whether it is words of many lines, where Enter ends a line: then the button names Ctrl+Enter. */
  manyLines?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation('common')
  const code = refusalOf(error)?.code
  const isPlaced = code !== undefined && placed.includes(code)
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      yOffset="2vh"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        ref={takeFocus}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
        onKeyDown={(event) => {
          if (!event.ctrlKey || event.key !== 'Enter') return
          event.preventDefault()
          if (!pending) onSubmit()
        }}
      >
        <Stack gap="sm">
          {children}
          {error !== null && !isPlaced && <ErrorNote error={error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} rightSection={<Key keys="Escape" />}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              data-autofocus={focusSubmit || undefined}
              loading={pending}
              rightSection={<Key keys={manyLines ? 'Ctrl+Enter' : 'Enter'} />}
            >
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/**
 * The focus goes to its place with the form itself, not when the dialog has come to rest: keys that are
 * pressed at once are the form's already.
 */
function takeFocus(form: HTMLFormElement | null): void {
  const place =
    form?.querySelector<HTMLElement>('[data-autofocus]') ??
    form?.querySelector<HTMLElement>('input:not([type="hidden"]), textarea') ??
    form?.querySelector<HTMLElement>('[type="submit"]')
  place?.focus({ preventScroll: true })
}
