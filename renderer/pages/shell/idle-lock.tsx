/** Locks the screen on Ctrl+L and when nobody has touched the workstation for the time in the settings. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { lockWhenQuiet } from './lock-when-quiet.ts'

export function IdleLock({ locked }: { locked: boolean }) {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const { mutate: lock } = useMutation(trpc.staff.lock.mutationOptions())
  const { data: settings } = useQuery({
    ...trpc.settings.workstation.queryOptions(),
    enabled: !locked,
  })
  const minutes = settings?.idleLockMinutes
  useKeys(t('workstation'), [{ action: 'lock', run: () => lock(), inText: true }])
  useEffect(() => {
    if (minutes === undefined || locked) return undefined
    return lockWhenQuiet(window, minutes, () => lock())
  }, [minutes, locked, lock])
  return null
}
