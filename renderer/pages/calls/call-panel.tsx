/** Who is called, about what, and what they say: each answer is one key. */
import { Button, Chip, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './calls.module.css'
import { type Called, type Purpose, useRecord } from './use-record.ts'

export function CallPanel({
  one,
  purpose,
  why = null,
}: {
  one: Called
  purpose: Purpose
  /** The reason of the absence that the booking lies in. */
  why?: string | null
}) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const record = useRecord(purpose)
  const [open, setOpen] = useState<'move' | 'cancel' | null>(null)
  const { patient } = one
  // What lies in an absence cannot be confirmed: it has to go elsewhere first.
  const mayConfirm = why === null
  const confirm = () => mayConfirm && record.confirmed(one)
  const toDay = () => void navigate(`/day?day=${one.day}&appointment=${one.id}`)
  useKeys(t('calls.panel'), [
    { keys: 'Enter', label: t('calls.confirmed'), run: confirm },
    { keys: 'KeyN', label: t('calls.notReached'), run: () => record.notReached(one) },
    { keys: 'KeyM', label: t('calls.move'), run: () => setOpen('move') },
    {
      keys: 'Delete',
      label: t('calls.cancel'),
      run: () => may('appointments.cancel') && setOpen('cancel'),
    },
    { keys: 'KeyD', label: t('calls.toDay'), run: toDay },
  ])
  const common = { fullWidth: true, justify: 'space-between', variant: 'default' } as const
  return (
    <>
      <div>
        <Title order={2}>{formats.name(patient)}</Title>
        <div className={classes['phones']}>
          {patient.phones.length === 0 ? t('calls.noPhone') : patient.phones.join(' · ')}
        </div>
        {patient.noShows > 0 && (
          <Text size="sm" c="var(--warn)" fw={600}>
            {t('noShows', { count: patient.noShows })}
          </Text>
        )}
      </div>
      {why !== null && <div className={classes['why']}>{t('calls.why', { reason: why })}</div>}
      <Facts
        facts={[
          [t('fact.day'), `${formats.longDay(one.day)}, ${formats.time(one.startsAt)}`],
          [t('fact.doctor'), formats.name(one.practitioner)],
          [t('fact.service'), one.service.name],
          [t('fact.price'), formats.money(one.priceMinor, one.currency)],
          [t('day:fact.note'), one.note],
        ]}
      />
      <Stack gap={7}>
        {mayConfirm && (
          <Button
            fullWidth
            justify="space-between"
            loading={record.isPending}
            rightSection={<Key keys="Enter" />}
            onClick={confirm}
          >
            {t(purpose === 'absence' ? 'calls.told' : 'calls.confirmed')}
          </Button>
        )}
        <Button
          {...common}
          rightSection={<Key keys="KeyN" />}
          onClick={() => record.notReached(one)}
        >
          {t('calls.notReached')}
        </Button>
        <Button
          {...common}
          variant={mayConfirm ? 'default' : 'filled'}
          rightSection={<Key keys="KeyM" />}
          onClick={() => setOpen('move')}
        >
          {t('calls.move')}
        </Button>
        {may('appointments.cancel') && (
          <Button
            {...common}
            c="var(--bad)"
            rightSection={<Key keys="Delete" />}
            onClick={() => setOpen('cancel')}
          >
            {t('calls.cancel')}
          </Button>
        )}
        <Button {...common} rightSection={<Key keys="KeyD" />} onClick={toDay}>
          {t('calls.toDay')}
        </Button>
      </Stack>
      <Said one={one} />
      {open === 'move' && (
        <WaysOut
          one={one}
          close={() => setOpen(null)}
          choose={(to) => record.moved(one, to, () => setOpen(null))}
          isPending={record.isPending}
        />
      )}
      {open === 'cancel' && (
        <CancelCall
          one={one}
          close={() => setOpen(null)}
          cancel={(reason) => record.cancelled(one, reason, () => setOpen(null))}
          isPending={record.isPending}
        />
      )}
    </>
  )
}

function Said({ one }: { one: Called }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  if (one.calls.length === 0) return null
  return (
    <div className={classes['said']}>
      <Text fw={600} size="sm">
        {t('calls.sofar')}
      </Text>
      {one.calls.toReversed().map((call) => (
        <div key={call.id}>
          <span>
            {t(`calls.result.${call.result}`)}
            {call.by !== null && ` · ${formats.shortName(call.by)}`}
          </span>
          <time>{formats.shortMoment(call.at)}</time>
        </div>
      ))}
    </div>
  )
}

function WaysOut({
  one,
  close,
  choose,
  isPending,
}: {
  one: Called
  close: () => void
  choose: (to: { startsAt: string; practitionerId: string }) => void
  isPending: boolean
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [chosen, setChosen] = useState(0)
  const ways = useQuery({
    ...trpc.calls.waysOut.queryOptions({ appointmentId: one.id }),
    staleTime: 0,
  })
  const way = ways.data?.[chosen]
  return (
    <FormModal
      title={t('calls.moveTitle', { name: formats.name(one.patient) })}
      submitLabel={t('calls.moveHere')}
      onSubmit={() => {
        if (way === undefined) return
        choose({ startsAt: way.startsAt, practitionerId: way.practitioner.id })
      }}
      onClose={close}
      pending={isPending}
      error={ways.error}
      size="md"
      focusSubmit
    >
      {ways.data?.length === 0 && <Text>{t('calls.noWay')}</Text>}
      <div role="radiogroup" aria-label={t('calls.move')} className={classes['ways']}>
        {(ways.data ?? []).map(({ startsAt, practitioner }, index) => (
          <Button
            key={`${startsAt} ${practitioner.id}`}
            role="radio"
            aria-checked={index === chosen}
            variant={index === chosen ? 'light' : 'default'}
            justify="space-between"
            onClick={() => setChosen(index)}
            rightSection={formats.shortName(practitioner)}
          >
            {formats.longDay(formats.dayOf(startsAt))}, {formats.time(startsAt)}
          </Button>
        ))}
      </div>
    </FormModal>
  )
}

const usualReasons = ['patient', 'ill'] as const

function CancelCall({
  one,
  close,
  cancel,
  isPending,
}: {
  one: Called
  close: () => void
  cancel: (reason: string) => void
  isPending: boolean
}) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const [reason, setReason] = useState('')
  return (
    <FormModal
      title={t('cancelTitle', { name: formats.name(one.patient) })}
      submitLabel={t('cancelBooking')}
      onSubmit={() => reason.trim() !== '' && cancel(reason)}
      onClose={close}
      pending={isPending}
      error={null}
      size="md"
    >
      <TextInput
        label={t('cancelReason')}
        data-autofocus
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
        <Group gap={6}>
          {usualReasons.map((name) => (
            <Chip key={name} value={t(`reason.${name}`)} size="xs">
              {t(`reason.${name}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </FormModal>
  )
}
