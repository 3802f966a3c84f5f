/** Cards to decide: the list left, the card right; one key decides and goes on to the next. */
import { Anchor, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { useAgeText } from './age.ts'
import { CardDecision } from './card-decision.tsx'
import { CardState } from './card-state.tsx'
import { CardText } from './card-text.tsx'
import type { WaitingCard } from './types.ts'
import classes from './patients.module.css'

export function CardsList() {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.cards.waiting.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('cards.title')}</Title>
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('cards.count', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('cards.empty')} hint={t('cards.emptyHint')} />}
      {data !== undefined && data.length > 0 && <WaitingCards cards={data} />}
    </>
  )
}

function WaitingCards({ cards }: { cards: readonly WaitingCard[] }) {
  const { t } = useTranslation('patients')
  const navigate = useNavigate()
  // The place in the list is kept, so that the next card comes up where the decided one stood.
  const [at, setAt] = useState(0)
  const place = Math.min(at, cards.length - 1)
  const chosen = cards[place]
  const move = (by: 1 | -1) => setAt(Math.max(0, Math.min(cards.length - 1, place + by)))
  const open = () => {
    if (chosen !== undefined) void navigate(`/patients/${chosen.patientId}`)
  }
  useKeys(t('cards.title'), [
    { keys: 'ArrowDown', label: t('cards.next'), run: () => move(1) },
    { keys: 'ArrowUp', label: t('cards.previous'), run: () => move(-1) },
    { keys: 'Enter', label: t('cards.openPatient'), run: open },
  ])
  return (
    <div className={classes['twoPanes']}>
      <div
        className={classes['cardList']}
        role="listbox"
        aria-label={t('cards.title')}
        tabIndex={0}
      >
        {cards.map((card, index) => (
          <WaitingLine
            key={card.id}
            card={card}
            isChosen={card === chosen}
            choose={() => setAt(index)}
          />
        ))}
      </div>
      {chosen !== undefined && <ChosenCard key={chosen.id} waiting={chosen} />}
    </div>
  )
}

function WaitingLine({
  card,
  isChosen,
  choose,
}: {
  card: WaitingCard
  isChosen: boolean
  choose: () => void
}) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const line = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <UnstyledButton
      ref={line}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={classes['cardLineButton'] ?? ''}
      // The focus stays where the keys are heard.
      onMouseDown={(event) => event.preventDefault()}
      onClick={choose}
    >
      <b className="cut">{formats.name(card)}</b>
      <span className="numbers">{t('cardOf', { number: card.number })}</span>
      {card.submittedAt !== null && (
        <span className="numbers">
          {formats.moment(card.submittedAt)}
          {card.submittedByName !== null && ` · ${formats.shortName(card.submittedByName)}`}
        </span>
      )}
    </UnstyledButton>
  )
}

function ChosenCard({ waiting }: { waiting: WaitingCard }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const may = useMay()
  const formats = useFormats()
  const ageText = useAgeText()
  const { data: patient, error } = useQuery(
    trpc.patients.get.queryOptions({ id: waiting.patientId }),
  )
  if (error !== null) return <ErrorNote error={error} />
  if (patient === undefined || patient.card === null) return <Loading />
  const { card } = patient
  const who = [
    patient.bornOn === null ? '' : formats.day(patient.bornOn),
    ageText(patient.bornOn),
    patient.sex === 'unknown' ? '' : t(`sexShort.${patient.sex}`),
  ].filter((part) => part !== '')
  return (
    <section className={classes['chosenCard']} aria-label={t('cardOf', { number: card.number })}>
      <header className={classes['chosenHead']}>
        <div>
          <Title order={2}>{formats.name(patient)}</Title>
          <Text c="var(--soft)" className="numbers">
            {who.join(' · ')}
          </Text>
        </div>
        <div className={classes['chosenNumber']}>
          <span className="numbers">{t('cardOf', { number: card.number })}</span>
          <CardState status={card.status} />
        </div>
      </header>
      <CardText card={card} />
      <footer className={classes['chosenFoot']}>
        {may('cards.decide') && card.status === 'submitted' && <CardDecision card={card} />}
        <Anchor component={Link} to={`/patients/${patient.id}`} size="sm">
          {t('cards.openPatient')} <Key keys="Enter" />
        </Anchor>
      </footer>
    </section>
  )
}
