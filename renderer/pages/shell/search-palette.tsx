/** The one search: finds a patient by name, phone, birth day or card number, from anywhere; opens, books, registers. */
import { Highlight, Modal, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { fixLayout } from '../../../main/clinic/patients/search.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { MatchedNote, useReadAs } from '../patients/matched-note.tsx'
import { PatientPhoto } from '../patients/patient-photo.tsx'
import type { FoundPatient } from '../patients/types.ts'
import { useMay } from './me.ts'
import { type Proposal, ProposalLine, TypedSummary, useProposals } from './typed-booking.tsx'
import classes from './search-palette.module.css'
import shell from './shell.module.css'

const resultLimit = 12
/** As long as two keys of a fast typist: the answer itself takes a few milliseconds. */
const pauseMs = 40

export function SearchPalette() {
  const { t } = useTranslation('shell')
  const [open, setOpen] = useState(false)
  useKeys(t('search'), [{ action: 'search', run: () => setOpen(true), inText: true }])
  return (
    <>
      <UnstyledButton className={shell['searchButton']} onClick={() => setOpen(true)}>
        <IconSearch size={15} aria-hidden />
        <span className="cut">{t('searchHint')}</span>
        <Key action="search" />
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        withCloseButton={false}
        yOffset="12vh"
        centered={false}
        size={680}
        padding="sm"
        attributes={{ content: { 'aria-label': t('search') } }}
        transitionProps={{ duration: 80 }}
      >
        <Finder close={() => setOpen(false)} />
      </Modal>
    </>
  )
}

type Intent = 'open' | 'book'

/** What was typed, what it found, and whether the answer is to what stands there now. */
function useSearch() {
  const trpc = useTRPC()
  const [query, setQuery] = useState('')
  const typed = query.trim()
  const [asked] = useDebouncedValue(typed, pauseMs)
  const search = useQuery({
    ...trpc.patients.search.queryOptions({ query: asked, limit: resultLimit }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const found: readonly FoundPatient[] = asked === '' ? [] : (search.data ?? [])
  const isSettled = asked === typed && asked !== '' && search.isSuccess && !search.isPlaceholderData
  return { query, setQuery, typed, found, isSettled, error: search.error }
}

function Finder({ close }: { close: () => void }) {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const may = useMay()
  const { query, setQuery, typed, found, error, ...search } = useSearch()
  const [active, setActive] = useState(0)
  const [wanted, setWanted] = useState<Intent | null>(null)
  const [chosen, setChosen] = useState<Proposal | null>(null)
  const { proposals, patientWords, phone, ...proposed } = useProposals(typed)
  const isSettled = proposed.isSettled && search.isSettled
  const mayRegister = may('patients.write') && typed !== ''
  // Finished bookings stand first: who typed a doctor and a time wants one.
  const offered = proposals.length
  const lastIndex = offered + found.length - 1 + (mayRegister && isSettled ? 1 : 0)

  function go(address: string): void {
    close()
    void navigate(address)
  }

  function act(index: number, intent: Intent): void {
    const proposal = proposals[index]
    const patient = found[index - offered]
    if (proposal !== undefined) setChosen(proposal)
    else if (patient !== undefined) {
      const books = intent === 'book' && may('appointments.book')
      go(books ? `/day?patient=${patient.id}` : `/patients/${patient.id}`)
    } else if (mayRegister) go(`/patients?register=${encodeURIComponent(typed)}`)
  }

  // Enter that was faster than the answer waits for it: never what an earlier query found.
  const actNow = useRef(act)
  actNow.current = act
  useEffect(() => {
    if (wanted === null || !isSettled) return
    setWanted(null)
    actNow.current(0, wanted)
  }, [wanted, isSettled])

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive(Math.max(0, Math.min(lastIndex, active + step)))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && typed !== '') {
      event.preventDefault()
      const intent = event.shiftKey ? 'book' : 'open'
      if (isSettled) act(active, intent)
      else setWanted(intent)
    }
  }

  const readAs = useReadAs()(found, typed)
  const current = found[active - offered]
  const activeId =
    active < offered
      ? `proposed-${active}`
      : current !== undefined
        ? `found-${current.id}`
        : isSettled && mayRegister
          ? 'found-register'
          : undefined
  if (chosen !== null) {
    return (
      <TypedSummary
        proposal={chosen}
        words={patientWords}
        phone={phone}
        back={() => setChosen(null)}
        close={close}
      />
    )
  }
  return (
    <Stack gap={6}>
      <TextInput
        data-autofocus
        // At once: the dialog gives the focus a moment later, and hands that know the way type on.
        autoFocus
        size="md"
        placeholder={t('searchHint')}
        aria-label={t('search')}
        role="combobox"
        aria-expanded={lastIndex >= 0}
        aria-controls="found-patients"
        aria-activedescendant={activeId}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
          setWanted(null)
        }}
        onKeyDown={onKeyDown}
      />
      {error !== null && <ErrorNote error={error} />}
      {readAs !== null && <span className={classes['readAs']}>{readAs}</span>}
      <div role="listbox" id="found-patients" aria-label={t('found')} className={classes['list']}>
        {proposals.map((proposal, index) => (
          <ProposalLine
            key={`${proposal.patient?.id ?? 'new'} ${proposal.time.startsAt} ${proposal.time.practitioner.id}`}
            id={`proposed-${index}`}
            proposal={proposal}
            words={patientWords}
            isActive={index === active}
            point={() => setActive(index)}
            open={() => act(index, 'open')}
          />
        ))}
        {found.map((patient, index) => (
          <FoundLine
            key={patient.id}
            patient={patient}
            query={typed}
            isActive={offered + index === active}
            point={() => setActive(offered + index)}
            open={() => act(offered + index, 'open')}
          />
        ))}
        {isSettled && mayRegister && (
          <RegisterLine
            query={found[0]?.matched === 'layout' ? fixLayout(typed) : typed}
            nobody={found.length === 0 && offered === 0}
            isActive={active >= offered + found.length}
            point={() => setActive(offered + found.length)}
            open={() => act(offered + found.length, 'open')}
          />
        )}
        {isSettled && !mayRegister && found.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled className={classes['result']}>
            {t('nobodyFound', { query: typed })}
          </div>
        )}
      </div>
      <PaletteKeys hasFound={found.length > 0} />
    </Stack>
  )
}

