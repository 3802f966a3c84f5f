/** The notification log: every mail, how it stands, why it failed, and sending it again. */
import { Button, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { nowIso } from '../../clock.ts'
import { messageStates } from '../../../main/clinic/notifications/notifications.input.ts'
import {
  type MessageState as State,
  resendAs,
} from '../../../main/clinic/notifications/notifications.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  type Selection,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { type Message, MessagePanel } from './message-panel.tsx'
import { MessageState } from './message-state.tsx'
import classes from './notifications.module.css'

const pageSize = 100
const noMessages: Message[] = []

export default function NotificationsPage() {
  const { t } = useTranslation('notifications')
  const trpc = useTRPC()
  const [state, setState] = useState<State | 'all'>('all')
  const [text, setText] = useState('')
  const [searched] = useDebouncedValue(text.trim(), 150)
  const { data: counts } = useQuery(trpc.notifications.counts.queryOptions())
  const log = useInfiniteQuery({
    ...trpc.notifications.list.infiniteQueryOptions(
      {
        state: state === 'all' ? null : state,
        text: searched === '' ? null : searched,
        limit: pageSize,
      },
      { getNextPageParam: (page) => page.next },
    ),
    placeholderData: keepPreviousData,
  })
  const messages = log.data?.pages.flatMap((page) => page.messages) ?? noMessages
  const selection = useSelection(messages.map(({ id }) => id))
  const selected = messages.find(({ id }) => id === selection.id)
  const { resend, pending } = useResend(selection)
  useMessageKeys(selection, selected, resend)
  const total =
    counts === undefined
      ? undefined
      : counts.due + counts.sending + counts.sent + counts.failed + counts.cancelled

  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        <ListSearch
          value={text}
          onChange={setText}
          placeholder={t('search')}
          move={selection.move}
        />
      </PageHead>
      <TwoPanes
        sideLabel={t('selected')}
        bar={
          <FilterChips
            label={t('filter')}
            value={state}
            onChange={setState}
            chips={[
              { value: 'all', label: t('all'), count: total },
              ...messageStates.map((value) => ({
                value,
                label: t(`state.${value}`),
                count: counts?.[value],
              })),
            ]}
          />
        }
        list={
          <>
            {counts?.configured === false && <NotConfigured waiting={counts.due} />}
            {log.error !== null ? (
              <ErrorNote error={log.error} retry={() => void log.refetch()} />
            ) : log.data === undefined ? (
              <Loading />
            ) : messages.length === 0 ? (
              <NoMessages narrowed={state !== 'all' || searched !== ''} />
            ) : (
              <MessageTable messages={messages} selection={selection} />
            )}
            {log.hasNextPage && (
              <div className={classes['more']}>
                <Button
                  size="xs"
                  variant="default"
                  loading={log.isFetchingNextPage}
                  onClick={() => void log.fetchNextPage()}
                >
                  {t('common:more')}
                </Button>
              </div>
            )}
          </>
        }
        side={
          selected === undefined ? (
            <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
          ) : (
            <MessagePanel
              message={selected}
              resend={resend === null ? null : () => resend(selected)}
              pending={pending}
            />
          )
        }
      />
    </>
  )
}

/** Null for those who may only look. */
function useResend(selection: Selection) {
  const { t } = useTranslation('notifications')
  const trpc = useTRPC()
  const may = useMay()
  const showError = useShowError()
  const mutation = useMutation(
    trpc.notifications.resend.mutationOptions({
      onError: showError,
      onSuccess: ({ id }) => {
        selection.select(id)
        notifications.show({ message: t('resent'), autoClose: 3000 })
      },
    }),
  )
  const resend = (message: Message) => {
    if (resendAs(message.state) !== null && !mutation.isPending) mutation.mutate({ id: message.id })
  }
  return {
    resend: may('notifications.resend') ? resend : null,
    pending: mutation.isPending,
  }
}

function useMessageKeys(
  selection: Selection,
  selected: Message | undefined,
  resend: ((message: Message) => void) | null,
): void {
  const { t } = useTranslation('notifications')
  const navigate = useNavigate()
  const patientId = selected?.patientId ?? null
  useKeys(t('title'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    ...(selected !== undefined && resend !== null
      ? [{ keys: 'KeyR', label: t('resend'), run: () => resend(selected) }]
      : []),
    ...(patientId === null
      ? []
      : [
          {
            keys: 'Enter',
            label: t('openPatient'),
            run: () => void navigate(`/patients/${patientId}`),
          },
        ]),
  ])
}

function MessageTable({ messages, selection }: { messages: Message[]; selection: Selection }) {
  const { t } = useTranslation('notifications')
  const formats = useFormats()
  const today = formats.dayOf(nowIso())
  /** Today's times alone: the day is what one looks at most. */
  const moment = (instant: string) =>
    formats.dayOf(instant) === today ? formats.time(instant) : formats.shortMoment(instant)
  const columns: Column<Message>[] = [
    {
      key: 'state',
      label: t('column.state'),
      width: '122px',
      renderCell: ({ state }) => <MessageState state={state} />,
    },
    {
      key: 'written',
      label: t('column.written'),
      width: '98px',
      renderCell: ({ createdAt }) => moment(createdAt),
    },
    {
      key: 'recipient',
      label: t('column.recipient'),
      renderCell: ({ recipientName, recipientAddress }) => (
        <span title={`${recipientName} ${recipientAddress ?? ''}`}>
          {recipientName}{' '}
          <span className={classes['address']}>{recipientAddress ?? t('noAddress')}</span>
        </span>
      ),
    },
    {
      key: 'template',
      label: t('column.template'),
      width: '26%',
      renderCell: (message) => <Subject message={message} />,
    },
    {
      key: 'language',
      label: t('column.language'),
      width: '50px',
      renderCell: ({ language }) => language.slice(0, 2).toUpperCase(),
    },
    {
      key: 'attempts',
      label: t('column.attempts'),
      width: '116px',
      atEnd: true,
      renderCell: ({ attempts, nextAttemptAt }) =>
        nextAttemptAt === null
          ? formats.number(attempts)
          : `${formats.number(attempts)}, ${t('nextTry', { time: moment(nextAttemptAt) })}`,
    },
  ]
  return (
    <RowTable
      label={t('title')}
      columns={columns}
      rows={messages}
      selection={selection}
      isFaded={({ state }) => state === 'cancelled'}
    />
  )
}

/** What the mail is about, and below it why it did not go. */
function Subject({ message }: { message: Message }) {
  const { t } = useTranslation('notifications')
  const about = t(`template.${message.template}`)
  if (message.errorCode === null) return <span title={about}>{about}</span>
  const error = t(`error.${message.errorCode}`, { defaultValue: t('error.unexpected') })
  return (
    <>
      <span title={about}>{about}</span>
      <div
        className={`cut ${classes['error']}`}
        data-waits={message.state === 'due' || undefined}
        title={error}
      >
        {error}
      </div>
    </>
  )
}

function NotConfigured({ waiting }: { waiting: number }) {
  const { t } = useTranslation('notifications')
  const may = useMay()
  return (
    <div className={classes['notice']} role="status">
      <span>{t('notConfigured', { count: waiting })}</span>
      {may('settings.write') && (
        <Button component={Link} to="/settings?section=mail" size="xs" variant="default">
          {t('setUpMail')}
        </Button>
      )}
    </div>
  )
}

function NoMessages({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation('notifications')
  return narrowed ? (
    <Empty title={t('common:nothingFound')} hint={t('common:nothingFoundHint')} />
  ) : (
    <Empty title={t('empty')} hint={t('emptyHint')} />
  )
}
