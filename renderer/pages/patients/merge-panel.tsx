/** Two records beside each other: who stays, whose value stays in each field, and what will go along. */
import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  canJoin,
  type CardField,
  type MergeChoice,
  type PersonField,
} from '../../../main/clinic/patients/merge.rules.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMergeValue } from './merge-value.ts'
import type { MergeDifference, MergePreview, MergeSide } from './types.ts'
import classes from './merge.module.css'

interface Parts {
  oneId: string
  otherId: string
  reasons: readonly string[]
  /** After the decision; the list goes on to the next by itself. */
  onDecided?: () => void
}

export function MergePanel({ oneId, otherId, reasons, onDecided }: Parts) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const [swapped, setSwapped] = useState(false)
  const pair = swapped
    ? { survivorId: otherId, mergedId: oneId }
    : { survivorId: oneId, mergedId: otherId }
  const { data, error, refetch } = useQuery(trpc.duplicates.preview.queryOptions(pair))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <>
      {reasons.length > 0 && (
        <p className={classes['reasons']} aria-label={t('pairs.why')}>
          {reasons.map((reason) => (
            <span key={reason}>{t(`duplicates.reason.${reason}`)}</span>
          ))}
        </p>
      )}
      <Comparison
        key={`${data.survivor.id}:${data.survivor.version}:${data.merged.version}`}
        preview={data}
        swap={() => setSwapped(!swapped)}
        {...(onDecided === undefined ? {} : { onDecided })}
      />
    </>
  )
}

function Comparison({
  preview,
  swap,
  onDecided,
}: {
  preview: MergePreview
  swap: () => void
  onDecided?: () => void
}) {
  const { t } = useTranslation('patients')
  const { survivor, merged, counts } = preview
  const [person, setPerson] = useState<Partial<Record<PersonField, MergeChoice>>>({})
  const [card, setCard] = useState<Partial<Record<CardField, MergeChoice>>>({})
  const decide = useDecisions(preview, { person, card }, onDecided)
  useKeys(t('pairs.title'), [
    { keys: 'KeyM', label: t('pairs.merge'), run: decide.merge },
    { keys: 'KeyD', label: t('pairs.different'), run: decide.keepDistinct },
    { keys: 'KeyX', label: t('pairs.swap'), run: swap },
  ])
  return (
    <>
      <div className={classes['two']}>
        <Side side={survivor} word={t('pairs.stays')} stays />
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          rightSection={<Key keys="KeyX" />}
          onClick={swap}
        >
          {t('pairs.swap')}
        </Button>
        <Side side={merged} word={t('pairs.goes')} />
      </div>
      {preview.person.length + preview.card.length > 0 && (
        <section className={classes['fields']} aria-label={t('pairs.differences')}>
          <Title order={3}>{t('pairs.differences')}</Title>
          {preview.person.map((one) => (
            <FieldChoice
              key={one.field}
              difference={one}
              label={t(`pairs.field.${one.field}`)}
              choice={person[one.field] ?? one.proposed}
              choose={(choice) => setPerson({ ...person, [one.field]: choice })}
            />
          ))}
          {preview.card.map((one) => (
            <FieldChoice
              key={`card-${one.field}`}
              difference={one}
              label={t(`card.${one.field}`)}
              choice={card[one.field] ?? one.proposed}
              choose={(choice) => setCard({ ...card, [one.field]: choice })}
            />
          ))}
        </section>
      )}
      <section aria-label={t('pairs.moves')}>
        <Title order={3}>{t('pairs.moves')}</Title>
        <Text size="sm" className="numbers">
          {counts.length === 0
            ? t('pairs.movesNothing')
            : counts
                .map(({ reference, count }) =>
                  t(`pairs.moving.${reference.replace('.', '-')}`, { count }),
                )
                .join(' · ')}
        </Text>
      </section>
      <Group gap="xs" className={classes['decision'] ?? ''}>
        <Button
          loading={decide.isPending}
          onClick={decide.merge}
          rightSection={<Key keys="KeyM" />}
        >
          {t('pairs.merge')}
        </Button>
        <Button variant="default" onClick={decide.keepDistinct} rightSection={<Key keys="KeyD" />}>
          {t('pairs.different')}
        </Button>
      </Group>
    </>
  )
}

function useDecisions(
  { survivor, merged }: MergePreview,
  choices: {
    person: Partial<Record<PersonField, MergeChoice>>
    card: Partial<Record<CardField, MergeChoice>>
  },
  onDecided: (() => void) | undefined,
) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const undo = useMutation(trpc.duplicates.undo.mutationOptions({ onError: showError }))
  const merge = useMutation(
    trpc.duplicates.merge.mutationOptions({
      onError: showError,
      onSuccess: () => {
        offerUndo(t('pairs.merged', { name: formats.name(survivor) }), () =>
          undo.mutate({ mergedId: merged.id }),
        )
        onDecided?.()
      },
    }),
  )
  const keepDistinct = useMutation(
    trpc.duplicates.keepDistinct.mutationOptions({
      onError: showError,
      onSuccess: () => onDecided?.(),
    }),
  )
  const isPending = merge.isPending || keepDistinct.isPending
  return {
    isPending,
    merge: () => {
      if (isPending) return
      merge.mutate({
        survivorId: survivor.id,
        survivorVersion: survivor.version,
        mergedId: merged.id,
        mergedVersion: merged.version,
        ...choices,
      })
    },
    keepDistinct: () => {
      if (!isPending) keepDistinct.mutate({ oneId: survivor.id, otherId: merged.id })
    },
  }
}

function Side({ side, word, stays = false }: { side: MergeSide; word: string; stays?: boolean }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const known = [
    side.bornOn === null ? '' : formats.day(side.bornOn),
    side.cardNumber === null ? t('noCard') : t('cardOf', { number: side.cardNumber }),
    t('pairs.since', { day: formats.day(formats.dayOf(side.createdAt)) }),
  ].filter((part) => part !== '')
  return (
    <div className={classes['side']} data-stays={stays || undefined}>
      <span className={classes['word']}>{word}</span>
      <Link to={`/patients/${side.id}`} className={classes['name'] ?? ''}>
        {formats.name(side)}
      </Link>
      {known.map((part) => (
        <span key={part} className="numbers">
          {part}
        </span>
      ))}
    </div>
  )
}

function FieldChoice({
  difference,
  label,
  choice,
  choose,
}: {
  difference: MergeDifference
  label: string
  choice: MergeChoice
  choose: (choice: MergeChoice) => void
}) {
  const { t } = useTranslation('patients')
  const valueText = useMergeValue()
  const { field, survivor, merged } = difference
  const choices: MergeChoice[] = canJoin(field)
    ? ['survivor', 'both', 'merged']
    : ['survivor', 'merged']
  const word = (one: MergeChoice) =>
    one === 'both' ? t('pairs.both') : valueText(field, one === 'survivor' ? survivor : merged)
  return (
    <div className={classes['field']}>
      <span className={classes['label']}>{label}</span>
      <SegmentedControl
        size="sm"
        orientation="vertical"
        fullWidth
        aria-label={label}
        value={choice}
        onChange={(value) => choose(choices.find((one) => one === value) ?? 'survivor')}
        data={choices.map((one) => ({ value: one, label: word(one) }))}
      />
    </div>
  )
}
