/** Two wrote the same part of a visit in different ways: both texts, and which one is to stand. */
import { Alert, Button, Group, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { diagnosisLine, givenDiagnoses } from '../../../main/clinic/visits/diagnoses.rules.ts'
import type { VisitPart } from '../../../main/clinic/visits/visit-merge.rules.ts'
import type { VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import { typedVitalSigns } from '../../../main/clinic/vitals/vital-signs.rules.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useMe } from '../shell/me.ts'
import type { Encounter, VisitDraft } from './use-visit.ts'
import classes from './visit.module.css'

type Shared = NonNullable<Encounter['shared']>

/** Who else writes in this visit, and when they last did. */
export function WhoElse({ shared, ownMark }: { shared: Shared | null; ownMark: string }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const me = useMe()
  if (shared === null || !shared.isWritten) return null
  const isOther = shared.savedBy.id !== me.id
  // One's own text that was not written on this page.
  if (!isOther && shared.mark === ownMark) return null
  const facts = { name: formats.name(shared.savedBy.name), time: formats.time(shared.savedAt) }
  return (
    <Text size="sm" c="var(--soft)" className={classes['whoElse'] ?? ''} role="status">
      <IconUsers size={14} aria-hidden />
      {isOther ? t('together.other', facts) : t('together.self', facts)}
    </Text>
  )
}

export function ClashNote({ draft, shared }: { draft: VisitDraft; shared: Shared | null }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const me = useMe()
  const { clash, content } = draft
  if (clash === null || shared === null) return null
  const facts = { name: formats.name(shared.savedBy.name), time: formats.time(shared.savedAt) }
  const isOther = shared.savedBy.id !== me.id
  const theirs = t(isOther ? 'together.theirs' : 'together.otherDesk', facts)
  return (
    <Alert
      color="yellow"
      icon={<IconUsers size={16} />}
      title={t(isOther ? 'together.clash' : 'together.clashSelf', facts)}
      classNames={{ title: classes['onNote'] ?? '' }}
      role="alert"
      mb="md"
    >
      {clash.parts.map((part) => (
        <section key={part} className={classes['clash']} aria-label={t(`part.${part}`)}>
          <Text fw={620} size="sm">
            {t(`part.${part}`)}
          </Text>
          <div className={classes['clashTexts']}>
            <ClashText title={t('together.mine')} content={content} part={part} />
            <ClashText title={theirs} content={clash.theirs} part={part} />
          </div>
          <Group gap="xs" mt={6}>
            <Button size="compact-sm" variant="default" onClick={() => draft.choose(part, 'mine')}>
              {t('together.keepMine')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => draft.choose(part, 'theirs')}
            >
              {t('together.takeTheirs')}
            </Button>
          </Group>
        </section>
      ))}
    </Alert>
  )
}

function ClashText({
  title,
  content,
  part,
}: {
  title: string
  content: VisitContent
  part: VisitPart
}) {
  const { t } = useTranslation('vitals')
  const names = (sign: (typeof typedVitalSigns)[number]) => t(`names.${sign}`)
  return (
    <div>
      <Text size="xs" className={classes['onNote'] ?? ''}>
        {title}
      </Text>
      <div className={classes['previousText']}>{partText(content, part, names) || '–'}</div>
    </div>
  )
}

/** A part of a visit as lines of text. */
function partText(
  content: VisitContent,
  part: VisitPart,
  nameOf: (sign: (typeof typedVitalSigns)[number]) => string,
): string {
  if (part === 'diagnoses') return givenDiagnoses(content.diagnoses).map(diagnosisLine).join('\n')
  if (part === 'sections') {
    return content.sections.map(({ title, text }) => `${title}: ${text}`).join('\n')
  }
  if (part === 'vitals') {
    return typedVitalSigns
      .filter((sign) => (content.vitals[sign] ?? '') !== '')
      .map((sign) => `${nameOf(sign)}: ${content.vitals[sign] ?? ''}`)
      .join('\n')
  }
  return content[part]
}
