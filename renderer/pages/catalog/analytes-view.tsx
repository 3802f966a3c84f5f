/** What the laboratory can measure: each analyte with what is normal for whom, and where it becomes critical. */
import { ActionIcon, Button, Group, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { normInWriting } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SpecimenKind } from '../labs/specimen-kind.tsx'
import { useMay } from '../shell/me.ts'
import { spanOf } from './age-span.ts'
import { AnalyteForm } from './analyte-form.tsx'
import { ListView, useKeptName } from './list-view.tsx'
import { RangeForm } from './range-form.tsx'
import classes from './catalog.module.css'

export type Analyte = RouterOutputs['labs']['catalog']['definitions'][number]
export type Range = Analyte['ranges'][number]

export function AnalytesView({ chips }: { chips: ReactNode }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const keptName = useKeptName()
  const { data, error, refetch } = useQuery(trpc.labs.catalog.queryOptions())
  const archiving = useMutation(
    trpc.labs.archiveDefinition.mutationOptions({ onError: useShowError() }),
  )
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <ListView
      rows={data.definitions}
      chips={chips}
      texts={{
        title: t('view.analytes'),
        add: t('analyte.new'),
        empty: t('analyte.none'),
        emptyHint: t('analyte.noneHint'),
      }}
      columns={[
        { key: 'code', label: t('column.code'), width: '100px', renderCell: ({ code }) => code },
        { key: 'name', label: t('column.name'), renderCell: keptName },
        {
          key: 'unit',
          label: t('analyte.unit'),
          width: '110px',
          renderCell: ({ unit }) => unit ?? '–',
        },
        {
          key: 'kind',
          label: t('labs:specimens.one'),
          width: '120px',
          renderCell: ({ specimenKind }) => <SpecimenKind kind={specimenKind} />,
        },
      ]}
      archiving={archiving}
      renderSide={(one) => <AnalyteSide key={one.id} one={one} />}
      renderForm={(one, close, saved) => <AnalyteForm one={one} onClose={close} onSaved={saved} />}
    />
  )
}

function AnalyteSide({ one }: { one: Analyte }) {
  const { t } = useTranslation('catalog')
  const mayWrite = useMay()('catalog.write')
  const [open, setOpen] = useState<Range | 'new' | null>(null)
  useKeys(
    t('range.title'),
    mayWrite ? [{ keys: 'KeyR', label: t('range.new'), run: () => setOpen('new') }] : [],
  )
  return (
    <>
      <Facts
        facts={[
          [t('column.code'), one.code],
          [t('analyte.loinc'), one.loinc],
          [t('analyte.unit'), one.unit],
          [t('analyte.kind'), t(`analyte.kinds.${one.valueKind}`)],
          [t('labs:specimens.one'), <SpecimenKind key="kind" kind={one.specimenKind} />],
        ]}
      />
      <section aria-label={t('range.title')}>
        <Title order={3}>{t('range.title')}</Title>
        {one.ranges.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('range.none')}
          </Text>
        )}
        {one.ranges.map((range) => (
          <RangeLine
            key={range.id}
            range={range}
            {...(mayWrite && { edit: () => setOpen(range) })}
          />
        ))}
        {mayWrite && (
          <Button
            mt={8}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            rightSection={<Key keys="KeyR" />}
            onClick={() => setOpen('new')}
          >
            {t('range.new')}
          </Button>
        )}
      </section>
      {open !== null && (
        <RangeForm
          analyte={one}
          range={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

function RangeLine({ range, edit }: { range: Range; edit?: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const ages = useAges()
  const archive = useMutation(trpc.labs.archiveRange.mutationOptions({ onError: useShowError() }))
  const who = `${t(`range.sexes.${range.sex ?? 'any'}`)}, ${ages(range)}`
  const critical = [
    range.criticalLow === null ? null : `< ${range.criticalLow}`,
    range.criticalHigh === null ? null : `> ${range.criticalHigh}`,
  ].filter((part) => part !== null)
  return (
    <div className={classes['part']}>
      <span>
        {who}
        <br />
        <b className="numbers">{normInWriting(range)}</b>
        {critical.length > 0 && (
          <Text span size="sm" c="var(--bad)">
            {' '}
            · {t('range.critical', { limits: critical.join(', ') })}
          </Text>
        )}
      </span>
      {edit !== undefined && (
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('range.change', { who })}
            onClick={edit}
          >
            <IconPencil size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('range.remove', { who })}
            onClick={() => archive.mutate({ id: range.id, version: range.version })}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </Group>
      )}
    </div>
  )
}

/** `all ages`, `from 18 years`, `below 28 days`, `2 years to 12 years`. */
function useAges(): (range: Pick<Range, 'fromDays' | 'toDays'>) => string {
  const { t } = useTranslation('catalog')
  const told = (days: number) => {
    const { count, unit } = spanOf(days)
    return t(`patients:age.${unit}`, { count })
  }
  return ({ fromDays, toDays }) => {
    if (toDays === null)
      return fromDays === 0 ? t('range.allAges') : t('range.from', { age: told(fromDays) })
    if (fromDays === 0) return t('range.below', { age: told(toDays) })
    return t('range.between', { from: told(fromDays), to: told(toDays) })
  }
}
