/** One mail as its recipient reads it, what became of it, and sending it again. */
import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { resendAs } from '../../../main/clinic/notifications/notifications.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { MessageState } from './message-state.tsx'
import classes from './notifications.module.css'

export type Message = RouterOutputs['notifications']['list']['messages'][number]

export function MessagePanel({
  message,
  resend,
  pending,
}: {
  message: Message
  resend: (() => void) | null
  pending: boolean
}) {
  const { t } = useTranslation('notifications')
  const formats = useFormats()
  const navigate = useNavigate()
  const { patientId } = message
  return (
    <>
      <div>
        <Title order={2}>{message.subject ?? t(`template.${message.template}`)}</Title>
        <Text size="sm" c="var(--soft)">
          {t(`template.${message.template}`)} · {t(`audience.${message.audience}`)}
        </Text>
      </div>
      <Facts
        facts={[
          [t('fact.to'), <Recipient key="to" message={message} />],
          [t('fact.state'), <MessageState key="state" state={message.state} />],
          [t('fact.written'), formats.moment(message.createdAt)],
          [t('fact.sent'), message.sentAt === null ? null : formats.moment(message.sentAt)],
          [
            t('fact.next'),
            message.nextAttemptAt === null ? null : formats.moment(message.nextAttemptAt),
          ],
          [t('fact.attempts'), formats.number(message.attempts)],
        ]}
      />
      <Problem message={message} />
      <Group gap="xs">
        {resend !== null && resendAs(message.state) !== null && (
          <Button
            variant={message.state === 'failed' ? 'filled' : 'default'}
            rightSection={<Key keys="KeyR" />}
            loading={pending}
            onClick={resend}
          >
            {t('resend')}
          </Button>
        )}
        {patientId !== null && (
          <Button
            variant="default"
            rightSection={<Key keys="Enter" />}
            onClick={() => void navigate(`/patients/${patientId}`)}
          >
            {t('openPatient')}
          </Button>
        )}
      </Group>
      <Preview id={message.id} />
    </>
  )
}

function Recipient({ message }: { message: Message }) {
  const { t } = useTranslation('notifications')
  return (
    <>
      {message.recipientName}
      {message.recipientName !== '' && ' '}
      <Text span c="var(--soft)">
        {message.recipientAddress ?? t('noAddress')}
      </Text>
    </>
  )
}

/** Why it did not go, what is done about it, and the server's own words. */
function Problem({ message }: { message: Message }) {
  const { t } = useTranslation('notifications')
  if (message.errorCode === null) return null
  return (
    <div className={classes['problem']} data-waits={message.state === 'due' || undefined}>
      {t(`error.${message.errorCode}`, { defaultValue: t('error.unexpected') })}
      {message.errorText !== null && message.errorText !== '' && (
        <q cite="" title={t('serverSaid')}>
          {message.errorText}
        </q>
      )}
    </div>
  )
}

/** The mail's words; the page in it can run nothing, load nothing and lead nowhere. */
function Preview({ id }: { id: string }) {
  const { t } = useTranslation('notifications')
  const trpc = useTRPC()
  const [shown, setShown] = useState<'page' | 'text'>('page')
  // The frame stays while one goes from mail to mail: a new one would be white for a moment.
  const { data, error, refetch } = useQuery({
    ...trpc.notifications.preview.queryOptions({ id }),
    placeholderData: keepPreviousData,
  })
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <section className={classes['preview']} aria-label={t('preview')}>
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('preview')}
          value={shown}
          onChange={(value) => setShown(value === 'text' ? 'text' : 'page')}
          data={[
            { value: 'page', label: t('asPage') },
            { value: 'text', label: t('asText') },
          ]}
        />
        <Text size="xs" c="var(--soft)">
          {languageNames[data.language]}
          {data.hasCalendar && ` · ${t('withCalendar')}`}
        </Text>
      </Group>
      {shown === 'page' ? (
        <iframe
          className={classes['frame']}
          title={data.subject}
          sandbox=""
          srcDoc={data.html}
          lang={data.language}
          tabIndex={-1}
        />
      ) : (
        <textarea
          className={classes['text']}
          aria-label={data.subject}
          lang={data.language}
          value={data.text}
          readOnly
        />
      )}
    </section>
  )
}
