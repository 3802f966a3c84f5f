/** Specimens to be taken and sent: the urgent first, each step by one key, the label at hand. */
import { Autocomplete, Badge, Button, Stack, Text, Title } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  Facts,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useAgeText } from '../patients/age.ts'
import { PageHead } from '../shell/page-head.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { SpecimenKind } from './specimen-kind.tsx'
import type { WaitingSpecimen } from './types.ts'

export function SpecimensList() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.collectionList.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('specimens.title')}</Title>
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('specimens.count', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('specimens.empty')} hint={t('specimens.emptyHint')} />}
      {data !== undefined && data.length > 0 && <Specimens specimens={data} />}
    </>
  )
}

function Specimens({ specimens }: { specimens: readonly WaitingSpecimen[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const selection = useSelection(specimens.map(({ id }) => id))
  useKeys(t('specimens.title'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = specimens.find(({ id }) => id === selection.id)
  const columns: Column<WaitingSpecimen>[] = [
    { key: 'patient', label: t('inbox.patient'), renderCell: (one) => formats.name(one) },
    {
      key: 'what',
      label: t('specimens.what'),
      renderCell: ({ analytes }) => analytes.join(', '),
    },
    {
      key: 'kind',
      label: t('specimens.kind'),
      width: '104px',
      renderCell: ({ kind }) => <SpecimenKind kind={kind} />,
    },
    {
      key: 'label',
      label: t('specimens.label'),
      width: '100px',
      renderCell: ({ label }) => label,
    },
    {
      key: 'step',
      label: t('specimens.step'),
      width: '150px',
      renderCell: (one) => <Step specimen={one} />,
    },
  ]
  return (
    <TwoPanes
      list={
        <RowTable
          label={t('specimens.title')}
          columns={columns}
          rows={specimens}
          selection={selection}
        />
      }
      side={
        chosen !== undefined && (
          <SpecimenPanel
            key={chosen.id}
            specimen={chosen}
            ofOrder={specimens.filter(({ orderId }) => orderId === chosen.orderId)}
          />
        )
      }
      sideLabel={t('specimens.one')}
    />
  )
}

function Step({ specimen: { collectedAt, priority } }: { specimen: WaitingSpecimen }) {
  const { t } = useTranslation('labs')
  return (
    <span>
      {priority !== 'routine' && (
        <b style={{ color: 'var(--bad)' }}>{t(`visit:priority.${priority}`)} · </b>
      )}
      {t(collectedAt === null ? 'specimens.toTake' : 'specimens.toSend')}
    </span>
  )
}

function SpecimenPanel({
  specimen,
  ofOrder,
}: {
  specimen: WaitingSpecimen
  /** All that wait of the same order: their labels are printed together. */
  ofOrder: readonly WaitingSpecimen[]
}) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const age = useAgeText()
  const trpc = useTRPC()
  const showError = useShowError()
  const [open, setOpen] = useState<'send' | 'reject' | null>(null)
  const collect = useMutation(trpc.labs.collect.mutationOptions({ onError: showError }))
  const labels = useMutation(trpc.labs.openLabels.mutationOptions({ onError: showError }))
  const { id, collectedAt, label, analytes, note, priority } = specimen
  const isTaken = collectedAt !== null
  const take = () => {
    if (!collect.isPending) collect.mutate({ specimenIds: [id] })
  }
  const print = () => {
    if (!labels.isPending) labels.mutate({ specimenIds: ofOrder.map((one) => one.id) })
  }
  useKeys(t('specimens.one'), [
    { keys: 'KeyP', label: t('specimens.print'), run: print },
    ...(isTaken
      ? [
          { keys: 'KeyS', label: t('specimens.send'), run: () => setOpen('send') },
          { keys: 'Delete', label: t('specimens.reject'), run: () => setOpen('reject') },
        ]
      : [{ keys: 'KeyC', label: t('specimens.take'), run: take }]),
  ])
  const wide = { fullWidth: true, justify: 'space-between' } as const
  return (
    <>
      <div>
        <Title order={2}>{formats.name(specimen)}</Title>
        <Text c="var(--soft)" size="sm" className="numbers">
          {[
            specimen.bornOn === null ? null : formats.day(specimen.bornOn),
            age(specimen.bornOn),
            specimen.cardNumber,
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </Text>
        {priority !== 'routine' && (
          <Badge variant="light" color="red" tt="none">
            {t(`visit:priority.${priority}`)}
          </Badge>
        )}
      </div>
      <Facts
        facts={[
          [t('specimens.kind'), <SpecimenKind key="kind" kind={specimen.kind} />],
          [t('specimens.what'), analytes.join(', ')],
          [t('specimens.label'), label],
          [t('inbox.order'), specimen.number],
          [t('specimens.ordered'), formats.shortMoment(specimen.orderedAt)],
          [t('specimens.taken'), collectedAt === null ? null : formats.shortMoment(collectedAt)],
          [t('order.note'), note],
          [t('specimens.again'), specimen.replacesId === null ? null : t('specimens.againWhy')],
        ]}
      />
      <Stack gap={8}>
        {isTaken ? (
          <Button {...wide} rightSection={<Key keys="KeyS" />} onClick={() => setOpen('send')}>
            {t('specimens.send')}
          </Button>
        ) : (
          <Button
            {...wide}
            rightSection={<Key keys="KeyC" />}
            loading={collect.isPending}
            onClick={take}
          >
            {t('specimens.take')}
          </Button>
        )}
        <Button
          {...wide}
          variant="default"
          rightSection={<Key keys="KeyP" />}
          loading={labels.isPending}
          onClick={print}
        >
          {t('order.labels', { count: ofOrder.length })}
        </Button>
        {isTaken && (
          <Button
            {...wide}
            variant="default"
            rightSection={<Key keys="Delete" />}
            onClick={() => setOpen('reject')}
          >
            {t('specimens.reject')}
          </Button>
        )}
      </Stack>
      {open === 'send' && <SendDialog specimen={specimen} onClose={() => setOpen(null)} />}
      {open === 'reject' && <RejectDialog specimen={specimen} onClose={() => setOpen(null)} />}
    </>
  )
}

interface DialogParts {
  specimen: WaitingSpecimen
  onClose: () => void
}

function SendDialog({ specimen, onClose }: DialogParts) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  // Most clinics send to one laboratory: the last one is offered again.
  const [last, setLast] = useLocalStorage({
    key: 'labs.sentTo',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  const [to, setTo] = useState(last)
  const send = useMutation(
    trpc.labs.send.mutationOptions({
      onSuccess: () => {
        setLast(to)
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title={t('specimens.sendNamed', { label: specimen.label })}
      submitLabel={t('specimens.send')}
      size="md"
      onSubmit={() => send.mutate({ specimenIds: [specimen.id], sentTo: to })}
      onClose={onClose}
      pending={send.isPending}
      error={send.error}
    >
      <Autocomplete
        data-autofocus
        label={t('specimens.sentTo')}
        description={t('specimens.sentToHint')}
        data={last === '' ? [] : [last]}
        openOnFocus={false}
        maxLength={200}
        value={to}
        onChange={setTo}
      />
    </FormModal>
  )
}

function RejectDialog({ specimen, onClose }: DialogParts) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const reject = useMutation(trpc.labs.reject.mutationOptions({ onSuccess: onClose }))
  return (
    <ReasonDialog
      title={t('specimens.rejectNamed', { label: specimen.label })}
      submitLabel={t('specimens.reject')}
      hint={t('specimens.rejectHint')}
      pending={reject.isPending}
      error={reject.error}
      onSubmit={(reason) => reject.mutate({ specimenId: specimen.id, reason })}
      onClose={onClose}
    />
  )
}
