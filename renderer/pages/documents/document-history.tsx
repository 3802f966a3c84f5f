/** What happened with a document, the latest first, and what its route still asks for. */
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import panel from '../../components/panel.module.css'
import type { WholeDocument } from './document-view.tsx'

export function DocumentHistory({ document }: { document: WholeDocument }) {
  const { t } = useTranslation('documents')
  const formats = useFormats()
  return (
    <section className={panel['history']} aria-label={t('history')}>
      <Text fw={600} size="sm">
        {t('history')}
      </Text>
      {document.steps.toReversed().map((step) => (
        <div key={step.id} className={panel['step']}>
          <span>{t(`did.${step.action}`)}</span>
          <span className={panel['by']}>
            {step.actor === null ? '' : `${formats.shortName(step.actor)} · `}
            <time>{formats.shortMoment(step.at)}</time>
          </span>
          {step.remark !== null && <span className={panel['words']}>{step.remark}</span>}
        </div>
      ))}
    </section>
  )
}
