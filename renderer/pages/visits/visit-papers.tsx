/** The next step of the visit, its orders and its papers. */
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { PaperButtons, type Paper, usePapers } from '../documents/papers.tsx'
import { FilesSection } from '../files/files-section.tsx'
import { VisitLabs } from '../labs/visit-labs.tsx'
import { Certificates } from '../record/certificates.tsx'
import { Prescriptions } from '../record/prescriptions.tsx'
import { ReferralState } from '../referrals/referral-state.tsx'
import type { Visit } from './use-visit.ts'
import { VisitSteps } from './visit-steps.tsx'
import classes from './visit.module.css'

interface PapersParts {
  visit: Visit
  /** The one filled button, where there is a next step. */
  next?: ReactNode
  /** Where referrals can be issued. */
  refer?: { keys: string; open: () => void }
  /** Where prescriptions can be issued. */
  prescribe?: { keys: string; open: () => void }
}

export function VisitPapers({ visit, next, refer, prescribe }: PapersParts) {
  const { t } = useTranslation('visit')
  const paperOf = usePapers(visit.patient.id)
  const { appointment, encounter, referrals } = visit
  const summary = encounter === null ? undefined : paperOf('visit-summary', encounter.id)
  return (
    <aside className={classes['papers']} aria-label={t('papers')}>
      <Stack gap="md">
        <VisitSteps id={appointment.id} status={appointment.status} day={appointment.day} />
        {next}
      </Stack>
      {encounter !== null && (
        <>
          <hr className={classes['rule']} />
          <Prescriptions
            patientId={visit.patient.id}
            encounterId={encounter.id}
            paperOf={paperOf}
            prescribe={prescribe}
          />
          <hr className={classes['rule']} />
          <VisitLabs patientId={visit.patient.id} encounterId={encounter.id} />
          <hr className={classes['rule']} />
          <div className={classes['sectionHead']}>
            <Title order={3}>{t('referral.title')}</Title>
          </div>
          <Stack gap={8}>
            {referrals.length === 0 && (
              <Text size="sm" c="var(--soft)">
                {t('referral.none')}
              </Text>
            )}
            {referrals.map((referral) => (
              <ReferralItem
                key={referral.id}
                referral={referral}
                paper={paperOf('referral', referral.id)}
              />
            ))}
            {refer !== undefined && (
              <Button
                variant="default"
                fullWidth
                justify="space-between"
                leftSection={<IconPlus size={15} aria-hidden />}
                rightSection={<Key keys={refer.keys} />}
                onClick={refer.open}
              >
                {t('referral.new')}
              </Button>
            )}
          </Stack>
          <hr className={classes['rule']} />
          <Certificates
            patientId={visit.patient.id}
            encounterId={encounter.id}
            visitDay={appointment.day}
            paperOf={paperOf}
          />
          <hr className={classes['rule']} />
          <FilesSection
            subject={{
              patientId: visit.patient.id,
              encounterId: encounter.id,
              compositionId: null,
            }}
          />
          <hr className={classes['rule']} />
          <div className={classes['sectionHead']}>
            <Title order={3}>{t('summary.title')}</Title>
            <PaperButtons paper={summary} />
          </div>
          {summary === undefined && (
            <Text size="sm" c="var(--soft)">
              {t('summary.none')}
            </Text>
          )}
        </>
      )}
    </aside>
  )
}

function ReferralItem({
  referral,
  paper,
}: {
  referral: Visit['referrals'][number]
  paper: Paper | undefined
}) {
  const { t } = useTranslation('visit')
  const to = [referral.performerOrganization, referral.performerName].filter(
    (part) => part !== null,
  )
  return (
    <section className={classes['referral']}>
      <Text fw={620} style={{ overflowWrap: 'anywhere' }}>
        {referral.specialty}
      </Text>
      <Group gap={6}>
        <ReferralState status={referral.status} />
        {referral.priority !== 'routine' && (
          <Badge size="sm" variant="light" color="red" tt="none" flex="none">
            {t(`priority.${referral.priority}`)}
          </Badge>
        )}
      </Group>
      {to.length > 0 && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {to.join(', ')}
        </Text>
      )}
      <Text size="sm" c="var(--soft)" lineClamp={3}>
        {referral.reason}
      </Text>
      <Group justify="space-between" mt={6} gap={6}>
        <Text size="xs" c="var(--soft)" className="numbers">
          {referral.number}
        </Text>
        <PaperButtons paper={paper} />
      </Group>
    </section>
  )
}
