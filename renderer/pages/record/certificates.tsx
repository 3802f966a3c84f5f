/** The sick notes and certificates of one visit, with their papers. */
import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelCertificateInput } from '../../../main/clinic/certificates/certificates.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PaperButtons, type Paper } from '../documents/papers.tsx'
import { useMay, useMe } from '../shell/me.ts'
import { CertificateDialog } from './certificate-dialog.tsx'
import classes from './record.module.css'

type Certificate = RouterOutputs['certificates']['ofPatient'][number]

const newKey = 'Alt+KeyC'

export function Certificates({
  patientId,
  encounterId,
  visitDay,
  paperOf,
}: {
  patientId: string
  encounterId: string
  visitDay: string
  paperOf: (kind: string, subjectId: string) => Paper | undefined
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const me = useMe()
  const mayIssue = useMay()('certificates.issue')
  const [open, setOpen] = useState<'new' | Certificate | null>(null)
  const { data = [] } = useQuery(trpc.certificates.ofPatient.queryOptions({ patientId }))
  const ofVisit = data.filter((one) => one.encounterId === encounterId)
  useKeys(
    t('certificates.title'),
    mayIssue ? [{ keys: newKey, label: t('certificates.new'), run: () => setOpen('new') }] : [],
  )
  return (
    <section aria-label={t('certificates.title')}>
      <Title order={3} mb={6}>
        {t('certificates.title')}
      </Title>
      <Stack gap={8}>
        {ofVisit.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('certificates.none')}
          </Text>
        )}
        {ofVisit.map((one) => (
          <CertificateItem
            key={one.id}
            certificate={one}
            paper={paperOf(one.kind, one.id)}
            {...(one.requesterId === me.id && { cancel: () => setOpen(one) })}
          />
        ))}
        {mayIssue && (
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            leftSection={<IconPlus size={15} aria-hidden />}
            rightSection={<Key keys={newKey} />}
            onClick={() => setOpen('new')}
          >
            {t('certificates.new')}
          </Button>
        )}
      </Stack>
      {open === 'new' && (
        <CertificateDialog
          close={() => setOpen(null)}
          patientId={patientId}
          encounterId={encounterId}
          visitDay={visitDay}
        />
      )}
      {open !== null && open !== 'new' && (
        <CancelDialog certificate={open} onClose={() => setOpen(null)} />
      )}
    </section>
  )
}

function CertificateItem({
  certificate,
  paper,
  cancel,
}: {
  certificate: Certificate
  paper: Paper | undefined
  cancel?: () => void
}) {
  const { t } = useTranslation('record')
  const { number, cancelledAt, cancelReason } = certificate
  return (
    <div className={classes['prescription']} data-cancelled={cancelledAt !== null || undefined}>
      <CertificateFacts certificate={certificate} />
      {cancelledAt !== null && (
        <Text size="xs" c="var(--bad)" mt={4}>
          {t('certificates.cancelled', { reason: cancelReason })}
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
                aria-label={t('certificates.cancelNamed', { number })}
                onClick={cancel}
              >
                {t('certificates.cancel')}
              </Anchor>
            </>
          )}
        </Text>
        {cancelledAt === null && <PaperButtons paper={paper} />}
      </Group>
    </div>
  )
}

/** What it is, for which days, and what it says. */
function CertificateFacts({
  certificate,
}: {
  certificate: Pick<Certificate, 'kind' | 'fromDay' | 'toDay' | 'text'>
}) {
  const { t } = useTranslation('record')
  const formats = useFormats()
  const { kind, fromDay, toDay, text } = certificate
  return (
    <>
      <span className={classes['substance']}>{t(`certificates.kinds.${kind}`)}</span>
      {fromDay !== null && toDay !== null && (
        <Text size="sm" className="numbers">
          {formats.day(fromDay)}–{formats.day(toDay)}
        </Text>
      )}
      {text !== '' && (
        <Text size="sm" c="var(--soft)" lineClamp={3}>
          {text}
        </Text>
      )}
    </>
  )
}

const cancelForm = cancelCertificateInput.omit({ id: true })

function CancelDialog({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const cancel = useMutation(trpc.certificates.cancel.mutationOptions({ onSuccess: onClose }))
  const form = useSchemaForm(cancelForm, { reason: '' })
  const field = useFieldTools(form, cancel.error)
  const submit = form.handleSubmit(({ reason }) => cancel.mutate({ id: certificate.id, reason }))
  return (
    <FormModal
      title={t('certificates.cancelNamed', { number: certificate.number })}
      submitLabel={t('certificates.cancelIt')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={cancel.isPending}
      error={cancel.error}
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
