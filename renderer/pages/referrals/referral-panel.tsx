/** A referral: who, to whom and why, what happened to it so far, and what can be done with it. */
import { Anchor, Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { allows } from '../../../main/clinic/referrals/referrals.rules.ts'
import type { Permission } from '../../../main/clinic/shared/permissions.ts'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { PaperButtons, usePapers } from '../documents/papers.tsx'
import { useMay } from '../shell/me.ts'
import { FocusTasks } from '../tasks/focus-tasks.tsx'
import { TaskDialog } from '../tasks/task-dialog.tsx'
import { ReferralHistory } from './referral-history.tsx'
import { ReferralDue, ReferralState, useReferredTo } from './referral-state.tsx'
import { type ReferralStep, ReferralStepDialog } from './step-dialog.tsx'
import type { Referral } from './types.ts'
import panel from '../../components/panel.module.css'
import classes from './referrals.module.css'

const actions: readonly { step: ReferralStep; keys: string; permission: Permission }[] = [
  { step: 'send', keys: 'KeyS', permission: 'referrals.handle' },
  { step: 'answer', keys: 'KeyR', permission: 'referrals.handle' },
  { step: 'close', keys: 'KeyC', permission: 'referrals.issue' },
  { step: 'revoke', keys: 'Delete', permission: 'referrals.issue' },
]

export function ReferralPanel({ referral }: { referral: Referral }) {
  const { t } = useTranslation('referrals')
  const formats = useFormats()
  const may = useMay()
  const referredTo = useReferredTo()
  const paperOf = usePapers(referral.patientId)
  const [asking, setAsking] = useState<ReferralStep | null>(null)
  const [isTaskOpen, setTaskOpen] = useState(false)
  const offered = actions.filter(
    ({ step, permission }) => may(permission) && allows(step, referral),
  )
  useKeys(t('one'), [
    ...offered.map(({ step, keys }) => ({
      keys,
      label: t(`step.${step}`),
      run: () => setAsking(step),
    })),
    { keys: 'KeyT', label: t('tasks:add'), run: () => setTaskOpen(true) },
  ])
  const { patient } = referral
  const link = (
    <Anchor component={Link} to={`/patients/${patient.id}`}>
      {formats.name(patient)}
    </Anchor>
  )
  const paper = paperOf('referral', referral.id)
  return (
    <>
      <div className={classes['head']}>
        <Title order={2}>{referredTo(referral)}</Title>
        <ReferralState status={referral.status} />
      </div>
      <Facts
        facts={[
          [t('patient'), link],
          [t('phone'), patient.phones.join(' · ')],
          [t('number'), referral.number],
          [t('dueOn'), referral.dueOn === null ? null : <ReferralDue key="due" {...referral} />],
          [t('priority'), t(`visit:priority.${referral.priority}`)],
          [t('requester'), formats.name(referral.requester)],
          [t('paper'), paper === undefined ? null : <PaperButtons key="paper" paper={paper} />],
        ]}
      />
      <Text className={panel['words'] ?? ''}>{referral.reason}</Text>
      <div className={panel['actions']}>
        {offered.map(({ step, keys }, index) => (
          <Button
            key={step}
            variant={index === 0 ? 'filled' : 'default'}
            justify="space-between"
            rightSection={<Key keys={keys} />}
            onClick={() => setAsking(step)}
          >
            {t(`step.${step}`)}
          </Button>
        ))}
        <Button
          variant="default"
          justify="space-between"
          rightSection={<Key keys="KeyT" />}
          onClick={() => setTaskOpen(true)}
        >
          {t('tasks:add')}
        </Button>
      </div>
      <FocusTasks focusId={referral.id} />
      <ReferralHistory steps={referral.steps} />
      {asking !== null && (
        <ReferralStepDialog step={asking} referral={referral} onClose={() => setAsking(null)} />
      )}
      {isTaskOpen && (
        <TaskDialog
          patient={patient}
          focus={{ kind: 'referral', id: referral.id }}
          title={`${referral.number} · ${referral.specialty}`}
          onClose={() => setTaskOpen(false)}
        />
      )}
    </>
  )
}
