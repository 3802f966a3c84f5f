/** One patient: what must be known beside what was and is to come, the card and the papers. */
import { Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { holdsOnDay } from '../../../main/clinic/catalog/prices.rules.ts'
import { nowIso } from '../../clock.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { OrderDialog } from '../labs/order-dialog.tsx'
import { PatientResults } from '../labs/patient-results.tsx'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { ActionButton } from './action-button.tsx'
import { BookPackageDialog } from './book-package-dialog.tsx'
import { CardPanel } from './card-panel.tsx'
import { ConsentDialog } from './consent-dialog.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { EditPatientDialog } from './edit-patient-dialog.tsx'
import { ExportRecord } from './export-record.tsx'
import { MergedNote, MergeWith } from './merged-note.tsx'
import { PatientAlerts, PatientFacts } from './patient-facts.tsx'
import { PatientPapers } from './patient-papers.tsx'
import { PhotoButtons } from './patient-photo.tsx'
import { PatientTimeline } from './patient-timeline.tsx'
import { PutAway } from './put-away.tsx'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

export default function PatientPage() {
  const { patientId = '' } = useParams()
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.patients.get.queryOptions({ id: patientId }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return <PatientPlace key={data.id} patient={data} />
}

const tabs = ['timeline', 'results', 'card', 'papers', 'details'] as const
type Tab = (typeof tabs)[number]

function PatientPlace({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const may = useMay()
  const formats = useFormats()
  const [tab, setTab] = useState<Tab>('timeline')
  const [open, setOpen] = useState<OpenDialog>(null)
  const shown = tabs.filter(
    (one) => (one !== 'card' || may('cards.read')) && (one !== 'results' || may('labs.read')),
  )
  useKeys(
    t('patient'),
    shown.map((one, index) => ({
      keys: `Digit${index + 1}`,
      label: t(`tab.${one}`),
      run: () => setTab(one),
    })),
  )
  return (
    <div className={classes['patient']}>
      <PageHead>
        <Title order={1} className="cut" title={formats.name(patient)}>
          {formats.name(patient)}
        </Title>
        <div className={classes['views']} role="tablist" aria-label={t('patient')}>
          {shown.map((one, index) => (
            <UnstyledButton
              key={one}
              id={`tab-${one}`}
              role="tab"
              aria-selected={one === tab}
              aria-controls="patient-tab"
              className={classes['view'] ?? ''}
              onClick={() => setTab(one)}
            >
              <Key keys={`Digit${index + 1}`} /> {t(`tab.${one}`)}
            </UnstyledButton>
          ))}
        </div>
      </PageHead>
      <div
        className={classes['middle']}
        id="patient-tab"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
      >
        {tab === 'timeline' && <PatientTimeline patientId={patient.id} />}
        {tab === 'results' && <PatientResults patientId={patient.id} />}
        {tab === 'card' && <CardPanel patient={patient} />}
        {tab === 'papers' && <PatientPapers patient={patient} />}
        {tab === 'details' && (
          <DetailsPanel
            patient={patient}
            {...(may('patients.write') && { recordConsent: () => setOpen('consent') })}
          />
        )}
      </div>
      <PatientPanel patient={patient} isCardOpen={tab === 'card'} open={open} setOpen={setOpen} />
    </div>
  )
}

type OpenDialog = 'edit' | 'consent' | 'package' | 'labs' | null

interface Action {
  keys: string
  label: string
  run: () => void
  /** The next step is the one filled button. */
  isFilled?: boolean
  /** Reached by its key and from another place of the panel. */
  isHidden?: boolean
}

/** Book, edit, record a consent: what the person may, each with its key. */
function PatientPanel({
  patient,
  isCardOpen,
  open,
  setOpen,
}: {
  patient: Patient
  isCardOpen: boolean
  open: OpenDialog
  setOpen: (dialog: OpenDialog) => void
}) {
  const { t } = useTranslation('patients')
  const navigate = useNavigate()
  const may = useMay()
  const formats = useFormats()
  const mayWrite = may('patients.write') && patient.mergedInto === null
  const trpc = useTRPC()
  const packages = useQuery(trpc.catalog.packages.queryOptions())
  const today = formats.dayOf(nowIso())
  const hasPackages = packages.data?.packages.some(
    (one) => one.archivedAt === null && holdsOnDay(one, today),
  )
  const recordConsent = () => setOpen('consent')
  const actions: Action[] = []
  if (may('appointments.book') && patient.archivedAt === null) {
    actions.push({
      keys: 'KeyB',
      label: t('book'),
      run: () => void navigate(`/day?patient=${patient.id}`),
      // The card has a next step of its own.
      isFilled: !isCardOpen,
    })
    if (hasPackages) {
      actions.push({ keys: 'KeyP', label: t('package.title'), run: () => setOpen('package') })
    }
  }
  if (may('labs.order') && patient.archivedAt === null) {
    actions.push({ keys: 'KeyL', label: t('labs:order.new'), run: () => setOpen('labs') })
  }
  if (mayWrite) {
    actions.push(
      { keys: 'KeyE', label: t('edit'), run: () => setOpen('edit') },
      {
        keys: 'KeyC',
        label: t('consent.record'),
        run: recordConsent,
        isHidden: patient.consents.length > 0,
      },
    )
  }
  useKeys(
    t('patient'),
    actions.map(({ keys, label, run }) => ({ keys, label, run })),
  )
  return (
    <aside className={classes['side']} aria-label={t('facts')}>
      <Title order={2} className={classes['narrowName'] ?? ''}>
        {formats.name(patient)}
      </Title>
      <PatientAlerts patient={patient} />
      <MergedNote patient={patient} />
      <div className={classes['actions']}>
        {actions
          .filter(({ isHidden }) => isHidden !== true)
          .map(({ keys, label, run, isFilled = false }) => (
            <ActionButton key={keys} keys={keys} isFilled={isFilled} run={run}>
              {label}
            </ActionButton>
          ))}
      </div>
      <PatientFacts patient={patient} {...(mayWrite && { recordConsent })} />
      {mayWrite && <PhotoButtons patient={patient} />}
      <ExportRecord patient={patient} />
      <PutAway patient={patient} />
      <MergeWith patient={patient} />
      <PatientDialogs patient={patient} open={open} close={() => setOpen(null)} />
    </aside>
  )
}

function PatientDialogs({
  patient,
  open,
  close,
}: {
  patient: Patient
  open: OpenDialog
  close: () => void
}) {
  const navigate = useNavigate()
  switch (open) {
    case 'edit':
      return (
        <EditPatientDialog
          patient={patient}
          onClose={close}
          openOther={(id) => void navigate(`/patients/${id}`)}
        />
      )
    case 'consent':
      return <ConsentDialog patientId={patient.id} onClose={close} />
    case 'package':
      return (
        <BookPackageDialog
          patientId={patient.id}
          onClose={close}
          onBooked={(day, id) => void navigate(`/day?day=${day}&appointment=${id}`)}
        />
      )
    case 'labs':
      return <OrderDialog patientId={patient.id} encounterId={null} close={close} />
    case null:
      return null
  }
}
