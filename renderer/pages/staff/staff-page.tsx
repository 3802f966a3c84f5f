/** Who works here: accounts and roles, and for doctors their hours, leave and services. */
import { Button, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Key } from '../../components/key.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { matchesWords } from '../../../main/clinic/catalog/catalog.rules.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { SignIns } from './sign-ins.tsx'
import { CreateStaffForm } from './staff-form.tsx'
import { type Person, StaffPanel } from './staff-panel.tsx'

const filters = {
  everyone: (person: Person) => person.archivedAt === null,
  doctors: (person: Person) => person.archivedAt === null && person.roles.includes('doctor'),
  others: (person: Person) => person.archivedAt === null && !person.roles.includes('doctor'),
  archived: (person: Person) => person.archivedAt !== null,
}

type Filter = keyof typeof filters

const filterNames: readonly Filter[] = ['everyone', 'doctors', 'others', 'archived']

/** The people, or what became of signing in. */
type View = Filter | 'signIns'

const nobody: Person[] = []

export default function StaffPage() {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const may = useMay()
  const formats = useFormats()
  const staff = useQuery(trpc.staff.list.queryOptions())
  const [view, setView] = useState<View>('everyone')
  const filter = view === 'signIns' ? 'everyone' : view
  const [text, setText] = useState('')
  const [creating, setCreating] = useState(false)
  const everyone = staff.data ?? nobody
  const shown = everyone
    .filter(filters[filter])
    .filter((person) =>
      matchesWords(text, `${formats.name(person)} ${person.login ?? ''} ${person.specialty ?? ''}`),
    )
  const selection = useSelection(shown.map(({ id }) => id))
  const selected = shown.find(({ id }) => id === selection.id)
  const columns = useColumns()
  const mayWrite = may('staff.write')
  useKeys(t('title'), [
    ...(view === 'signIns'
      ? []
      : moveKeys(selection, { up: t('common:up'), down: t('common:down') })),
    ...(mayWrite ? [{ keys: 'KeyN', label: t('new'), run: () => setCreating(true) }] : []),
  ])

  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        {mayWrite && (
          <Button
            size="xs"
            variant="default"
            flex="none"
            leftSection={<IconPlus size={14} aria-hidden />}
            rightSection={<Key keys="KeyN" />}
            onClick={() => setCreating(true)}
          >
            {t('new')}
          </Button>
        )}
        {view !== 'signIns' && (
          <ListSearch
            value={text}
            onChange={setText}
            placeholder={t('search')}
            move={selection.move}
          />
        )}
      </PageHead>
      <TwoPanes
        sideLabel={t('common:selected')}
        bar={
          <FilterChips<View>
            label={t('filter.label')}
            value={view}
            onChange={setView}
            chips={[
              ...filterNames.map((value) => ({
                value,
                label: t(`filter.${value}`),
                count: everyone.filter(filters[value]).length,
              })),
              ...(may('audit.read')
                ? [{ value: 'signIns', label: t('filter.signIns') } as const]
                : []),
            ]}
          />
        }
        list={
          view === 'signIns' ? (
            <SignIns />
          ) : staff.error !== null ? (
            <ErrorNote error={staff.error} retry={() => void staff.refetch()} />
          ) : staff.data === undefined ? (
            <Loading />
          ) : shown.length === 0 ? (
            <Empty title={t('common:nothingFound')} hint={t('common:nothingFoundHint')} />
          ) : (
            <RowTable
              label={t('title')}
              columns={columns}
              rows={shown}
              selection={selection}
              isFaded={({ archivedAt }) => archivedAt !== null}
            />
          )
        }
        side={
          view === 'signIns' ? (
            <Text c="var(--soft)">{t('signIns.hint')}</Text>
          ) : selected === undefined ? (
            <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
          ) : (
            <StaffPanel key={selected.id} person={selected} />
          )
        }
      />
      {creating && (
        <CreateStaffForm
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setView('everyone')
            setText('')
            selection.select(id)
          }}
        />
      )}
    </>
  )
}

function useColumns(): Column<Person>[] {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  return [
    {
      key: 'name',
      label: t('column.name'),
      renderCell: (person) =>
        person.archivedAt === null
          ? formats.name(person)
          : `${formats.name(person)} (${t('common:archived')})`,
    },
    {
      key: 'roles',
      label: t('column.roles'),
      width: '24%',
      renderCell: ({ roles }) => roles.map((role) => t(`start:role.${role}`)).join(', '),
    },
    {
      key: 'specialty',
      label: t('column.specialty'),
      width: '20%',
      renderCell: ({ specialty }) => specialty ?? '',
    },
    {
      key: 'login',
      label: t('column.login'),
      width: '16%',
      renderCell: ({ login }) => login ?? '',
    },
  ]
}