interface LineParts {
  query: string
  isActive: boolean
  point: () => void
  open: () => void
}

function FoundLine({
  patient,
  query,
  isActive,
  point,
  open,
}: LineParts & { patient: FoundPatient }) {
  const formats = useFormats()
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const said = [
    patient.bornOn === null ? null : formats.day(patient.bornOn),
    patient.phone,
    patient.cardNumber,
  ].filter((part) => part !== null)
  const read = patient.matched === 'layout' ? fixLayout(query) : query
  return (
    <div
      ref={line}
      id={`found-${patient.id}`}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      className={classes['result']}
      onMouseMove={point}
      onClick={open}
      onKeyDown={() => {}}
    >
      <span className={`cut ${classes['withPhoto']}`}>
        <PatientPhoto patientId={patient.id} sha256={patient.photoSha256} small />
        <Highlight
          component="span"
          highlight={read.split(/\s+/)}
          className={classes['name'] ?? ''}
          inherit
        >
          {formats.name(patient)}
        </Highlight>
        <FoundAs patient={patient} />
        <MatchedNote matched={patient.matched} className={classes['matched']} />
      </span>
      <span className={`numbers ${classes['soft'] ?? ''}`}>{said.join(' · ')}</span>
    </div>
  )
}

/** Whom the patient was known as before two records were made one. */
function FoundAs({ patient: { foundAs } }: { patient: FoundPatient }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  if (foundAs === null) return null
  const name = [formats.name(foundAs), foundAs.cardNumber].filter((part) => part !== null)
  return <span className={classes['matched']}>{t('pairs.foundAs', { name: name.join(', ') })}</span>
}

function RegisterLine({ query, nobody, isActive, point, open }: LineParts & { nobody: boolean }) {
  const { t } = useTranslation('patients')
  return (
    <>
      {nobody && (
        <div className={classes['result']} role="presentation">
          <span className={classes['soft']}>{t('shell:nobodyFound', { query })}</span>
        </div>
      )}
      <div
        id="found-register"
        role="option"
        aria-selected={isActive}
        tabIndex={-1}
        className={`${classes['result']} ${classes['register']}`}
        onMouseMove={point}
        onClick={open}
        onKeyDown={() => {}}
      >
        <span className="cut">
          <IconUserPlus size={14} aria-hidden /> {t('registerQuery', { query })}
        </span>
      </div>
    </>
  )
}

function PaletteKeys({ hasFound }: { hasFound: boolean }) {
  const { t } = useTranslation('patients')
  const may = useMay()
  return (
    <div className={classes['keys']}>
      <span>
        <Key keys="Enter" /> {t('open')}
      </span>
      {hasFound && may('appointments.book') && (
        <span>
          <Key keys="Shift+Enter" /> {t('book')}
        </span>
      )}
      <span>
        <Key keys="Escape" /> {t('close')}
      </span>
    </div>
  )
}
