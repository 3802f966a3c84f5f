/** Where a referral stands, in a word and a colour; by when an answer is expected, red when that is past. */
import { Badge } from '@mantine/core'
import { IconAlarm } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReferralStatus } from '../../../main/clinic/referrals/referrals.rules.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { Referral } from './types.ts'
import classes from './referrals.module.css'

const colours: Record<ReferralStatus, string> = {
  issued: 'gray',
  sent: 'blue',
  booked: 'blue',
  answered: 'teal',
  closed: 'gray',
  revoked: 'gray',
}

export function ReferralState({ status }: Pick<Referral, 'status'>) {
  const { t } = useTranslation('referrals')
  return (
    <Badge size="sm" variant="light" color={colours[status]} tt="none" flex="none">
      {t(`status.${status}`)}
    </Badge>
  )
}

/** `short` where there is little room: a sign and the day, the whole of it by pointing. */
export function ReferralDue({
  dueOn,
  isOverdue,
  short = false,
}: Pick<Referral, 'dueOn' | 'isOverdue'> & { short?: boolean }) {
  const { t } = useTranslation('referrals')
  const formats = useFormats()
  if (dueOn === null) return null
  const day = formats.day(dueOn)
  if (!isOverdue) return <span className={classes['due']}>{day}</span>
  const late = t('late', { day })
  return (
    <span className={classes['due']} data-late title={late}>
      {short ? (
        <>
          <IconAlarm size={15} role="img" aria-label={late} />
          {day}
        </>
      ) : (
        late
      )}
    </span>
  )
}

/** To whom: a service and doctor of the clinic, or somebody elsewhere. */
export function useReferredTo(): (referral: Referral) => string {
  const formats = useFormats()
  return ({ serviceName, performer, specialty, performerOrganization, performerName }) =>
    [
      serviceName ?? specialty,
      performer === null ? null : formats.shortName(performer),
      performerOrganization,
      performerName,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · ')
}
