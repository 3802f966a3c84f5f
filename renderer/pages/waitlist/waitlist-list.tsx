/** The waitlist: who wants an earlier time, what is free for them now, and what they said so far. */
import { Button, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { Facts, moveKeys, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import classes from '../calls/calls.module.css'
import { PageHead } from '../shell/page-head.tsx'
import { WaitlistForm } from './waitlist-form.tsx'

type Entry = RouterOutputs['waitlist']['list'][number]

export function WaitlistList() {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.waitlist.list.queryOptions())
  const [adding, setAdding] = useState(false)
  useKeys(t('waitlist.title'), [
    { keys: 'KeyA', label: t('waitlist.add'), run: () => setAdding(true) },
  ])
  const add = (
    <Button size="xs" rightSection={<Key keys="KeyA" />} onClick={() => setAdding(true)}>
      {t('waitlist.add')}
    </Button>
  )
  return (
    <>
      <PageHead>
        <Title order={1}>{t('waitlist.title')}</Title>
        {data !== undefined && data.length > 0 && add}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty title={t('waitlist.empty')} hint={t('waitlist.emptyHint')} action={add} />
      )}
      {data !== undefined && data.length > 0 && <Rows rows={data} />}
      {adding && <WaitlistForm close={() => setAdding(false)} />}
    </>
  )
}

function useWishText(): (entry: Entry) => string {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  return ({ weekdays, partOfDay, fromDay, toDay }) =>
    [
      weekdays.map((weekday) => formats.shortWeekday(weekday)).join(', '),
      partOfDay === null ? '' : t(`waitlist.part.${partOfDay}`),
      toDay === null
        ? t('waitlist.since', { day: formats.day(fromDay) })
        : `${formats.day(fromDay)} – ${formats.day(toDay)}`,
    ]
      .filter((part) => part !== '')
      .join(' · ')
}

function Rows({ rows }: { rows: readonly Entry[] }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const wishText = useWishText()
  const selection = useSelection(rows.map(({ id }) => id))
  useKeys(
    t('waitlist.title'),
    moveKeys(selection, { up: t('day:keys.up'), down: t('day:keys.down') }),
  )
  const chosen = rows.find(({ id }) => id === selection.id)
  return (
    <TwoPanes
      list={
        <RowTable
          label={t('waitlist.title')}
          rows={rows}
          selection={selection}
          columns={[
            {
              key: 'urgency',
              label: t('waitlist.urgencyLabel'),
              width: '96px',
              renderCell: (row) => t(`waitlist.urgency.${row.urgency}`),
            },
            {
              key: 'patient',
              label: t('day:patient'),
              renderCell: (row) => formats.name(row.patient),
            },
            {
              key: 'service',
              label: t('fact.service'),
              width: '190px',
              renderCell: (row) => row.service.name,
            },
            { key: 'wish', label: t('waitlist.wish'), width: '220px', renderCell: wishText },
          ]}
        />
      }
      side={chosen !== undefined && <EntryPanel key={chosen.id} entry={chosen} />}
      sideLabel={t('waitlist.panel')}
    />
  )
}

function EntryPanel({ entry }: { entry: Entry }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const wishText = useWishText()
  const onError = useShowError()
  const times = useQuery({ ...trpc.waitlist.times.queryOptions({ id: entry.id }), staleTime: 0 })
  const answer = useMutation(trpc.waitlist.answer.mutationOptions({ onError }))
  const withdraw = useMutation(trpc.waitlist.withdraw.mutationOptions({ onError }))
  const first = times.data?.[0]
  const say = (
    time: NonNullable<typeof first>,
    said: 'accepted' | 'declined' | 'thinking' | 'not-reached',
  ) =>
    answer.mutate({
      entryId: entry.id,
      version: entry.version,
      practitionerId: time.practitioner.id,
      startsAt: time.startsAt,
      endsAt: time.endsAt,
      answer: said,
      note: null,
    })
  const takeOff = () => withdraw.mutate({ id: entry.id, version: entry.version })
  useKeys(t('waitlist.panel'), [
    { keys: 'KeyN', label: t('calls.notReached'), run: () => first && say(first, 'not-reached') },
    { keys: 'Delete', label: t('waitlist.withdraw'), run: takeOff },
  ])
  return (
    <>
      <div>
        <Title order={2}>{formats.name(entry.patient)}</Title>
        <div className={classes['phones']}>{entry.patient.phones.join(' · ')}</div>
      </div>
      <Facts
        facts={[
          [t('waitlist.urgencyLabel'), t(`waitlist.urgency.${entry.urgency}`)],
          [t('fact.service'), entry.service.name],
          [
            t('fact.doctor'),
            entry.practitioner === null
              ? t('waitlist.anyDoctor')
              : formats.name(entry.practitioner),
          ],
          [t('waitlist.wish'), wishText(entry)],
          [t('day:fact.note'), entry.note],
        ]}
      />
      <Stack gap={6}>
        <Text fw={600} size="sm">
          {t('waitlist.freeNow')}
        </Text>
        {times.error !== null && <ErrorNote error={times.error} />}
        {times.data === undefined && times.error === null && (
          <Loading shape={<Lines count={2} />} />
        )}
        {times.data?.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('waitlist.nothingFree')}
          </Text>
        )}
        {times.data?.map((time, index) => (
          <Button
            key={`${time.startsAt} ${time.practitioner.id}`}
            variant={index === 0 ? 'filled' : 'default'}
            justify="space-between"
            fullWidth
            loading={answer.isPending && index === 0}
            rightSection={formats.shortName(time.practitioner)}
            onClick={() => say(time, 'accepted')}
          >
            {formats.shortDay(time.day)}, {formats.time(time.startsAt)}
          </Button>
        ))}
        {first !== undefined && (
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            rightSection={<Key keys="KeyN" />}
            onClick={() => say(first, 'not-reached')}
          >
            {t('calls.notReached')}
          </Button>
        )}
        <Button
          variant="default"
          fullWidth
          justify="space-between"
          rightSection={<Key keys="Delete" />}
          loading={withdraw.isPending}
          onClick={takeOff}
        >
          {t('waitlist.withdraw')}
        </Button>
      </Stack>
      {entry.calls.length > 0 && (
        <div className={classes['said']}>
          <Text fw={600} size="sm">
            {t('calls.sofar')}
          </Text>
          {entry.calls.toReversed().map((call) => (
            <div key={call.id}>
              <span>
                {t(`waitlist.saidWord.${call.answer}`)}: {formats.shortMoment(call.startsAt)}
              </span>
              <time>{formats.shortMoment(call.at)}</time>
            </div>
          ))}
        </div>
      )}
    </>
  )
}
