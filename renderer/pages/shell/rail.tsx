/** The narrow rail of places, words under the icons, each with its key. */
import { Tooltip } from '@mantine/core'
import {
  IconCalendarTime,
  IconCalendarWeek,
  IconCash,
  IconChecklist,
  IconFileText,
  IconListNumbers,
  IconMail,
  IconSettings,
  IconStethoscope,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink, useNavigate } from 'react-router'
import type { Permission } from '../../../main/clinic/shared/permissions.ts'
import { Key } from '../../components/key.tsx'
import type { KeyAction } from '../../keyboard/actions.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { workListsOf } from '../lists/list-names.ts'
import { useMay } from './me.ts'
import classes from './shell.module.css'

interface Place {
  name: string
  to: string
  action: KeyAction
  /** Null: a place of whoever is signed in. */
  permission: Permission | null
  Icon: typeof IconUser
}

/** Of whoever works one of them. */
const lists: Place = {
  name: 'lists',
  to: '/lists',
  action: 'place.lists',
  permission: null,
  Icon: IconChecklist,
}

const daily: Place[] = [
  {
    name: 'day',
    to: '/day',
    action: 'place.day',
    permission: 'appointments.read',
    Icon: IconCalendarWeek,
  },
  {
    name: 'queue',
    to: '/queue',
    action: 'place.queue',
    permission: 'appointments.read',
    Icon: IconListNumbers,
  },
  {
    name: 'patients',
    to: '/patients',
    action: 'place.patients',
    permission: 'patients.read',
    Icon: IconUser,
  },
  {
    name: 'documents',
    to: '/documents',
    action: 'place.documents',
    permission: 'documents.read',
    Icon: IconFileText,
  },
  lists,
  {
    name: 'schedule',
    to: '/schedule',
    action: 'place.schedule',
    permission: 'schedule.read',
    Icon: IconCalendarTime,
  },
  { name: 'cash', to: '/cash', action: 'place.cash', permission: 'billing.read', Icon: IconCash },
  {
    name: 'notifications',
    to: '/notifications',
    action: 'place.notifications',
    permission: 'notifications.read',
    Icon: IconMail,
  },
]

const office: Place[] = [
  {
    name: 'catalog',
    to: '/catalog',
    action: 'place.catalog',
    permission: 'catalog.write',
    Icon: IconStethoscope,
  },
  {
    name: 'staff',
    to: '/staff',
    action: 'place.staff',
    permission: 'staff.write',
    Icon: IconUsersGroup,
  },
  {
    name: 'settings',
    to: '/settings',
    action: 'place.settings',
    // Everyone may choose look and language and change their own passphrase.
    permission: null,
    Icon: IconSettings,
  },
]

export function Rail() {
  const { t } = useTranslation('shell')
  const may = useMay()
  const navigate = useNavigate()
  const isOpen = ({ permission }: Place) => permission === null || may(permission)
  const hasLists = workListsOf(may).length > 0
  const dailyPlaces = daily.filter((place) => isOpen(place) && (place !== lists || hasLists))
  const officePlaces = office.filter(isOpen)
  useKeys(
    t('places'),
    [...dailyPlaces, ...officePlaces].map((place) => ({
      action: place.action,
      run: () => void navigate(place.to),
      inText: true,
    })),
  )
  return (
    <nav className={classes['rail']} aria-label={t('places')}>
      {dailyPlaces.map((place) => (
        <PlaceLink key={place.name} place={place} />
      ))}
      <span className={classes['gap']} />
      {officePlaces.map((place) => (
        <PlaceLink key={place.name} place={place} />
      ))}
    </nav>
  )
}

function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation('shell')
  const label = t(`place.${place.name}`)
  return (
    <Tooltip
      position="right"
      label={
        <>
          {label} <Key action={place.action} />
        </>
      }
    >
      <NavLink to={place.to} className={classes['link'] ?? ''}>
        <place.Icon size={19} stroke={1.6} aria-hidden />
        <span className={classes['word']}>{label}</span>
      </NavLink>
    </Tooltip>
  )
}
