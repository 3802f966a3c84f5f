/** Long work before the clinic opens: what is being done, how far, and about how long still. */
import { Progress as Bar, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QuietPage } from './quiet-page.tsx'

export interface Progress {
  /** A key of the texts. */
  phase: string
  done: number
  total: number
}

export function ProgressPage({
  title,
  lead,
  progress,
  children,
}: {
  title: string
  lead: string
  progress: Progress
  /** What is being done, in words. */
  children: string
}) {
  const { t } = useTranslation('start')
  const [startedAt] = useState(() => performance.now())
  const [now, setNow] = useState(startedAt)
  useEffect(() => setNow(performance.now()), [progress])
  const share = progress.total === 0 ? 0 : progress.done / progress.total
  const secondsLeft = share < 0.05 ? null : Math.ceil(((now - startedAt) / 1000) * (1 / share - 1))
  return (
    <QuietPage title={title} lead={lead}>
      <Stack gap="xs">
        <Bar value={share * 100} size="lg" radius="md" aria-label={title} />
        <Text size="sm" c="var(--soft)" className="numbers" role="status">
          {children}
          {secondsLeft !== null &&
            secondsLeft > 0 &&
            ` · ${t('demo.left', { count: secondsLeft })}`}
        </Text>
      </Stack>
    </QuietPage>
  )
}
