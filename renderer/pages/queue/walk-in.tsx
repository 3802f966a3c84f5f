/** Taking in someone who came without a booking: a button with its key, and the dialog behind it. */
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { late } from '../../components/late.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'

const WalkInDialog = late(async () => (await import('./walk-in-dialog.tsx')).WalkInDialog)

export function WalkIn({
  action,
  admitted,
}: {
  /** Whose screen it is: each has keys of its own. */
  action: 'queue.walkIn' | 'day.walkIn'
  /** With the booking that was made. */
  admitted: (appointmentId: string) => void
}) {
  const { t } = useTranslation('queue')
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const mayAdmit = may('appointments.book')
  const open = () => setIsOpen(true)
  useKeys(t('walkIn.title'), mayAdmit ? [{ action, run: open }] : [])
  if (!mayAdmit) return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconUserPlus size={16} aria-hidden />}
        rightSection={<Key action={action} />}
        onClick={open}
      >
        {t('walkIn.open')}
      </Button>
      {isOpen && (
        <WalkInDialog
          close={() => setIsOpen(false)}
          admitted={(id) => {
            setIsOpen(false)
            admitted(id)
          }}
        />
      )}
    </>
  )
}
