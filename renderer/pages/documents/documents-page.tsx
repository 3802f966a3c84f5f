/** The register of documents: by state, type and patient; whose turn it is stands out; one is opened by Enter. */
import { Button, Select, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { CompositionState } from '../../../main/clinic/documents/compositions.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, moveKeys, RowTable, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { BeginDialog } from './begin-dialog.tsx'
import { DocumentView } from './document-view.tsx'
import classes from './documents.module.css'
import { useLocalText } from './words.ts'

type Row = RouterOutputs['compositions']['register']['documents'][number]

const shownAtOnce = 200

const filters = ['all', 'draft', 'review', 'returned', 'approved', 'signed', 'archived'] as const
type Filter = (typeof filters)[number] | 'overdue'

export default function DocumentsPage() {
  const { documentId } = useParams()
  return documentId === undefined ? <Register /> : <OneDocument documentId={documentId} />
}

function OneDocument({ documentId }: { documentId: string }) {
  const { t } = useTranslation('documents')
  const navigate = useNavigate()
  useKeys(t('one'), [{ keys: 'Escape', label: t('back'), run: () => void navigate('/documents') }])
  return (
    <>
      <PageHead>
        <Title order={1}>{t('one')}</Title>
        <Button
          size="xs"
          variant="default"
          rightSection={<Key keys="Escape" />}
          onClick={() => void navigate('/documents')}
        >
          {t('back')}
        </Button>
      </PageHead>
      <div className={classes['page']}>
        <DocumentView key={documentId} documentId={documentId} />
      </div>
    </>
  )
}

function Register() {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const may = useMay()
  const localText = useLocalText()
  const [filter, setFilter] = useState<Filter>('all')
  const [typeId, setTypeId] = useState<string | null>(null)
  const [isBeginning, setIsBeginning] = useState(false)
  const types = useQuery(trpc.documentTypes.list.queryOptions())
  const isOverdue = filter === 'overdue'
  const state: CompositionState | null = filter === 'all' || isOverdue ? null : filter
  const register = useQuery({
    ...trpc.compositions.register.queryOptions({
      state,
      typeId,
      patientId: null,
      limit: shownAtOnce,
    }),
    enabled: !isOverdue,
  })
  const overdue = useQuery({
    ...trpc.compositions.toDispose.queryOptions(),
    enabled: may('documents.dispose'),
  })
  useKeys(t('title'), [{ keys: 'KeyA', label: t('begin'), run: () => setIsBeginning(true) }])
  const begin = (
    <Button size="xs" rightSection={<Key keys="KeyA" />} onClick={() => setIsBeginning(true)}>
      {t('begin')}
    </Button>
  )
  const chips: Filter[] = may('documents.dispose') ? [...filters, 'overdue'] : [...filters]
  const { error, refetch } = isOverdue ? overdue : register
  const rows = isOverdue ? overdue.data : register.data?.documents
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        {begin}
      </PageHead>
      <div className={classes['bar']}>
        <FilterChips
          label={t('filter')}
          value={filter}
          onChange={setFilter}
          chips={chips.map((value) => ({
            value,
            label: t(`filterName.${value}`),
            ...(value === 'overdue' && { count: overdue.data?.length }),
          }))}
        />
        <Select
          size="xs"
          aria-label={t('type')}
          placeholder={t('anyType')}
          clearable
          searchable
          value={typeId}
          onChange={setTypeId}
          data={(types.data ?? []).map(({ id, definition }) => ({
            value: id,
            label: localText(definition.name),
          }))}
        />
      </div>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {rows === undefined && error === null && <Loading />}
      {rows?.length === 0 && (
        <Empty
          title={t(isOverdue ? 'noneOverdue' : 'none')}
          hint={t(isOverdue ? 'noneOverdueHint' : 'noneHint')}
        />
      )}
      {rows !== undefined && rows.length > 0 && (
        <div className={classes['table']}>
          <Rows rows={rows} />
        </div>
      )}
      {isBeginning && <BeginDialog patient={null} onClose={() => setIsBeginning(false)} />}
    </>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('documents')
  const formats = useFormats()
  const localText = useLocalText()
  const navigate = useNavigate()
  const selection = useSelection(rows.map(({ id }) => id))
  const open = ({ id }: Row) => void navigate(`/documents/${id}`)
  useKeys(t('title'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    {
      keys: 'Enter',
      label: t('open'),
      run: () => {
        const chosen = rows.find(({ id }) => id === selection.id)
        if (chosen !== undefined) open(chosen)
      },
    },
  ])
  const columns: Column<Row>[] = [
    { key: 'number', label: t('number'), width: '130px', renderCell: ({ number }) => number },
    { key: 'type', label: t('type'), renderCell: ({ name }) => localText(name) },
    {
      key: 'patient',
      label: t('patient'),
      width: '190px',
      renderCell: ({ patient }) => (patient === null ? '' : formats.shortName(patient)),
    },
    {
      key: 'author',
      label: t('author'),
      width: '150px',
      renderCell: ({ author }) => (author === null ? '' : formats.shortName(author)),
    },
    {
      key: 'state',
      label: t('stateLabel'),
      width: '190px',
      renderCell: ({ state, isMine }) => (
        <span>
          <span className={classes['state']} data-state={state}>
            {t(`state.${state}`)}
          </span>
          {isMine && <b className={classes['mine']}> · {t('mine')}</b>}
        </span>
      ),
    },
    {
      key: 'when',
      label: t('begun'),
      width: '120px',
      renderCell: ({ createdAt }) => formats.shortMoment(createdAt),
    },
  ]
  return (
    <RowTable
      label={t('title')}
      columns={columns}
      rows={rows}
      selection={selection}
      isFaded={({ state }) => state === 'discarded' || state === 'disposed'}
      onOpen={open}
    />
  )
}
