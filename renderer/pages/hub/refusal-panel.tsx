/** A change that the hub refused: what, by whom, why, what was written; and trying again or letting go. */
import { Anchor, Button, Stack, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import classes from './hub.module.css'
import { reasonsOf } from './refusal-content.ts'
import { useCommandWord, useReadableContent } from './refusal-words.ts'
import type { Refusal } from './use-decisions.ts'

export function RefusalPanel({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const commandWord = useCommandWord()
  const { patient, actor, refusedAt, operations } = refusal
  const reasons = reasonsOf(operations.map(({ code }) => code))
  return (
    <>
      <div>
        <Title order={2}>{commandWord(refusal.command)}</Title>
        <p className={classes['lead']}>{t('refusal.lead')}</p>
      </div>
      {reasons.map((code) => (
        <div key={code} className={classes['why']}>
          {t([`why.${code}`, 'why.other'], { code })}
        </div>
      ))}
      <Facts
        facts={[
          [t('refusal.at'), formats.moment(refusedAt)],
          [t('refusal.by'), actor === null ? t('refusal.program') : formats.name(actor)],
          [
            t('refusal.patient'),
            patient === null ? null : (
              <Anchor key="patient" component={Link} to={`/patients/${patient.id}`}>
                {formats.name(patient.name)}
              </Anchor>
            ),
          ],
        ]}
      />
      <Contents operations={operations} />
      <Ways refusal={refusal} />
    </>
  )
}

function Contents({ operations }: { operations: Refusal['operations'] }) {
  const { t } = useTranslation('hub')
  const readable = useReadableContent()
  return (
    <div className={classes['box']}>
      <h3>{t('refusal.content')}</h3>
      <ul className={classes['contents']}>
        {operations.map((operation) => (
          <li key={operation.deviceSeq}>
            <b>{t([`entity.${operation.entity}`, 'entity.other'])}</b>
            <span>{readable(operation.changes) || t('refusal.withheld')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Ways({ refusal: { unitId } }: { refusal: Refusal }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [letting, setLetting] = useState(false)
  const onError = useShowError()
  const readAgain = () => queries.invalidateQueries(trpc.sync.refusals.queryFilter())
  const retry = useMutation(
    trpc.sync.retryRefusal.mutationOptions({
      onError,
      onSuccess: async () => {
        notifications.show({ message: t('refusal.retried'), autoClose: 3000 })
        await readAgain()
      },
    }),
  )
  const dismiss = useMutation(
    trpc.sync.dismissRefusal.mutationOptions({ onError, onSuccess: readAgain }),
  )
  useKeys(t('decide.title'), [
    { keys: 'Enter', label: t('refusal.retry'), run: () => retry.mutate({ unitId }) },
    { keys: 'Delete', label: t('refusal.dismiss'), run: () => setLetting(true) },
  ])
  return (
    <Stack gap={7}>
      <Button
        fullWidth
        justify="space-between"
        loading={retry.isPending}
        rightSection={<Key keys="Enter" />}
        onClick={() => retry.mutate({ unitId })}
      >
        {t('refusal.retry')}
      </Button>
      <Button
        fullWidth
        variant="default"
        justify="space-between"
        c="var(--bad)"
        rightSection={<Key keys="Delete" />}
        onClick={() => setLetting(true)}
      >
        {t('refusal.dismiss')}
      </Button>
      {letting && (
        <ConfirmDialog
          title={t('refusal.dismissTitle')}
          lead={t('refusal.dismissLead')}
          action={t('refusal.dismiss')}
          pending={dismiss.isPending}
          close={() => setLetting(false)}
          confirm={() => dismiss.mutate({ unitId })}
        />
      )}
    </Stack>
  )
}
