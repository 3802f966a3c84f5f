/** Services by category on the left, the selected one on the right. */
import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesWords } from '../../../main/clinic/catalog/catalog.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  type Selection,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { type Category, categoryPath, categoryTree, pathOf, siblingsOf } from './categories.ts'
import { CategoryForm } from './category-form.tsx'
import { ServiceForm } from './service-form.tsx'
import { ServicePanel } from './service-panel.tsx'
import classes from './catalog.module.css'

export type Service = RouterOutputs['catalog']['services']['services'][number]

/** What is being written: something new, or what is changed. */
type Writing =
  | { kind: 'service'; service: Service | null }
  | { kind: 'category'; category: Category | null }

export function ServicesView({
  services,
  categories,
  currency,
  archive,
  chips,
  empty,
}: {
  services: Service[]
  /** Those in use, in their order. */
  categories: Category[]
  currency: string
  archive: boolean
  chips: ReactNode
  /** Shown in the place of the list while the clinic has no service at all. */
  empty: ReactNode
}) {
  const { t } = useTranslation('catalog')
  const [text, setText] = useState('')
  const [writing, setWriting] = useState<Writing | null>(null)
  const shown = services.filter((one) => matchesWords(text.trim(), `${one.code} ${one.name}`))
  const selection = useSelection(shown.map(({ id }) => id))
  const selected = shown.find(({ id }) => id === selection.id)
  const mayWrite = useMay()('catalog.write')
  const addService = () =>
    setWriting(
      categories.length === 0
        ? { kind: 'category', category: null }
        : { kind: 'service', service: null },
    )
  const addCategory = () => setWriting({ kind: 'category', category: null })
  useKeys(t('title'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    ...(mayWrite
      ? [
          { keys: 'KeyN', label: t('newService'), run: addService },
          { keys: 'KeyC', label: t('newCategory'), run: addCategory },
        ]
      : []),
  ])
  const edit = (service: Service) => setWriting({ kind: 'service', service })
  return (
    <>
      <PageHead>
        {mayWrite && <HeadButtons addService={addService} addCategory={addCategory} />}
        <ListSearch
          value={text}
          onChange={setText}
          placeholder={t('search')}
          move={selection.move}
        />
      </PageHead>
      <TwoPanes
        sideLabel={t('common:selected')}
        bar={chips}
        list={
          empty ?? (
            <ServiceTable
              services={shown}
              categories={text === '' && !archive ? categories : []}
              currency={currency}
              selection={selection}
              edit={edit}
              rename={(category) => setWriting({ kind: 'category', category })}
            />
          )
        }
        side={
          selected === undefined ? (
            <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
          ) : (
            <ServicePanel
              key={selected.id}
              service={selected}
              currency={currency}
              edit={() => edit(selected)}
            />
          )
        }
      />
      {writing?.kind === 'service' && (
        <ServiceForm
          service={writing.service}
          like={selected ?? null}
          categories={categories}
          currency={currency}
          onClose={() => setWriting(null)}
          onSaved={selection.select}
        />
      )}
      {writing?.kind === 'category' && (
        <CategoryForm
          category={writing.category}
          categories={categories}
          onClose={() => setWriting(null)}
        />
      )}
    </>
  )
}

function HeadButtons({
  addService,
  addCategory,
}: {
  addService: () => void
  addCategory: () => void
}) {
  const { t } = useTranslation('catalog')
  const common = { size: 'xs', variant: 'default', flex: 'none' } as const
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        {...common}
        leftSection={<IconPlus size={14} aria-hidden />}
        rightSection={<Key keys="KeyN" />}
        onClick={addService}
      >
        {t('newService')}
      </Button>
      <Button {...common} rightSection={<Key keys="KeyC" />} onClick={addCategory}>
        {t('newCategory')}
      </Button>
    </Group>
  )
}

