/** One of them: its results, who it could be with what agrees, and matching, searching or putting away. */
import { Button, Text, Title, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { MatchDialog, type Matched } from './match-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { labOf } from './told-name.ts'
import type { Candidate, MessageReport } from './types.ts'
import classes from './labs.module.css'

/** So many can be taken by one key. */
const keyed = 3

export function UnmatchedPanel({ messageReportId }: { messageReportId: string }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const report = useQuery(trpc.labs.unmatchedReport.queryOptions({ messageReportId }))
  const { data: candidates = [] } = useQuery(trpc.labs.candidates.queryOptions({ messageReportId }))
  const [open, setOpen] = useState<'match' | 'away' | null>(null)
  const [matched, setMatched] = useState<Matched | null>(null)
  const match = (candidate: Candidate) => {
    setMatched({ id: candidate.id, name: candidate.name, orderId: candidate.orderId })
    setOpen('match')
  }
  const search = () => {
    setMatched(null)
    setOpen('match')
  }
  useKeys(t('unmatched.one'), [
    ...candidates.slice(0, keyed).map((candidate, index) => ({
      keys: `Ctrl+Digit${index + 1}`,
      label: t('unmatched.matchNumber', { number: index + 1 }),
      run: () => match(candidate),
    })),
    { keys: 'KeyM', label: t('unmatched.search'), run: search },
    { keys: 'Delete', label: t('unmatched.putAway'), run: () => setOpen('away') },
  ])
  if (report.error !== null) return <ErrorNote error={report.error} />
  if (report.data === undefined) return <Loading />
  const wide = { fullWidth: true, justify: 'space-between', variant: 'default' } as const
  return (
    <>
      <Told report={report.data} />
      <section className={classes['candidates']} aria-label={t('unmatched.candidates')}>
        <Title order={3}>{t('unmatched.candidates')}</Title>
        {candidates.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('unmatched.noCandidates')}
          </Text>
        )}
        {candidates.map((candidate, index) => (
          <CandidateButton
            key={candidate.id}
            candidate={candidate}
            keys={index < keyed ? `Ctrl+Digit${index + 1}` : null}
            take={() => match(candidate)}
          />
        ))}
      </section>
      <Button {...wide} rightSection={<Key keys="KeyM" />} onClick={search}>
        {t('unmatched.search')}
      </Button>
      <Button {...wide} rightSection={<Key keys="Delete" />} onClick={() => setOpen('away')}>
        {t('unmatched.putAway')}
      </Button>
      {open === 'match' && (
        <MatchDialog
          messageReportId={messageReportId}
          matched={matched}
          choose={setMatched}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'away' && (
        <PutAwayDialog messageReportId={messageReportId} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function CandidateButton({
  candidate,
  keys,
  take,
}: {
  candidate: Candidate
  keys: string | null
  take: () => void
}) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const { name, bornOn, cardNumber, agreement } = candidate
  const parts = (['order', 'card', 'family', 'born'] as const).filter(
    (part) => agreement[part] !== null,
  )
  return (
    <UnstyledButton className={classes['candidate'] ?? ''} onClick={take}>
      <span className={classes['blockHead']}>
        <b>{formats.name(name)}</b>
        {keys !== null && <Key keys={keys} />}
      </span>
      <span className="numbers">
        {[bornOn === null ? null : formats.day(bornOn), cardNumber]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
      <span>
        {parts.map((part) => (
          <span key={part} className={classes['agreement']} data-agrees={agreement[part]}>
            {agreement[part] === true ? '✓' : '✗'}{' '}
            {t(`unmatched.${agreement[part] === true ? 'agrees' : 'differs'}.${part}`)}
          </span>
        ))}
      </span>
    </UnstyledButton>
  )
}

function Told({ report }: { report: MessageReport }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  return (
    <>
      <Facts
        facts={[
          [t('unmatched.from'), labOf(report.sender)],
          [t('unmatched.born'), report.bornOn === null ? null : formats.day(report.bornOn)],
          [t('unmatched.sex'), report.sex === null ? null : <SexText key="sex" sex={report.sex} />],
          [t('unmatched.card'), report.cardNumber],
          [t('inbox.order'), report.placerNumber],
          [t('unmatched.labNumber'), report.fillerNumber],
          [t('inbox.came'), formats.moment(report.receivedAt)],
        ]}
      />
      <table className={classes['results']} aria-label={t('result.title')}>
        <tbody>
          {report.results.map(({ name, comparator, value, unit, flag }, index) => (
            <tr key={`${index} ${name}`}>
              <th scope="row">{name}</th>
              <td data-end>
                {comparator}
                {value} {unit}
              </td>
              <td>{flag !== null && <abbr title={t(`flag.${flag}`)}>{flag}</abbr>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function SexText({ sex }: { sex: string }) {
  const { t } = useTranslation('patients')
  return sex === 'female' || sex === 'male' ? t(`sexes.${sex}`) : sex
}

function PutAwayDialog({
  messageReportId,
  onClose,
}: {
  messageReportId: string
  onClose: () => void
}) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const putAway = useMutation(trpc.labs.putAway.mutationOptions({ onSuccess: onClose }))
  return (
    <ReasonDialog
      title={t('unmatched.putAway')}
      submitLabel={t('unmatched.putAway')}
      hint={t('unmatched.putAwayHint')}
      pending={putAway.isPending}
      error={putAway.error}
      onSubmit={(reason) => putAway.mutate({ messageReportId, reason })}
      onClose={onClose}
    />
  )
}
