/** Who a patient is and what must be known: age, card, allergies, consent, phones, next booking, balance. */
import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { Allergies } from '../record/allergies.tsx'
import { ChronicDiagnoses } from '../record/chronic-diagnoses.tsx'
import { CurrentMedicines } from '../record/current-medicines.tsx'
import { languageNames } from '../start/quiet-page.tsx'
import { AlertNotes } from './alert-notes.tsx'
import { useAgeText } from './age.ts'
import { CardState } from './card-state.tsx'
import { PatientPhoto } from './patient-photo.tsx'
import { balancesOf } from './timeline.ts'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

/** Birth day, age, sex, card; then the alerts. */
export function PatientAlerts({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const ageText = useAgeText()
  const mayReadRecord = useMay()('record.read')
  const { archivedAt, bornOn, sex, card, cardNumber, consents } = patient
  const said = [
    bornOn === null ? t('bornOnUnknown') : formats.day(bornOn),
    ageText(bornOn),
    sex === 'unknown' ? '' : t(`sexShort.${sex}`),
  ].filter((part) => part !== '')
  return (
    <>
      <div className={classes['whoWithPhoto']}>
        <PatientPhoto patientId={patient.id} sha256={patient.photoSha256} />
        <div className={classes['who']}>
          <span className="numbers">{said.join(' · ')}</span>
          <span className={classes['cardLine']}>
            <span className="numbers">
              {cardNumber === null ? t('noCard') : t('cardOf', { number: cardNumber })}
            </span>
            {card !== null && <CardState status={card.status} />}
          </span>
        </div>
      </div>
      <AlertNotes patientId={patient.id} className={classes['alert']} />
      {archivedAt !== null && (
        <div className={classes['warning']} role="note">
          <span>{t('archive.since', { day: formats.day(formats.dayOf(archivedAt)) })}</span>
        </div>
      )}
      {mayReadRecord ? (
        <div className={classes['pinned']}>
          <Allergies patientId={patient.id} cardText={card?.allergies ?? null} />
          <PinnedDiagnoses patientId={patient.id} />
          <CurrentMedicines patientId={patient.id} />
        </div>
      ) : (
        card !== null &&
        card.allergies !== null && (
          <div className={classes['alert']} role="note">
            <IconAlertTriangle size={17} aria-hidden />
            <span>{t('allergies', { text: card.allergies })}</span>
          </div>
        )
      )}
      {!hasDataConsent(consents) && (
        <div className={classes['warning']} role="note">
          <IconAlertTriangle size={17} aria-hidden />
          <span>{t('consent.missing')}</span>
        </div>
      )}
    </>
  )
}

function hasDataConsent(consents: Patient['consents']): boolean {
  return consents.some(
    ({ purpose, withdrawnOn }) => purpose === 'data-processing' && withdrawnOn === null,
  )
}

/** The rest of what the desk asks for, label and value. */
export function PatientFacts({
  patient,
  recordConsent,
}: {
  patient: Patient
  /** Opens the dialog for a newer consent; absent where it cannot be recorded. */
  recordConsent?: () => void
}) {
  const { t } = useTranslation('patients')
  const { phones, email, address, document, card, note } = patient
  return (
    <dl className={classes['facts']}>
      <Fact label={t('phone')}>
        {phones.map(({ use, value }) => (
          <span key={value} className="numbers">
            {value}
            {phones.length > 1 && (
              <span className={classes['soft']}> · {t(`phoneUses.${use}`)}</span>
            )}
          </span>
        ))}
      </Fact>
      <Fact label={t('emailShort')}>{email}</Fact>
      <Fact label={t('address')}>{address}</Fact>
      <Fact label={t('document')}>
        {document !== null && (
          <>
            <span>{t(`documentKinds.${document.kind}`)}</span>
            <span className="numbers">{document.number}</span>
          </>
        )}
      </Fact>
      <NextBooking patientId={patient.id} />
      <BalanceFact patientId={patient.id} />
      <Fact label={t('factShort.chronicConditions')}>{card?.chronicConditions}</Fact>
      <Fact label={t('factShort.medicines')}>{card?.medicines}</Fact>
      <Fact label={t('card.bloodType')}>{card?.bloodType}</Fact>
      <Fact label={t('factShort.emergencyContact')}>{card?.emergencyContact}</Fact>
      <Fact label={t('language')}>{languageNames[patient.language]}</Fact>
      <Fact label={t('contact.short')}>
        {t(`contact.channels.${patient.contactChannel}`)}
        {patient.doNotDisturb && <b>{t('contact.doNotDisturb')}</b>}
      </Fact>
      <ConsentFact patient={patient} {...(recordConsent && { recordConsent })} />
      <Fact label={t('note')}>{note}</Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const isEmpty =
    children === null ||
    children === undefined ||
    children === false ||
    (Array.isArray(children) && children.length === 0)
  if (isEmpty) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function NextBooking({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data } = useQuery(trpc.appointments.ofPatient.queryOptions({ patientId }))
  const next = data?.upcoming[0]
  if (data === undefined) return null
  return (
    <Fact label={t('factShort.next')}>
      {next === undefined ? (
        <span className={classes['soft']}>{t('nextNone')}</span>
      ) : (
        <>
          <span className="numbers">
            {formats.shortDay(next.day)}, {formats.time(next.startsAt)}
          </span>
          <span>
            {next.service.name}, {formats.shortName(next.practitioner)}
          </span>
        </>
      )}
    </Fact>
  )
}

function BalanceFact({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const may = useMay()
  const formats = useFormats()
  const { data } = useQuery({
    ...trpc.billing.ofPatient.queryOptions({ patientId }),
    enabled: may('billing.read'),
  })
  if (data === undefined || data.length === 0) return null
  const balances = balancesOf(data)
  const owed = data.find(({ dueMinor, overpaidMinor }) => dueMinor > 0 || overpaidMinor > 0)
  return (
    <Fact label={t('balance')}>
      {balances.length === 0 && <span>{t('settled')}</span>}
      {balances.map(({ currency, dueMinor, overpaidMinor }) => (
        <Text key={currency} span inherit fw={620} className="numbers">
          {dueMinor > 0 && t('owes', { amount: formats.money(dueMinor, currency) })}
          {overpaidMinor > 0 && t('toGiveBack', { amount: formats.money(overpaidMinor, currency) })}
        </Text>
      ))}
      {owed !== undefined && owed.appointmentId !== null && (
        <Anchor component={Link} to={`/cash/${owed.appointmentId}`} size="sm">
          {t('invoiceOf', { number: owed.number })}
        </Anchor>
      )}
    </Fact>
  )
}

function ConsentFact({ patient, recordConsent }: { patient: Patient; recordConsent?: () => void }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const consent = patient.consents.find(
    ({ purpose, withdrawnOn }) => purpose === 'data-processing' && withdrawnOn === null,
  )
  if (consent === undefined) return null
  return (
    <Fact label={t('consent.short')}>
      <span>
        {t('consent.given', {
          day: formats.day(consent.givenOn),
          method: t(`consent.said.${consent.method}`),
          version: consent.textVersion,
        })}
      </span>
      {recordConsent !== undefined && (
        <Anchor component="button" type="button" size="sm" onClick={recordConsent}>
          {t('consent.recordNewer')} <Key keys="KeyC" />
        </Anchor>
      )}
    </Fact>
  )
}

/** Chronic diagnoses, for those who read what is written in visits. */
function PinnedDiagnoses({ patientId }: { patientId: string }) {
  const trpc = useTRPC()
  const { data } = useQuery({
    ...trpc.visits.chronic.queryOptions({ patientId }),
    enabled: useMay()('visits.read'),
  })
  return <ChronicDiagnoses chronic={data ?? []} />
}