function ServiceTable({
  services,
  categories,
  currency,
  selection,
  edit,
  rename,
}: {
  services: Service[]
  categories: Category[]
  currency: string
  selection: Selection
  edit: (service: Service) => void
  rename: (category: Category) => void
}) {
  const { t } = useTranslation('catalog')
  const formats = useFormats()
  if (services.length === 0 && categories.length === 0) {
    return <Empty title={t('common:nothingFound')} hint={t('common:nothingFoundHint')} />
  }
  const columns: Column<Service>[] = [
    { key: 'code', label: t('column.code'), width: '110px', renderCell: ({ code }) => code },
    { key: 'name', label: t('column.name'), renderCell: ({ name }) => name },
    {
      key: 'duration',
      label: t('column.duration'),
      width: '104px',
      atEnd: true,
      renderCell: ({ durationMinutes }) => t('minutes', { count: durationMinutes }),
    },
    {
      key: 'price',
      label: t('column.price'),
      width: '124px',
      atEnd: true,
      renderCell: ({ priceMinor }) => formats.money(priceMinor, currency),
    },
  ]
  const groups = shelves(services, categories).map(({ key, name, category, rows }) => ({
    key,
    rows,
    head: (
      <CategoryHead
        name={name}
        category={category}
        categories={categories}
        isEmpty={rows.length === 0}
        rename={rename}
      />
    ),
  }))
  return (
    <RowTable
      label={t('view.services')}
      columns={columns}
      rows={services}
      groups={groups}
      selection={selection}
      onOpen={edit}
    />
  )
}

/** The categories in use, also those without services, then others that have some to show. */
function shelves(services: readonly Service[], categories: readonly Category[]) {
  const byCategory = Map.groupBy(services, ({ categoryId }) => categoryId)
  const known = categoryTree(categories).map((category) => ({
    key: category.id,
    name: categoryPath(category, categories),
    category,
    rows: byCategory.get(category.id) ?? [],
  }))
  const others = [...byCategory]
    .filter(([id]) => !categories.some((category) => category.id === id))
    .map(([key, rows]) => ({
      key,
      name: pathOf(rows[0]?.wholeCategoryName ?? null, rows[0]?.categoryName ?? ''),
      category: undefined,
      rows,
    }))
  return [...known, ...others]
}

/** A category's name, and its place among the others. */
function CategoryHead({
  name,
  category,
  categories,
  isEmpty,
  rename,
}: {
  name: string
  category: Category | undefined
  categories: readonly Category[]
  isEmpty: boolean
  rename: (category: Category) => void
}) {
  const { t } = useTranslation('catalog')
  const mayWrite = useMay()('catalog.write')
  const move = useMoveCategory()
  if (category === undefined || !mayWrite) return name
  const siblings = siblingsOf(category, categories)
  const at = siblings.indexOf(category)
  const isWhole = categories.some(({ parentId }) => parentId === category.id)
  const actions = [
    { label: t('category.rename', { name }), Icon: IconPencil, run: () => rename(category) },
    {
      label: t('category.up', { name }),
      Icon: IconArrowUp,
      run: () => move(category, siblings[at - 1]),
      off: at === 0,
    },
    {
      label: t('category.down', { name }),
      Icon: IconArrowDown,
      run: () => move(category, siblings[at + 1]),
      off: at === siblings.length - 1,
    },
  ]
  return (
    <div className={classes['category']}>
      <span>{name}</span>
      {isEmpty && !isWhole && <span className={classes['empty']}>{t('category.empty')}</span>}
      <Group gap={2} className={classes['tools']}>
        {actions.map(({ label, Icon, run, off = false }) => (
          <Tooltip key={label} label={label}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={label}
              disabled={off}
              onClick={run}
            >
              <Icon size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ))}
      </Group>
    </div>
  )
}

/** Gives two neighbours each other's place. */
function useMoveCategory(): (moved: Category, passed: Category | undefined) => void {
  const trpc = useTRPC()
  const showError = useShowError()
  const update = useMutation(trpc.catalog.updateCategory.mutationOptions({ onError: showError }))
  return (moved, passed) => {
    if (passed === undefined) return
    const place = ({ id, version, name }: Category, position: number) =>
      update.mutate({ id, version, name, position })
    // Two may have the same position, from lists that came together; then the order of names held.
    const apart = moved.position === passed.position ? (passed.name < moved.name ? -1 : 1) : 0
    place(moved, Math.max(0, passed.position + apart))
    if (apart === 0) place(passed, moved.position)
  }
}
