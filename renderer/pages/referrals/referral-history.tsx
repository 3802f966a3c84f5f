/** What happened to a referral, the latest first; a booking leads to its day, the letter of an answer opens. */
import { Anchor, Text } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFormats } from '../../i18n/formats.ts'
import { ShownFile } from '../files/shown-file.tsx'
import type { Referral } from './types.ts'
import panel from '../../components/panel.module.css'
import classes from './referrals.module.css'

type Step = Referral['steps'][number]

export function ReferralHistory({ steps }: Pick<Referral, 'steps'>) {
  const { t } = useTranslation('referrals')
  const [shown, setShown] = useState<Step['files'][number] | null>(null)
  if (steps.length === 0) return null
  return (
    <section aria-label={t('history')} className={panel['history']}>
      <Text fw={600} size="sm">
        {t('history')}
      </Text>
      {steps.toReversed().map((step) => (
        <HistoryStep key={step.id} step={step} show={setShown} />
      ))}
      {shown !== null && <ShownFile file={shown} close={() => setShown(null)} />}
    </section>
  )
}

function HistoryStep({ step, show }: { step: Step; show: (file: Step['files'][number]) => void }) {
  const { t } = useTranslation('referrals')
  const formats = useFormats()
  return (
    <div className={panel['step']}>
      <span>
        {t(`did.${step.status}`)}
        {step.startsAt !== null && (
          <>
            {' '}
            <Anchor
              component={Link}
              to={`/day?day=${formats.dayOf(step.startsAt)}&appointment=${step.appointmentId ?? ''}`}
            >
              {formats.moment(step.startsAt)}
            </Anchor>
          </>
        )}
        {step.isSeen && ` · ${t('seen')}`}
      </span>
      {step.note !== null && <span className={panel['words']}>{step.note}</span>}
      {step.files.map((file) => (
        <Anchor
          key={file.id}
          component="button"
          type="button"
          size="sm"
          className={classes['file'] ?? ''}
          onClick={() => show(file)}
        >
          <IconPaperclip size={14} aria-hidden />
          <span className="cut">{file.name}</span>
        </Anchor>
      ))}
      <span className={panel['by']}>
        {formats.moment(step.at)}
        {step.by !== null && ` · ${formats.shortName(step.by)}`}
      </span>
    </div>
  )
}
