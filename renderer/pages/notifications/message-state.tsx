/** How a mail stands: a sign and a word, never colour alone. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockHour4,
  IconSend,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MessageState as State } from '../../../main/clinic/notifications/notifications.rules.ts'
import classes from './notifications.module.css'

const signs = {
  due: IconClockHour4,
  sending: IconSend,
  sent: IconCheck,
  failed: IconAlertTriangle,
  cancelled: IconBan,
} satisfies Record<State, unknown>

export function MessageState({ state }: { state: State }) {
  const { t } = useTranslation('notifications')
  const Sign = signs[state]
  return (
    <span className={classes['state']} data-state={state}>
      <Sign size={15} stroke={1.8} aria-hidden />
      {t(`state.${state}`)}
    </span>
  )
}
