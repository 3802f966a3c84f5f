/** What stands above or in place of the board: whom a time is looked for, or that nobody works. */
import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useMay } from '../shell/me.ts'
import { useTRPC } from '../../trpc.ts'
import type { BookPlace } from './book-dialog.tsx'
import type { usePinboard } from './pinboard.ts'
import { useKeptDraft } from './use-booking-draft.ts'
import classes from './board.module.css'

interface BannerProps {
  pinboard: ReturnType<typeof usePinboard>
  patient: { family: string; given: string; patronymic: string | null } | null
  letGo: () => void
  /** Goes on with a booking that was left half made. */
  goOn: (place: BookPlace) => void
  isBooking: boolean
}

export function Banner({ pinboard, patient, letGo, goOn, isBooking }: BannerProps) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const { bookings, current, pin } = pinboard
  if (current === null && patient === null) {
    return isBooking ? <div /> : <HalfMade goOn={goOn} />
  }
  return (
    <div className={classes['banner']} role="status" aria-label={t('booking:pinboard')}>
      <span className={classes['pins']}>
        {current === null || bookings.length === 1 ? (
          <span className="cut">
            {t(current === null ? 'choosingTime' : 'moving', {
              name: formats.name(current?.patient ?? patient ?? noName),
            })}
          </span>
        ) : (
          bookings.map((one) => (
            <button
              key={one.id}
              type="button"
              className={classes['pin']}
              aria-pressed={one.id === current.id}
              onClick={() => pin(one)}
            >
              {formats.shortName(one.patient)} · {formats.shortMoment(one.startsAt)}
            </button>
          ))
        )}{' '}
        {current === null ? <Key keys="Enter" /> : <Key action="day.paste" />}
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

const noName = { family: '', given: '', patronymic: null }

/** A booking that was begun and not made: nothing of it is lost, and it stands in nobody's way. */
function HalfMade({ goOn }: { goOn: (place: BookPlace) => void }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const queries = useQueryClient()
  const draft = useKeptDraft()
  const drop = useMutation(
    trpc.appointments.dropDraft.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.appointments.draft.queryFilter()),
    }),
  )
  if (draft === null) return <div />
  const { place, caller, query } = draft
  const name =
    caller === null ? query : [caller.family, caller.given].filter((part) => part !== '').join(' ')
  return (
    <div className={classes['banner']} role="status">
      <span className="cut">
        {t('draft.left', {
          name: name === '' ? t('draft.somebody') : name,
          moment: `${formats.longDay(formats.dayOf(place.startsAt))}, ${formats.time(place.startsAt)}`,
          doctor: formats.shortName(place.doctor),
        })}
      </span>
      <span className={classes['pins']}>
        <Button
          size="compact-xs"
          onClick={() =>
            goOn({
              ...place,
              freeMinutes: Number.POSITIVE_INFINITY,
              patientId: draft.patientId,
              draft,
            })
          }
        >
          {t('draft.goOn')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => drop.mutate()}>
          {t('draft.drop')}
        </Button>
      </span>
    </div>
  )
}

export function NobodyWorks({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation('day')
  const may = useMay()
  const navigate = useNavigate()
  if (isFiltered) {
    return <Empty title={t('nobody.inView')} hint={t('nobody.inViewHint')} />
  }
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
            <Key action="day.after" />
          </Text>
        )
      }
    />
  )
}
