/** One entry of a patient's line of time: a line that opens where it stands. */
import { Anchor, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { timeTakenReason } from '../../../main/clinic/appointments/appointments.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { DocumentPaper } from '../documents/document-paper.tsx'
import { PaperButtons, usePapers } from '../documents/papers.tsx'
import { useLocalText } from '../documents/words.ts'
import { OpenedFile } from '../files/shown-file.tsx'
import { ReportView } from '../labs/report-view.tsx'
import { ReferralHistory } from '../referrals/referral-history.tsx'
import { ReferralState } from '../referrals/referral-state.tsx'
import { useMay } from '../shell/me.ts'
import { VisitRead } from '../visits/visit-read.tsx'
import classes from './patients.module.css'

type PastEntry = RouterOutputs['timeline']['page']['entries'][number]

type Of<Kind extends PastEntry['kind']> = Extract<PastEntry, { kind: Kind }>

export function TimelineEntry({ entry, patientId }: { entry: PastEntry; patientId: string }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const [isOpen, setOpen] = useState(false)
  const { title, lines } = useWords(entry)
  const day = entry.kind === 'visit' ? entry.day : formats.dayOf(entry.at)
  return (
    <div className={classes['entryBox']} data-kind={entry.kind}>
      <UnstyledButton
        data-entry
        className={classes['entry'] ?? ''}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={classes['entryDay']}>
          <b className="numbers">{formats.shortDay(day)}</b>
          <span className="numbers">{formats.time(entry.at)}</span>
        </span>
        <span className={classes['entryMain']}>
          <b className="cut" title={title}>
            {title}
          </b>
          {lines.map((line) => (
            <span key={line} className="cut" title={line}>
              {line}
            </span>
          ))}
        </span>
        <span className={classes['entryState']}>
          <span>{t(`timeline.one.${entry.kind}`)}</span>
          <EntryState entry={entry} patientId={patientId} />
        </span>
        <IconChevronRight size={16} className={classes['entryChevron'] ?? ''} aria-hidden />
      </UnstyledButton>
      {isOpen && (
        <div className={classes['entryOpen']}>
          <Opened entry={entry} patientId={patientId} />
        </div>
      )}
    </div>
  )
}

/** What stands on the line. */
function useWords(entry: PastEntry): { title: string; lines: string[] } {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const localText = useLocalText()
  const given = (parts: (string | null)[]) =>
    parts.filter((part) => part !== null && part !== '').join(' · ')
  switch (entry.kind) {
    case 'visit': {
      const { visit, practitioner, specialty, cancelReason } = entry
      const diagnosis = visit === null ? '' : given([visit.diagnosis, visit.diagnosisCode])
      const reason = cancelReason === timeTakenReason ? t('day:reason.time-taken') : cancelReason
      return {
        title: entry.serviceName,
        lines: [
          given([formats.shortName(practitioner), specialty]),
          diagnosis,
          reason === null ? '' : t('timeline.reason', { reason }),
        ].filter((line) => line !== ''),
      }
    }
    case 'result':
      return { title: entry.names.join(', '), lines: [given([entry.performer, entry.number])] }
    case 'prescription':
      return {
        title: entry.medicines.map(({ medicine }) => medicine).join(', '),
        lines: [entry.number],
      }
    case 'referral':
      return {
        title: given([entry.specialty, entry.performerOrganization]),
        lines: [entry.reason, entry.number],
      }
    case 'certificate': {
      const { fromDay, toDay } = entry
      const days =
        fromDay === null || toDay === null ? '' : `${formats.day(fromDay)}–${formats.day(toDay)}`
      return {
        title: t(`papers.kinds.${entry.certificateKind}`),
        lines: [given([days, entry.number])],
      }
    }
    case 'document':
      return { title: t(`papers.kinds.${entry.documentKind}`), lines: [entry.number] }
    case 'composition':
      return { title: localText(entry.name), lines: [entry.number] }
    case 'file':
      return { title: entry.name, lines: entry.note === null ? [] : [entry.note] }
  }
}

/** How it stands: the booking's state and bill, or that a result is off or a paper cancelled. */
function EntryState({ entry, patientId }: { entry: PastEntry; patientId: string }) {
  const { t } = useTranslation('patients')
  if (entry.kind === 'visit') return <BookingState entry={entry} patientId={patientId} />
  if (entry.kind === 'result') {
    return entry.isAbnormal ? <span data-open>{t('timeline.abnormal')}</span> : null
  }
  if (entry.kind === 'composition') return <span>{t(`documents:state.${entry.state}`)}</span>
  const isCancelled = 'cancelledAt' in entry && entry.cancelledAt !== null
  return isCancelled ? <span data-open>{t('timeline.cancelled')}</span> : null
}

function BookingState({ entry, patientId }: { entry: Of<'visit'>; patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const { data } = useQuery({
    ...trpc.billing.ofPatient.queryOptions({ patientId }),
    enabled: may('billing.read'),
  })
  const invoice = data?.find(({ appointmentId }) => appointmentId === entry.id)
  const isUnsigned = entry.visit !== null && entry.visit.signedAt === null
  return (
    <>
      <span>
        {t(`day:status.${entry.status}`)}
        {isUnsigned && ` · ${t('timeline.unsigned')}`}
      </span>
      {invoice !== undefined && (
        <span className="numbers" data-open={invoice.dueMinor > 0 || undefined}>
          {invoice.number} · {formats.money(invoice.totalMinor, invoice.currency)} ·{' '}
          {t(`invoiceState.${invoice.state}`)}
        </span>
      )}
    </>
  )
}

/** What the entry says, read when it is opened. */
function Opened({ entry, patientId }: { entry: PastEntry; patientId: string }): ReactNode {
  const { t } = useTranslation('patients')
  switch (entry.kind) {
    case 'visit':
      return <OpenedVisit entry={entry} patientId={patientId} />
    case 'result':
      return <ReportView reportId={entry.id} />
    case 'prescription':
      return (
        <>
          {entry.medicines.map(({ medicine, dosage }) => (
            <p key={`${medicine} ${dosage}`} className={classes['entryText']}>
              <b>{medicine}</b>
              <br />
              {dosage}
            </p>
          ))}
          <EntryPaper patientId={patientId} kind="prescription" subjectId={entry.id} />
        </>
      )
    case 'referral':
      return <OpenedReferral entry={entry} patientId={patientId} />
    case 'certificate':
      return (
        <>
          {entry.text !== '' && <p className={classes['entryText']}>{entry.text}</p>}
          <EntryPaper patientId={patientId} kind={entry.certificateKind} subjectId={entry.id} />
        </>
      )
    case 'document':
      return (
        <EntryPaper patientId={patientId} kind={entry.documentKind} subjectId={entry.subjectId} />
      )
    case 'composition':
      return (
        <>
          <Anchor component={Link} to={`/documents/${entry.id}`} size="sm">
            {t('timeline.openDocument')}
          </Anchor>
          <DocumentPaper document={entry} />
        </>
      )
    case 'file':
      return <OpenedFile file={entry} />
  }
}

function EntryPaper({
  patientId,
  kind,
  subjectId,
}: {
  patientId: string
  kind: string
  subjectId: string
}) {
  const paperOf = usePapers(patientId)
  return <PaperButtons paper={paperOf(kind, subjectId)} />
}

/** Why, where it stands, and what came back. */
function OpenedReferral({ entry, patientId }: { entry: Of<'referral'>; patientId: string }) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.referrals.get.queryOptions({ id: entry.id }))
  return (
    <>
      <p className={classes['entryText']}>{entry.reason}</p>
      <EntryPaper patientId={patientId} kind="referral" subjectId={entry.id} />
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data !== undefined && (
        <div className={classes['entryReferral']}>
          <ReferralState status={data.status} />
          <ReferralHistory steps={data.steps} />
        </div>
      )}
    </>
  )
}

function OpenedVisit({ entry, patientId }: { entry: Of<'visit'>; patientId: string }) {
  const { t } = useTranslation('patients')
  const may = useMay()
  const { visit } = entry
  const address =
    visit !== null
      ? `/visits/${entry.id}`
      : may('billing.read')
        ? `/cash/${entry.id}`
        : `/day?day=${entry.day}&appointment=${entry.id}`
  const word = visit !== null ? 'openVisit' : may('billing.read') ? 'openBill' : 'openDay'
  return (
    <>
      {visit !== null && <VisitText encounterId={visit.encounterId} />}
      <Text size="sm" mt={6} component="div" className={classes['entryLinks'] ?? ''}>
        <Anchor component={Link} to={address} size="sm">
          {t(`timeline.${word}`)}
        </Anchor>
        {visit !== null && (
          <EntryPaper patientId={patientId} kind="visit-summary" subjectId={visit.encounterId} />
        )}
      </Text>
    </>
  )
}

function VisitText({ encounterId }: { encounterId: string }) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.visits.read.queryOptions({ encounterId }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined || data.encounter === null) return <Loading />
  return <VisitRead content={data.encounter.content} ageYears={data.patient.ageYears} />
}
