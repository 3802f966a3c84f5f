/** One step of a referral that asks for something: where to and with which papers, or why it ends. */
import { Checkbox, Input, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import { FormModal } from '../../components/form-modal.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import type { StepProps } from './types.ts'

export type ReferralStep = 'send' | 'answer' | 'close' | 'revoke'

export function ReferralStepDialog({ step, ...props }: StepProps & { step: ReferralStep }) {
  if (step === 'send') return <SendDialog {...props} />
  if (step === 'answer') return <AnswerDialog {...props} />
  return <WordsDialog step={step} {...props} />
}

function WordsDialog({
  step,
  referral: { id, number },
  onClose,
}: StepProps & { step: 'close' | 'revoke' }) {
  const { t } = useTranslation('referrals')
  const trpc = useTRPC()
  const done = { onSuccess: onClose }
  const close = useMutation(trpc.referrals.close.mutationOptions(done))
  const revoke = useMutation(trpc.referrals.revoke.mutationOptions(done))
  const [said, setSaid] = useState('')
  const [isSent, setSent] = useState(false)
  const isNeeded = step === 'revoke'
  const isMissing = isNeeded && said.trim() === ''
  function submit(): void {
    setSent(true)
    if (isMissing) return
    if (step === 'close') close.mutate({ id, note: said.trim() === '' ? null : said })
    if (step === 'revoke') revoke.mutate({ id, reason: said.trim().replaceAll(/\s+/g, ' ') })
  }
  const calls = [close, revoke]
  return (
    <FormModal
      title={`${t(`step.${step}`)} · ${number}`}
      submitLabel={t(`submit.${step}`)}
      onSubmit={submit}
      onClose={onClose}
      pending={calls.some(({ isPending }) => isPending)}
      error={calls.find(({ error }) => error !== null)?.error ?? null}
      manyLines
    >
      <Textarea
        label={t(`says.${step}`)}
        withAsterisk={isNeeded}
        autosize
        minRows={2}
        maxRows={14}
        maxLength={500}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        error={isSent && isMissing ? t('errors:field.required') : null}
        data-autofocus
      />
      {step === 'revoke' && (
        <Text size="sm" c="var(--soft)">
          {t('revokeHint')}
        </Text>
      )}
    </FormModal>
  )
}

function SendDialog({ referral, onClose }: StepProps) {
  const { t } = useTranslation('referrals')
  const trpc = useTRPC()
  const formats = useFormats()
  const { id, patientId, performerEmail } = referral
  const whole = useQuery(trpc.referrals.get.queryOptions({ id }))
  const papers = useQuery(trpc.documents.list.queryOptions({ patientId }))
  const send = useMutation(trpc.referrals.send.mutationOptions({ onSuccess: onClose }))
  const [way, setWay] = useState<'mail' | 'paper'>(performerEmail === null ? 'paper' : 'mail')
  const [email, setEmail] = useState(performerEmail ?? '')
  const [documentIds, setDocumentIds] = useState<string[]>([])
  const [isSent, setSent] = useState(false)
  const isWrong = way === 'mail' && !z.email().safeParse(email.trim()).success
  function submit(): void {
    setSent(true)
    if (isWrong) return
    send.mutate(way === 'paper' ? { id, way } : { id, way, email: email.trim(), documentIds })
  }
  const others = (papers.data ?? []).filter(
    ({ kind, subjectId, state }) => state === 'ready' && !(kind === 'referral' && subjectId === id),
  )
  return (
    <FormModal
      title={`${t('step.send')} · ${referral.number}`}
      submitLabel={t(`submit.send-${way}`)}
      onSubmit={submit}
      onClose={onClose}
      pending={send.isPending}
      error={send.error}
      focusSubmit={performerEmail === null}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('way.label')}
        value={way}
        onChange={(value) => setWay(value === 'mail' ? 'mail' : 'paper')}
        data={[
          { value: 'mail', label: t('way.mail') },
          { value: 'paper', label: t('way.paper') },
        ]}
      />
      {way === 'mail' && (
        <>
          <TextInput
            type="email"
            label={t('email')}
            withAsterisk
            maxLength={200}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={isSent && isWrong ? t('errors:field.invalid_format_email') : null}
            data-autofocus
          />
          {others.length > 0 && (
            <Input.Wrapper label={t('attachments')} labelElement="div">
              <Checkbox.Group value={documentIds} onChange={setDocumentIds}>
                <Stack gap={6} mt={6} mah={220} style={{ overflowY: 'auto' }}>
                  {others.map((paper) => (
                    <Checkbox
                      key={paper.id}
                      value={paper.id}
                      label={[
                        t(`patients:papers.kinds.${paper.kind}`),
                        paper.number,
                        formats.day(formats.dayOf(paper.createdAt)),
                      ].join(' · ')}
                    />
                  ))}
                </Stack>
              </Checkbox.Group>
            </Input.Wrapper>
          )}
          {whole.data?.maySendData === false && (
            <Text size="sm" c="var(--bad)" role="note">
              {t('noConsent')}
            </Text>
          )}
        </>
      )}
      {way === 'paper' && (
        <Text size="sm" c="var(--soft)">
          {t('paperHint')}
        </Text>
      )}
    </FormModal>
  )
}
