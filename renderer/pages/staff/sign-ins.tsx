/** Who signed in lately, who tried, and whose account was locked for it. */
import { IconAlertTriangle, IconCheck, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, moveKeys, RowTable, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './staff.module.css'

type SignIn = RouterOutputs['staff']['signIns'][number]
type Outcome = SignIn['outcome']

const none: SignIn[] = []

export function SignIns() {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.staff.signIns.queryOptions())
  const rows = data ?? none
  const selection = useSelection(rows.map(({ id }) => id))
  const columns = useColumns()
  useKeys(t('filter.signIns'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (rows.length === 0) return <Empty title={t('signIns.none')} />
  return (
    <RowTable
      label={t('filter.signIns')}
      columns={columns}
      rows={rows}
      selection={selection}
      isFaded={({ outcome }) => outcome === 'accepted'}
    />
  )
}

function useColumns(): Column<SignIn>[] {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  return [
    {
      key: 'time',
      label: t('signIns.time'),
      width: '170px',
      renderCell: ({ at }) => formats.moment(at),
    },
    {
      key: 'person',
      label: t('signIns.person'),
      renderCell: ({ name }) => (name === null ? t('signIns.unknown') : formats.name(name)),
    },
    {
      key: 'outcome',
      label: t('signIns.outcome'),
      width: '330px',
      renderCell: ({ outcome, method }) => <SignInOutcome outcome={outcome} method={method} />,
    },
  ]
}

const signs = {
  accepted: IconCheck,
  refused: IconAlertTriangle,
  locked: IconLock,
} satisfies Record<Outcome, unknown>

/** A sign and words, never colour alone. */
function SignInOutcome({ outcome, method }: Pick<SignIn, 'outcome' | 'method'>) {
  const { t } = useTranslation('staff')
  const Sign = signs[outcome]
  return (
    <span className={classes['outcome']} data-outcome={outcome}>
      <Sign size={15} stroke={1.8} aria-hidden />
      {t(method === 'pin' ? `signIns.pin.${outcome}` : `signIns.${outcome}`)}
    </span>
  )
}
