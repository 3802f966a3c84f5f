/** What stands above or in place of the board: whom a time is looked for, or that nobody works. */
import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useMay } from '../shell/me.ts'
import type { Booking } from './board-model.ts'
import classes from './board.module.css'

export function Banner({
  cut,
  patient,
  letGo,
}: {
  cut: Booking | null
  patient: { family: string; given: string; patronymic: string | null } | null
  letGo: () => void
}) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const who = cut?.patient ?? patient
  if (who === null) return <div />
  return (
    <div className={classes['banner']} role="status">
      <span className="cut">
        {t(cut === null ? 'choosingTime' : 'moving', { name: formats.name(who) })}{' '}
        <Key keys={cut === null ? 'Enter' : 'Ctrl+KeyV'} />
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={letGo}
        rightSection={<Key keys="Escape" />}
      >
        {t('letGo')}
      </Button>
    </div>
  )
}

export function NobodyWorks() {
  const { t } = useTranslation('day')
  const may = useMay()
  const navigate = useNavigate()
  return (
    <Empty
      title={t('nobody.title')}
      hint={t(may('schedule.write') ? 'nobody.hintOffice' : 'nobody.hint')}
      action={
        may('schedule.write') ? (
          <Button variant="default" onClick={() => void navigate('/staff')}>
            {t('nobody.toStaff')}
          </Button>
        ) : (
          <Text c="var(--soft)">
            <Key keys="PageDown" />
          </Text>
        )
      }
    />
  )
}
