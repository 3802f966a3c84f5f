/** Vital signs of the visit: typed with a decimal comma or point, marked beside what is normal. */
import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  arePressuresSwapped,
  bodyMassIndex,
  interpret,
  readVitalSign,
  type TypedVitalSign,
} from '../../../main/clinic/vitals/vital-signs.rules.ts'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { VitalsTrend } from '../record/vitals-trend.tsx'
import type { Visit, VisitDraft } from './use-visit.ts'
import classes from './visit.module.css'

/** Both pressures stand side by side. */
const order: readonly TypedVitalSign[] = [
  'systolic',
  'diastolic',
  'heart-rate',
  'body-temperature',
  'respiratory-rate',
  'oxygen-saturation',
  'body-weight',
  'body-height',
]

const trendKey = 'Alt+KeyT'

interface VitalsParts {
  patient: Visit['patient']
  draft: VisitDraft
  readOnly: boolean
}

export function VitalsInput({ patient, draft, readOnly }: VitalsParts) {
  const { t } = useTranslation('vitals')
  const [isTrendOpen, setTrendOpen] = useState(false)
  const { vitals } = draft.content
  useKeys(t('title'), [{ keys: trendKey, label: t('trend'), run: () => setTrendOpen(true) }])
  return (
    <section className={classes['field']} aria-label={t('title')}>
      <Group justify="space-between" mb={4}>
        <Text component="h3" size="sm" fw={620} m={0}>
          {t('title')}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconChartLine size={14} aria-hidden />}
          rightSection={<Key keys={trendKey} />}
          onClick={() => setTrendOpen(true)}
        >
          {t('trend')}
        </Button>
      </Group>
      <div className={classes['vitals']}>
        {order.map((sign) => (
          <SignInput
            key={sign}
            sign={sign}
            typed={vitals[sign] ?? ''}
            ageYears={patient.ageYears}
            readOnly={readOnly}
            isSwapped={isPressure(sign) && arePressuresSwapped(vitals)}
            change={(typed) =>
              draft.change({ ...draft.content, vitals: { ...vitals, [sign]: typed } })
            }
            leave={() => void draft.flush()}
          />
        ))}
      </div>
      <BodyMass vitals={vitals} ageYears={patient.ageYears} />
      <VitalsTrend patientId={patient.id} opened={isTrendOpen} close={() => setTrendOpen(false)} />
    </section>
  )
}

function isPressure(sign: TypedVitalSign): boolean {
  return sign === 'systolic' || sign === 'diastolic'
}

interface SignParts {
  sign: TypedVitalSign
  typed: string
  ageYears: number | null
  readOnly: boolean
  isSwapped: boolean
  change: (typed: string) => void
  leave: () => void
}

function SignInput({ sign, typed, ageYears, readOnly, isSwapped, change, leave }: SignParts) {
  const { t } = useTranslation('vitals')
  const formats = useFormats()
  const read = readVitalSign(sign, typed)
  const side = read.is === 'value' ? interpret(sign, read.value, ageYears) : null
  const isOff = side === 'L' || side === 'H'
  const error =
    read.is === 'impossible'
      ? t('impossible', { low: formats.number(read.low), high: formats.number(read.high) })
      : read.is === 'not-a-number'
        ? t('notANumber')
        : isSwapped
          ? t('swapped')
          : null
  return (
    <TextInput
      label={t(`names.${sign}`)}
      labelProps={{ className: classes['vitalLabel'], title: t(`names.${sign}`) }}
      size="sm"
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      readOnly={readOnly}
      value={typed}
      error={error}
      data-off={isOff || undefined}
      classNames={{ input: classes['vitalInput'] ?? '', description: classes['off'] ?? '' }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={isOff ? t(side === 'H' ? 'above' : 'below') : undefined}
      rightSection={<span className={classes['unit']}>{t(`units.${sign}`)}</span>}
      rightSectionWidth={unitWidth(t(`units.${sign}`))}
      rightSectionPointerEvents="none"
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
    />
  )
}

/** As wide as the unit, so that the number is never under it. */
function unitWidth(unit: string): number {
  return 20 + unit.length * 7
}

function BodyMass({
  vitals,
  ageYears,
}: {
  vitals: VisitDraft['content']['vitals']
  ageYears: number | null
}) {
  const { t } = useTranslation('vitals')
  const formats = useFormats()
  const bmi = bodyMassIndex(vitals)
  if (bmi === null) return null
  const side = interpret('bmi', bmi, ageYears)
  return (
    <Text size="sm" mt={4} className="numbers" aria-live="polite">
      {t('bmi', { value: formats.number(bmi) })} {t('units.bmi')}
      {(side === 'L' || side === 'H') && (
        <Text span size="sm" className={classes['off'] ?? ''}>
          {' '}
          · {t(side === 'H' ? 'above' : 'below')}
        </Text>
      )}
    </Text>
  )
}

/** The measured values of a signed visit in one line each, marked where they are off. */
export function VitalsRead({
  vitals,
  ageYears,
}: {
  vitals: VisitDraft['content']['vitals']
  ageYears: number | null
}) {
  const { t } = useTranslation('vitals')
  const formats = useFormats()
  const rows = order.flatMap((sign) => {
    const read = readVitalSign(sign, vitals[sign] ?? '')
    return read.is === 'value' ? [{ sign, value: read.value }] : []
  })
  if (rows.length === 0) return null
  return (
    <>
      <dl className={classes['vitalsRead']}>
        {rows.map(({ sign, value }) => {
          const side = interpret(sign, value, ageYears)
          return (
            <div key={sign}>
              <dt>{t(`names.${sign}`)}</dt>
              <dd className="numbers">
                {formats.number(value)} {t(`units.${sign}`)}
                {(side === 'L' || side === 'H') && (
                  <span className={classes['off']}> {t(side === 'H' ? 'above' : 'below')}</span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      <BodyMass vitals={vitals} ageYears={ageYears} />
    </>
  )
}
