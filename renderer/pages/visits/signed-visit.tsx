/** A visit to read: signed, with its signature and addenda, or still written by someone else. */
import { Alert, Button, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconAlertTriangle, IconPencil, IconSignature } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isEmptyVisit } from '../../../main/clinic/visits/visits.rules.ts'
import { useErrorText } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay, useMe } from '../shell/me.ts'
import { PrescriptionDialog } from '../record/prescription-dialog.tsx'
import { ReferralDialog } from './referral-dialog.tsx'
import { CosignNote } from './cosign-note.tsx'
import type { Encounter, Visit } from './use-visit.ts'
import { VisitFacts } from './visit-facts.tsx'
import { VisitPapers } from './visit-papers.tsx'
import { VisitRead } from './visit-read.tsx'
import { diagnosisOf, typeable } from './visit-text.ts'
import classes from './visit.module.css'

const keys = { addendum: 'Ctrl+Enter', referral: 'Alt+KeyR', prescription: 'Alt+KeyM' }

export function SignedVisit({ visit, encounter }: { visit: Visit; encounter: Encounter }) {
  const { t } = useTranslation('visit')
  const may = useMay()
  const me = useMe()
  const [referring, setReferring] = useState(false)
  const [prescribing, setPrescribing] = useState(false)
  const hasText = encounter.signedAt !== null || !isEmptyVisit(encounter.content)
  const mayRefer = may('referrals.issue')
  const mayPrescribe = may('prescriptions.issue')
  useKeys(t('page'), [
    ...(mayRefer
      ? [{ keys: keys.referral, label: t('referral.new'), run: () => setReferring(true) }]
      : []),
    ...(mayPrescribe
      ? [{ keys: keys.prescription, label: t('prescribe'), run: () => setPrescribing(true) }]
      : []),
  ])
  return (
    <div className={classes['page']}>
      <VisitFacts visit={visit} />
      <article className={classes['middle']} aria-label={t('writing')}>
        <div className={classes['sheet']}>
          {encounter.signedAt === null && <StillWritten visit={visit} />}
          {hasText && <VisitRead content={encounter.content} ageYears={visit.patient.ageYears} />}
          <Signature visit={visit} encounter={encounter} />
          <Addenda visit={visit} />
          <CosignNote encounter={encounter} />
          {encounter.signedAt !== null && may('visits.write') && (
            <NewAddendum encounterId={encounter.id} paused={referring || prescribing} />
          )}
        </div>
      </article>
      <VisitPapers
        visit={visit}
        next={encounter.practitionerId === me.id && <BackToDay />}
        {...(mayRefer && { refer: { keys: keys.referral, open: () => setReferring(true) } })}
        {...(mayPrescribe && {
          prescribe: { keys: keys.prescription, open: () => setPrescribing(true) },
        })}
      />
      {mayPrescribe && (
        <PrescriptionDialog
          opened={prescribing}
          close={() => setPrescribing(false)}
          patientId={visit.patient.id}
          encounterId={encounter.id}
        />
      )}
      {mayRefer && (
        <ReferralDialog
          opened={referring}
          close={() => setReferring(false)}
          patientId={visit.patient.id}
          encounterId={encounter.id}
          diagnosis={diagnosisOf(encounter.content)}
        />
      )}
    </div>
  )
}

/** The doctor's work here is done: on to the next patient. The key is the rail's own. */
function BackToDay() {
  const { t } = useTranslation('visit')
  return (
    <Button
      component={Link}
      to="/day"
      fullWidth
      justify="space-between"
      size="md"
      rightSection={<Key action="place.day" />}
    >
      {t('toDay')}
    </Button>
  )
}

function StillWritten({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  return (
    <Alert color="yellow" icon={<IconPencil size={16} />} mb="md">
      {t('stillWritten', { doctor: formats.name(visit.appointment.practitioner) })}
    </Alert>
  )
}

/** How much of the hash a person compares by eye. */
const shownHash = 12

function Signature({ visit, encounter }: { visit: Visit; encounter: Encounter }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  if (encounter.signedAt === null) return null
  const hash = encounter.contentHash ?? ''
  return (
    <div className={classes['signature']}>
      <IconSignature size={16} aria-hidden style={{ alignSelf: 'center' }} />
      <span>
        {t('signedBy', {
          doctor: formats.name(visit.appointment.practitioner),
          moment: formats.moment(encounter.signedAt),
        })}
      </span>
      <Text component="span" size="xs" ff="monospace" title={hash}>
        {t('hash', { hash: hash.slice(0, shownHash) })}
      </Text>
      {!encounter.isSound && (
        <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle size={16} />}>
          {t('notSound')}
        </Alert>
      )}
    </div>
  )
}

function Addenda({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  return visit.addenda.map((addendum) => (
    <section key={addendum.id} className={classes['addendum']}>
      <Text size="xs" c="var(--soft)" className="numbers">
        {t('addendum.by', {
          doctor: formats.name(addendum.author),
          moment: formats.moment(addendum.writtenAt),
        })}
      </Text>
      <div className={classes['read']}>{addendum.text}</div>
    </section>
  ))
}

const longestAddendum = 20_000

function NewAddendum({ encounterId, paused }: { encounterId: string; paused: boolean }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const [text, setText] = useState('')
  const add = useMutation(trpc.visits.addAddendum.mutationOptions({ onSuccess: () => setText('') }))

  function addAddendum(): void {
    if (text.trim() !== '' && !add.isPending && !paused) add.mutate({ encounterId, text })
  }

  useKeys(t('addendum.title'), [
    { keys: keys.addendum, label: t('addendum.button'), run: addAddendum },
  ])
  return (
    <section style={{ marginTop: 18 }}>
      <Textarea
        label={t('addendum.title')}
        labelProps={{ className: classes['label'] }}
        description={t('addendum.hint')}
        autosize
        minRows={2}
        maxLength={longestAddendum}
        value={text}
        onChange={(event) => setText(typeable(event.currentTarget.value))}
      />
      {add.error !== null && (
        <Alert color="red" p="xs" mt={6} role="alert" icon={<IconAlertTriangle size={16} />}>
          {errorText(add.error)}
        </Alert>
      )}
      <Button
        mt={8}
        variant="default"
        disabled={text.trim() === ''}
        loading={add.isPending}
        rightSection={<Key keys={keys.addendum} />}
        onClick={addAddendum}
      >
        {t('addendum.button')}
      </Button>
    </section>
  )
}
