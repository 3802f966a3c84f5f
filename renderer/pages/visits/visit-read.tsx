/** The text of a visit to read: its parts one below the other. */
import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Diagnosis, givenDiagnoses } from '../../../main/clinic/visits/diagnoses.rules.ts'
import type { VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import { measuredVitals } from '../../../main/clinic/vitals/vital-signs.rules.ts'
import { type CopiedPart, isPartEmpty } from './visit-text.ts'
import { VitalsRead } from './vitals-input.tsx'
import classes from './visit.module.css'

/** What is empty of these says so; of the others nothing is told. */
const always: readonly CopiedPart[] = ['complaint', 'findings', 'diagnoses', 'plan']

const beforeVitals: readonly CopiedPart[] = ['reason', 'complaint', 'history']

const afterVitals: readonly CopiedPart[] = ['findings', 'sections', 'diagnoses', 'plan']

export function VisitRead({
  content,
  ageYears,
}: {
  content: VisitContent
  ageYears: number | null
}) {
  const { t } = useTranslation('vitals')
  const part = (one: CopiedPart) => <ReadPart key={one} content={content} part={one} />
  return (
    <>
      {beforeVitals.map(part)}
      {measuredVitals(content.vitals).length > 0 && (
        <section className={classes['field']}>
          <Title order={3} className={classes['label'] ?? ''}>
            {t('title')}
          </Title>
          <VitalsRead vitals={content.vitals} ageYears={ageYears} />
        </section>
      )}
      {afterVitals.map(part)}
    </>
  )
}

function ReadPart({ content, part }: { content: VisitContent; part: CopiedPart }) {
  const { t } = useTranslation('visit')
  const isEmpty = isPartEmpty(content, part)
  if (isEmpty && !always.includes(part)) return null
  if (part === 'sections') return <PartRead content={content} part={part} />
  return (
    <section className={classes['field']}>
      <Title order={3} className={classes['label'] ?? ''}>
        {t(`part.${part}`)}
      </Title>
      <div className={classes['read']}>
        {isEmpty ? (
          <Text component="span" c="var(--soft)">
            {t('nothingWritten')}
          </Text>
        ) : (
          <PartRead content={content} part={part} />
        )}
      </div>
    </section>
  )
}

/** What a part says. */
export function PartRead({ content, part }: { content: VisitContent; part: CopiedPart }) {
  if (part === 'diagnoses') return <DiagnosesRead diagnoses={content.diagnoses} />
  if (part !== 'sections') return content[part]
  return content.sections
    .filter(({ text }) => text.trim() !== '')
    .map(({ title, text }) => (
      <section key={title} className={classes['field']}>
        <Title order={3} className={classes['label'] ?? ''}>
          {title}
        </Title>
        <div className={classes['read']}>{text}</div>
      </section>
    ))
}

function DiagnosesRead({ diagnoses }: { diagnoses: readonly Diagnosis[] }) {
  const { t } = useTranslation('visit')
  const given = givenDiagnoses(diagnoses)
  return (
    <ul className={classes['diagnosesRead']}>
      {given.map(({ text, code, verification, isChronic }, index) => {
        const remarks = [
          index === 0 && given.length > 1 ? t('diagnosis.main') : null,
          verification === 'confirmed' ? null : t(`vitals:certainty.${verification}`),
          isChronic ? t('diagnosis.chronic').toLowerCase() : null,
        ].filter((remark) => remark !== null)
        return (
          <li key={index}>
            <span className={classes['read']}>{text}</span>
            {code !== null && (
              <Text component="span" c="var(--soft)">
                {text.trim() === '' ? code : ` · ${code}`}
              </Text>
            )}
            {remarks.length > 0 && (
              <Text component="span" size="xs" c="var(--soft)">
                {' '}
                ({remarks.join(', ')})
              </Text>
            )}
          </li>
        )
      })}
    </ul>
  )
}
