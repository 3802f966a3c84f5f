/** Deciding a submitted card: A approves, R returns with a reason. */
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { ReturnCardDialog } from './return-card-dialog.tsx'
import classes from './patients.module.css'

interface DecidedCard {
  id: string
  number: string
  version: number
}

/** The two buttons with their keys; shown where the card is submitted and the person may decide. */
export function CardDecision({
  card,
  onDecided,
}: {
  card: DecidedCard
  onDecided?: (id: string) => void
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const showError = useShowError()
  const [returning, setReturning] = useState(false)
  const decided = (text: string) => () => {
    notifications.show({
      color: 'petrol',
      message: text,
      closeButtonProps: { 'aria-label': t('close') },
    })
    setReturning(false)
    onDecided?.(card.id)
  }
  const approve = useMutation(
    trpc.cards.approve.mutationOptions({
      onError: showError,
      onSuccess: decided(t('card.wasApproved', { number: card.number })),
    }),
  )
  const giveBack = useMutation(
    trpc.cards.return.mutationOptions({
      onError: showError,
      onSuccess: decided(t('card.wasReturned', { number: card.number })),
    }),
  )
  const { id, version } = card
  const approveNow = () => {
    if (!approve.isPending) approve.mutate({ id, version })
  }
  useKeys(t('card.decide'), [
    { keys: 'KeyA', label: t('card.approve'), run: approveNow },
    { keys: 'KeyR', label: t('card.returnWithReason'), run: () => setReturning(true) },
  ])
  return (
    <div className={classes['decision']}>
      <Button loading={approve.isPending} onClick={approveNow} rightSection={<Key keys="KeyA" />}>
        {t('card.approve')}
      </Button>
      <Button
        variant="default"
        onClick={() => setReturning(true)}
        rightSection={<Key keys="KeyR" />}
      >
        {t('card.returnWithReason')}
      </Button>
      {returning && (
        <ReturnCardDialog
          pending={giveBack.isPending}
          onReturn={(reason) => giveBack.mutate({ id, version, reason })}
          onClose={() => setReturning(false)}
        />
      )}
    </div>
  )
}
