/** The search and its list: arrows move, Enter opens; the chosen one is shown at the right. */
import { Button, Checkbox, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { ActionButton } from './action-button.tsx'
import { useAgeText } from './age.ts'
import { MatchedNote, useReadAs } from './matched-note.tsx'
import { PatientAlerts, PatientFacts } from './patient-facts.tsx'
import type { FoundPatient } from './types.ts'
import classes from './patients.module.css'

const listed = 50
const pauseMs = 40

interface Parts {
  query: string
  setQuery: (query: string) => void
  /** Opens the registration with what was searched for; absent for those who may not. */
  register?: (query: string) => void
}

export function PatientList({ query, setQuery, register }: Parts) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(query.trim(), pauseMs)
  const [active, setActive] = useState(0)
  const [withArchived, setWithArchived] = useState(false)
  const search = useQuery({
    ...trpc.patients.search.queryOptions({ query: asked, limit: listed, withArchived }),
    placeholderData: keepPreviousData,
  })
  const found = search.data ?? []
  const chosen = found[Math.min(active, found.length - 1)]
  const readAs = useReadAs()(found, asked)
  const countText = (count: number) => t(count === listed ? 'list.first' : 'list.found', { count })
  const move = (by: number) =>
    setActive((at) => Math.max(0, Math.min(found.length - 1, Math.min(at, found.length - 1) + by)))
  const isSettled = asked === query.trim() && !search.isPlaceholderData
  function enter(): void {
    // Never what an earlier query found.
    if (!isSettled) return
    if (chosen !== undefined) void navigate(`/patients/${chosen.id}`)
    else if (asked !== '') register?.(asked)
  }
  useKeys(t('title'), [
    { keys: 'ArrowDown', label: t('list.next'), run: () => move(1), inText: true },
    { keys: 'ArrowUp', label: t('list.previous'), run: () => move(-1), inText: true },
    { keys: 'PageDown', label: t('list.nextPage'), run: () => move(10), inText: true },
    { keys: 'PageUp', label: t('list.previousPage'), run: () => move(-10), inText: true },
    { keys: 'Enter', label: t('open'), run: enter, inText: true },
  ])
  return (
    <div className={classes['patient']}>
      <div className={classes['listPane']}>
        <TextInput
          className={classes['listSearch'] ?? ''}
          size="md"
          autoFocus
          value={query}
          placeholder={t('shell:searchHint')}
          aria-label={t('shell:search')}
          role="combobox"
          aria-haspopup="grid"
          aria-expanded
          aria-controls="patients-found"
          aria-activedescendant={chosen === undefined ? undefined : `patient-${chosen.id}`}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={17} aria-hidden />}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setActive(0)
          }}
        />
        <div className={classes['listLine']}>
          <span>
            {readAs !== null && <span className={classes['readAs']}>{readAs}</span>}
            {found.length > 0 && (asked === '' ? t('list.newest') : countText(found.length))}
          </span>
          <Checkbox
            size="xs"
            label={t('archive.shown')}
            checked={withArchived}
            onChange={(event) => setWithArchived(event.currentTarget.checked)}
          />
        </div>
        <div className={classes['listBody']}>
          {search.error !== null && (
            <ErrorNote error={search.error} retry={() => void search.refetch()} />
          )}
          {search.data === undefined && search.error === null && <Loading />}
          {search.isSuccess && found.length === 0 && (
            <NobodyFound query={asked} {...(register === undefined ? {} : { register })} />
          )}
          {found.length > 0 && (
            <FoundTable found={found} query={asked} chosen={chosen} choose={setActive} />
          )}
        </div>
      </div>
      {chosen !== undefined && <ChosenPatient id={chosen.id} open={enter} />}
    </div>
  )
}

function NobodyFound({ query, register }: { query: string; register?: (query: string) => void }) {
  const { t } = useTranslation('patients')
  if (query === '') return <Empty title={t('list.empty')} hint={t('list.emptyHint')} />
  return (
    <Empty
      title={t('shell:nobodyFound', { query })}
      hint={t('list.nobodyHint')}
      action={
        register !== undefined && (
          <Button
            variant="default"
            mt="xs"
            onClick={() => register(query)}
            rightSection={<Key keys="Enter" />}
          >
            {t('registerQuery', { query })}
          </Button>
        )
      }
    />
  )
}

function FoundTable({
  found,
  query,
  chosen,
  choose,
}: {
  found: readonly FoundPatient[]
  query: string
  chosen: FoundPatient | undefined
  choose: (index: number) => void
}) {
  const { t } = useTranslation('patients')
  const navigate = useNavigate()
  const formats = useFormats()
  const ageText = useAgeText()
  const row = useRef<HTMLTableRowElement>(null)
  useEffect(() => row.current?.scrollIntoView({ block: 'nearest' }), [chosen])
  return (
    <table
      id="patients-found"
      role="grid"
      tabIndex={0}
      aria-activedescendant={chosen === undefined ? undefined : `patient-${chosen.id}`}
      className={classes['found']}
      aria-label={t('shell:found')}
    >
      <thead>
        <tr>
          <th scope="col">{t('list.name')}</th>
          <th scope="col">{t('bornOn')}</th>
          <th scope="col">{t('list.age')}</th>
          <th scope="col">{t('phone')}</th>
          <th scope="col">{t('list.card')}</th>
        </tr>
      </thead>
      <tbody>
        {found.map((patient, index) => (
          <tr
            key={patient.id}
            id={`patient-${patient.id}`}
            ref={patient === chosen ? row : null}
            aria-selected={patient === chosen}
            onClick={() => choose(index)}
            onDoubleClick={() => void navigate(`/patients/${patient.id}`)}
          >
            <td className="cut" title={formats.name(patient)}>
              <b>{formats.name(patient)}</b>
              {patient.archivedAt !== null && (
                <span className={classes['matched']}>{t('archive.word')}</span>
              )}
              {query !== '' && (
                <MatchedNote matched={patient.matched} className={classes['matched']} />
              )}
            </td>
            <td>{patient.bornOn !== null && formats.day(patient.bornOn)}</td>
            <td>{ageText(patient.bornOn)}</td>
            <td>{patient.phone}</td>
            <td>{patient.cardNumber}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The panel of the chosen patient; the list is for finding, so opening is one key away. */
function ChosenPatient({ id, open }: { id: string; open: () => void }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const may = useMay()
  const formats = useFormats()
  const { data: patient } = useQuery({
    ...trpc.patients.get.queryOptions({ id }),
    placeholderData: keepPreviousData,
  })
  const book = () => void navigate(`/day?patient=${id}`)
  const mayBook = may('appointments.book') && patient?.archivedAt === null
  useKeys(
    t('patient'),
    mayBook ? [{ keys: 'Ctrl+KeyB', label: t('book'), run: book, inText: true }] : [],
  )
  if (patient === undefined) return <aside className={classes['side']} aria-label={t('facts')} />
  return (
    <aside className={classes['side']} aria-label={t('facts')}>
      <Title order={2} className={classes['sideName'] ?? ''}>
        {formats.name(patient)}
      </Title>
      <PatientAlerts patient={patient} />
      <div className={classes['actions']}>
        <ActionButton keys="Enter" run={open}>
          {t('open')}
        </ActionButton>
        {mayBook && (
          <ActionButton keys="Ctrl+KeyB" run={book}>
            {t('book')}
          </ActionButton>
        )}
      </div>
      <PatientFacts patient={patient} />
    </aside>
  )
}
