/** What must be known of the patient while the visit is written, and the visits before. */
import { Accordion, ActionIcon, Anchor, Button, Group, Text, Title, Tooltip } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { diagnosisLine, givenDiagnoses } from '../../../main/clinic/visits/diagnoses.rules.ts'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { Allergies } from '../record/allergies.tsx'
import { ChronicDiagnoses } from '../record/chronic-diagnoses.tsx'
import { CurrentMedicines } from '../record/current-medicines.tsx'
import type { PreviousVisit, Visit } from './use-visit.ts'
import { type CopiedPart, copiedParts, isPartEmpty } from './visit-text.ts'
import { PartRead } from './visit-read.tsx'
import classes from './visit.module.css'

/** Takes an earlier text over into the visit that is written; absent where nothing is written. */
export interface TakeOver {
  keys: string
  part: (part: CopiedPart, from: PreviousVisit) => void
  all: (from: PreviousVisit) => void
}

export function VisitFacts({ visit, take }: { visit: Visit; take?: TakeOver }) {
  const { t } = useTranslation('visit')
  return (
    <aside className={classes['facts']} aria-label={t('facts')}>
      <Who patient={visit.patient} />
      <Allergies patientId={visit.patient.id} cardText={visit.patient.allergies} />
      <ChronicDiagnoses chronic={visit.chronic} />
      <CurrentMedicines patientId={visit.patient.id} />
      <dl className={classes['fact']} style={{ marginTop: 12 }}>
        <Fact label={t('chronic')} text={visit.patient.chronicConditions} />
        <Fact label={t('medicines')} text={visit.patient.medicines} />
        <Fact label={t('bookingNote')} text={visit.appointment.note} />
      </dl>
      <hr className={classes['rule']} />
      <Previous visits={visit.previous} {...(take === undefined ? {} : { take })} />
    </aside>
  )
}

function Who({ patient }: { patient: Visit['patient'] }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const { bornOn, ageYears, sex, cardNumber, bloodType } = patient
  const facts = [
    bornOn === null ? null : formats.day(bornOn),
    ageYears === null ? null : t('age', { count: ageYears }),
    sex === 'female' || sex === 'male' ? t(`sex.${sex}`) : null,
  ]
  const card = [
    cardNumber === null ? t('noCard') : t('card', { number: cardNumber }),
    bloodType === null ? null : t('blood', { type: bloodType }),
  ]
  return (
    <>
      <Title order={2} style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} to={`/patients/${patient.id}`} c="inherit" inherit>
          {formats.name(patient)}
        </Anchor>
      </Title>
      <Text size="sm" c="var(--soft)" className="numbers">
        {joined(facts)}
      </Text>
      <Text size="sm" c="var(--soft)" className="numbers" mb="sm">
        {joined(card)}
      </Text>
    </>
  )
}

function joined(parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ')
}

function Fact({ label, text }: { label: string; text: string | null }) {
  if (text === null) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </>
  )
}

function Previous({ visits, take }: { visits: PreviousVisit[]; take?: TakeOver }) {
  const { t } = useTranslation('visit')
  const last = visits[0]
  return (
    <section aria-label={t('previous.title')}>
      <div className={classes['sectionHead']}>
        <Title order={3}>{t('previous.title')}</Title>
      </div>
      {last === undefined && (
        <Text size="sm" c="var(--soft)">
          {t('previous.none')}
        </Text>
      )}
      {last !== undefined && take !== undefined && (
        <Tooltip label={t('previous.takeAllHint')}>
          <Button
            size="compact-sm"
            variant="default"
            fullWidth
            justify="space-between"
            rightSection={<Key keys={take.keys} />}
            onClick={() => take.all(last)}
            mb={6}
          >
            {t('previous.takeAll')}
          </Button>
        </Tooltip>
      )}
      <Accordion
        chevronPosition="left"
        chevronSize={18}
        keepMounted={false}
        order={4}
        classNames={{
          control: classes['previousControl'] ?? '',
          chevron: classes['previousChevron'] ?? '',
          label: classes['previousLabel'] ?? '',
          content: classes['previousPanel'] ?? '',
        }}
      >
        {visits.map((visit) => (
          <PreviousItem key={visit.encounterId} visit={visit} {...(take && { take })} />
        ))}
      </Accordion>
    </section>
  )
}

function PreviousItem({ visit, take }: { visit: PreviousVisit; take?: TakeOver }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const { practitioner } = visit
  return (
    <Accordion.Item value={visit.encounterId}>
      <Accordion.Control>
        <Text size="sm" fw={600} className="numbers" component="span" display="block">
          {formats.day(formats.dayOf(visit.startedAt))}
        </Text>
        <Text size="xs" c="var(--soft)" component="span" display="block">
          {joined([practitioner.specialty, formats.shortName(practitioner)])}
        </Text>
        {givenDiagnoses(visit.content.diagnoses).length > 0 && (
          <Text size="xs" component="span" display="block" lineClamp={2}>
            {givenDiagnoses(visit.content.diagnoses).map(diagnosisLine).join('; ')}
          </Text>
        )}
      </Accordion.Control>
      <Accordion.Panel>
        {copiedParts
          .filter((part) => !isPartEmpty(visit.content, part))
          .map((part) => (
            <div key={part}>
              <Group justify="space-between" wrap="nowrap" gap={4} mt={4}>
                <Text size="xs" c="var(--soft)">
                  {t(`part.${part}`)}
                </Text>
                {take !== undefined && (
                  <Tooltip label={t('previous.take')}>
                    <ActionIcon
                      size={22}
                      variant="subtle"
                      aria-label={t('previous.takeField', { field: t(`part.${part}`) })}
                      onClick={() => take.part(part, visit)}
                    >
                      <IconArrowRight size={14} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Group>
              <div className={classes['previousText']}>
                <PartRead content={visit.content} part={part} />
              </div>
            </div>
          ))}
      </Accordion.Panel>
    </Accordion.Item>
  )
}
