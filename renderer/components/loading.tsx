/** What stands in the place of what comes; only after 150 ms, because most answers are faster. */
import { Skeleton, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const patienceMs = 150

export function Loading({ shape }: { shape?: ReactNode }) {
  const { t } = useTranslation()
  const [patient, setPatient] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (patient) return null
  return (
    <div role="status" aria-busy aria-label={t('shell:loading')} style={{ padding: 14 }}>
      {shape ?? <Lines count={6} />}
    </div>
  )
}

/** The shape of a list. */
export function Lines({ count }: { count: number }) {
  return (
    <Stack gap="sm">
      {Array.from({ length: count }, (_, line) => (
        <Skeleton key={line} height={26} radius="sm" />
      ))}
    </Stack>
  )
}
