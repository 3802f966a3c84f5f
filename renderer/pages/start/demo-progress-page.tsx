/** While the demo clinic is made: what is being made, how far, and about how long still. */
import { Progress as Bar, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { QuietPage } from './quiet-page.tsx'

interface Progress {
  /** A key of the texts. */
  phase: string
  done: number
  total: number
}

export function DemoProgressPage({ progress }: { progress: Progress }) {
  const { t } = useTranslation('start')
  const formats = useFormats()
  const [startedAt] = useState(() => performance.now())
  const [now, setNow] = useState(startedAt)
  useEffect(() => setNow(performance.now()), [progress])
  const share = progress.total === 0 ? 0 : progress.done / progress.total
  const secondsLeft = share < 0.05 ? null : Math.ceil(((now - startedAt) / 1000) * (1 / share - 1))
  return (
    <QuietPage title={t('demo.title')} lead={t('demo.lead')}>
      <Stack gap="xs">
        <Bar value={share * 100} size="lg" radius="md" aria-label={t('demo.title')} />
        <Text size="sm" c="var(--soft)" className="numbers" role="status">
          {t(`demo.phase.${progress.phase}`, { defaultValue: t('demo.phase.work') })} ·{' '}
          {formats.number(progress.done)} / {formats.number(progress.total)}
          {secondsLeft !== null &&
            secondsLeft > 0 &&
            ` · ${t('demo.left', { count: secondsLeft })}`}
        </Text>
      </Stack>
    </QuietPage>
  )
}
