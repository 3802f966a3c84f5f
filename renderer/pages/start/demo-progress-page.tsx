/** While the demo clinic is made: what is being made, how far, and about how long still. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { type Progress, ProgressPage } from './progress-page.tsx'

export function DemoProgressPage({ progress }: { progress: Progress }) {
  const { t } = useTranslation('start')
  const formats = useFormats()
  const { phase, done, total } = progress
  const word = t(`demo.phase.${phase}`, { defaultValue: t('demo.phase.work') })
  return (
    <ProgressPage title={t('demo.title')} lead={t('demo.lead')} progress={progress}>
      {`${word} · ${formats.number(done)} / ${formats.number(total)}`}
    </ProgressPage>
  )
}
