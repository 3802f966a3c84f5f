/** One person of the staff: who it is, what may be done about the account, and a doctor's working week. */
import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { type KeyBinding, useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { Exceptions } from './exceptions.tsx'
import { OfferedServices } from './offered-services.tsx'
import { PassphraseForm } from './passphrase-form.tsx'
import { UpdateStaffForm } from './staff-form.tsx'
import { SupervisorField } from './supervisor-field.tsx'
import { WeeklyHours } from './weekly-hours.tsx'

export type Person = RouterOutputs['staff']['list'][number]

const tabs = ['person', 'hours', 'exceptions', 'services'] as const

type Tab = (typeof tabs)[number]

/** The same part stays open while one goes from person to person. */
let lastTab: Tab = 'person'

export function StaffPanel({ person }: { person: Person }) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  const may = useMay()
  const isDoctor = person.roles.includes('doctor')
  const [tab, setTab] = useState<Tab>(isDoctor ? lastTab : 'person')
  const [open, setOpen] = useState<'edit' | 'passphrase' | null>(null)
  const archive = useArchive(person)
  const mayWrite = may('staff.write')

  function show(next: Tab): void {
    lastTab = next
    setTab(next)
  }

  const turn = (steps: number) => {
    const next = tabs[(tabs.indexOf(tab) + steps + tabs.length) % tabs.length]
    if (next !== undefined) show(next)
  }
  const tabKeys: KeyBinding[] = [
    { keys: 'ArrowRight', label: t('nextTab'), run: () => turn(1) },
    { keys: 'ArrowLeft', label: t('previousTab'), run: () => turn(-1) },
  ]
  const accountKeys: KeyBinding[] = [
    { keys: 'KeyE', label: t('common:edit'), run: () => setOpen('edit') },
    { keys: 'KeyP', label: t('passphrase.reset'), run: () => setOpen('passphrase') },
    {
      keys: 'Delete',
      label: person.archivedAt === null ? t('common:archive') : t('common:bringBack'),
      run: archive,
    },
  ]
  useKeys(formats.name(person), [
    ...(isDoctor ? tabKeys : []),
    ...(mayWrite && tab === 'person' ? accountKeys : []),
  ])

  return (
    <>
      <div>
        <Title order={2}>{formats.name(person)}</Title>
        <Text size="sm" c="var(--soft)">
          {person.roles.map((role) => t(`start:role.${role}`)).join(', ')}
          {person.specialty !== null && ` · ${person.specialty}`}
          {person.archivedAt !== null && ` · ${t('common:archived')}`}
        </Text>
      </div>
      {isDoctor && (
        <SegmentedControl
          aria-label={t('parts')}
          size="xs"
          value={tab}
          onChange={(value) => show(tabs.find((one) => one === value) ?? 'person')}
          data={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      )}
      {tab === 'person' && (
        <>
          <PersonFacts person={person} />
          {mayWrite && isDoctor && <SupervisorField person={person} />}
          {mayWrite && (
            <Group gap="xs">
              <Button rightSection={<Key keys="KeyE" />} onClick={() => setOpen('edit')}>
                {t('common:edit')}
              </Button>
              <Button
                variant="default"
                rightSection={<Key keys="KeyP" />}
                onClick={() => setOpen('passphrase')}
              >
                {t('passphrase.reset')}
              </Button>
              <Button variant="default" rightSection={<Key keys="Delete" />} onClick={archive}>
                {person.archivedAt === null ? t('common:archive') : t('common:bringBack')}
              </Button>
            </Group>
          )}
        </>
      )}
      {tab === 'hours' && <WeeklyHours practitionerId={person.id} />}
      {tab === 'exceptions' && <Exceptions practitionerId={person.id} />}
      {tab === 'services' && <OfferedServices practitionerId={person.id} />}
      {open === 'edit' && <UpdateStaffForm person={person} onClose={() => setOpen(null)} />}
      {open === 'passphrase' && <PassphraseForm person={person} onClose={() => setOpen(null)} />}
    </>
  )
}

function PersonFacts({ person }: { person: Person }) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  const { language, passwordChangedAt } = person
  return (
    <Facts
      facts={[
        [t('fact.login'), person.login],
        [t('fact.phone'), person.phone],
        [t('fact.email'), person.email ?? t('noEmail')],
        [t('fact.language'), isLanguage(language) ? languageNames[language] : language],
        [
          t('fact.passphraseSince'),
          passwordChangedAt === null ? null : formats.day(formats.dayOf(passwordChangedAt)),
        ],
        [
          t('fact.archivedOn'),
          person.archivedAt === null ? null : formats.day(formats.dayOf(person.archivedAt)),
        ],
      ]}
    />
  )
}

/** Archives the account or brings it back, with a way to take that back. */
function useArchive(person: Person): () => void {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const showError = useShowError()
  const { mutate, isPending } = useMutation(
    trpc.staff.archive.mutationOptions({ onError: showError }),
  )
  return () => {
    if (isPending) return
    const { id, version } = person
    const archived = person.archivedAt === null
    const name = formats.name(person)
    mutate(
      { id, version, archived },
      {
        onSuccess: () =>
          offerUndo(t(archived ? 'archived' : 'broughtBack', { name }), () =>
            mutate({ id, version: version + 1, archived: !archived }),
          ),
      },
    )
  }
}
