/** What a visit issued on paper, prescriptions and certificates alike: the section, one of them, and calling one off. */
import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelCertificateInput } from '../../../main/clinic/certificates/certificates.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { PaperButtons, type Paper } from '../documents/papers.tsx'
import classes from './record.module.css'

type Kind = 'certificates' | 'prescriptions'

/** The papers of one kind under their heading, and the way to a new one. */
export function IssuedSection({
  kind,
  isEmpty,
  add,
  children,
}: {
  kind: Kind
  isEmpty: boolean
  /** Where one can be issued. */
  add: { keys: string; open: () => void } | undefined
  children: ReactNode
}) {
  const { t } = useTranslation('record')
  return (
    <section aria-label={t(`${kind}.title`)}>
      <Title order={3} mb={6}>
        {t(`${kind}.title`)}
      </Title>
      <Stack gap={8}>
        {isEmpty && (
          <Text size="sm" c="var(--soft)">
            {t(`${kind}.none`)}
          </Text>
        )}
        {children}
        {add !== undefined && (
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            leftSection={<IconPlus size={15} aria-hidden />}
            rightSection={<Key keys={add.keys} />}
            onClick={add.open}
          >
            {t(`${kind}.new`)}
          </Button>
        )}
      </Stack>
    </section>
  )
}

/** One of them: what it says, its number and its paper, or why it holds no more. */
export function IssuedItem({
  kind,
  issued: { number, cancelledAt, cancelReason },
  paper,
  cancel,
  children,
}: {
  kind: Kind
  issued: { number: string; cancelledAt: string | null; cancelReason: string | null }
  paper: Paper | undefined
  cancel: (() => void) | undefined
  children: ReactNode
}) {
  const { t } = useTranslation('record')
  return (
    <div className={classes['issued']} data-cancelled={cancelledAt !== null || undefined}>
      {children}
      {cancelledAt !== null && (
        <Text size="xs" c="var(--bad)" mt={4}>
          {t(`${kind}.cancelled`, { reason: cancelReason })}
        </Text>
      )}
      <Group justify="space-between" mt={6} gap={6}>
        <Text size="xs" c="var(--soft)" className="numbers">
          {number}
          {cancel !== undefined && cancelledAt === null && (
            <>
              {' · '}
              <Anchor
                component="button"
                type="button"
                size="xs"
                aria-label={t(`${kind}.cancelNamed`, { number })}
                onClick={cancel}
              >
                {t(`${kind}.cancel`)}
              </Anchor>
            </>
          )}
        </Text>
        {cancelledAt === null && <PaperButtons paper={paper} />}
      </Group>
    </div>
  )
}

/** A reason, which is asked for alike of both. */
const cancelForm = cancelCertificateInput.omit({ id: true })

export function CancelIssuedDialog({
  kind,
  number,
  call,
  onClose,
}: {
  kind: Kind
  number: string
  call: { isPending: boolean; error: unknown; cancel: (reason: string) => void }
  onClose: () => void
}) {
  const { t } = useTranslation('record')
  const form = useSchemaForm(cancelForm, { reason: '' })
  const field = useFieldTools(form, call.error)
  const submit = form.handleSubmit(({ reason }) => call.cancel(reason))
  return (
    <FormModal
      title={t(`${kind}.cancelNamed`, { number })}
      submitLabel={t(`${kind}.cancelIt`)}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={call.isPending}
      error={call.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('reason')}
        withAsterisk
        maxLength={500}
        {...field.text('reason')}
      />
    </FormModal>
  )
}
