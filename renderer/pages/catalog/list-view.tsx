/** What the clinic keeps by name: a list on the left, the selected one on the right, new ones by one key. */
import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { Key } from '../../components/key.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { type Archiving, useArchiving } from './use-archiving.ts'

export interface Kept {
  id: string
  version: number
  name: string
  archivedAt: string | null
}

export interface ListTexts {
  title: string
  add: string
  empty: string
  emptyHint: string
}

export function ListView<Row extends Kept>({
  rows,
  chips,
  texts,
  columns,
  archiving,
  renderSide,
  renderForm,
}: {
  /** Those in use and the archived ones, in their order. */
  rows: readonly Row[]
  chips: ReactNode
  texts: ListTexts
  columns: readonly Column<Row>[]
  archiving: Archiving
  renderSide: (row: Row) => ReactNode
  /** Null makes a new one. */
  renderForm: (row: Row | null, close: () => void, saved: (id: string) => void) => ReactNode
}) {
  const { t } = useTranslation('catalog')
  const [open, setOpen] = useState<'new' | 'change' | null>(null)
  const mayWrite = useMay()('catalog.write')
  // Those in use first.
  const ordered = rows.toSorted(
    (a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null),
  )
  const selection = useSelection(ordered.map(({ id }) => id))
  const selected = ordered.find(({ id }) => id === selection.id)
  const archive = useArchiving(selected, archiving)
  const add = () => setOpen('new')
  const change = () => setOpen('change')
  useKeys(texts.title, [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    ...(mayWrite ? [{ keys: 'KeyN', label: texts.add, run: add }] : []),
    ...(mayWrite && selected !== undefined
      ? [
          { keys: 'KeyE', label: t('common:edit'), run: change },
          { keys: 'Delete', label: archive.label, run: archive.run },
        ]
      : []),
  ])
  const addButton = mayWrite && (
    <Button
      size="xs"
      variant="default"
      flex="none"
      leftSection={<IconPlus size={14} aria-hidden />}
      rightSection={<Key keys="KeyN" />}
      onClick={add}
    >
      {texts.add}
    </Button>
  )
  return (
    <>
      <PageHead>{addButton}</PageHead>
      <TwoPanes
        sideLabel={t('common:selected')}
        bar={chips}
        list={
          ordered.length === 0 ? (
            <Empty title={texts.empty} hint={texts.emptyHint} action={addButton} />
          ) : (
            <RowTable
              label={texts.title}
              rows={ordered}
              selection={selection}
              isFaded={({ archivedAt }) => archivedAt !== null}
              {...(mayWrite && { onOpen: change })}
              columns={columns}
            />
          )
        }
        side={
          selected === undefined ? (
            <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
          ) : (
            <>
              <div>
                <Title order={2}>{selected.name}</Title>
                {selected.archivedAt !== null && (
                  <Text size="sm" c="var(--soft)">
                    {t('common:archived')}
                  </Text>
                )}
              </div>
              {mayWrite && (
                <Group gap="xs">
                  <Button rightSection={<Key keys="KeyE" />} onClick={change}>
                    {t('common:edit')}
                  </Button>
                  <Button
                    variant="default"
                    rightSection={<Key keys="Delete" />}
                    onClick={archive.run}
                  >
                    {archive.label}
                  </Button>
                </Group>
              )}
              {renderSide(selected)}
            </>
          )
        }
      />
      {open === 'new' && renderForm(null, () => setOpen(null), selection.select)}
      {open === 'change' &&
        selected !== undefined &&
        renderForm(selected, () => setOpen(null), selection.select)}
    </>
  )
}

/** A name with the word that says it is out of use. */
export function useKeptName(): (row: Kept) => string {
  const { t } = useTranslation('catalog')
  return ({ name, archivedAt }) =>
    archivedAt === null ? name : `${name} (${t('common:archived')})`
}
