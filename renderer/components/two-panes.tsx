/** A list on the left and the panel of what is selected on the right; arrows move, the panel follows. */
import type { ReactNode } from 'react'
import { Fragment, useEffect, useState } from 'react'
import type { KeyBinding } from '../keyboard/keys.ts'
import classes from './two-panes.module.css'

export function TwoPanes({
  bar,
  list,
  side,
  sideLabel,
  wideSide = false,
}: {
  /** Filters above the list. */
  bar?: ReactNode
  list: ReactNode
  side: ReactNode
  sideLabel: string
  /** Half of the width, for what is compared. */
  wideSide?: boolean
}) {
  return (
    <div className={classes['panes']} data-wide-side={wideSide || undefined}>
      <div className={classes['main']}>
        {bar !== undefined && <div className={classes['bar']}>{bar}</div>}
        <div className={classes['scroll']}>{list}</div>
      </div>
      <aside className={classes['side']} aria-label={sideLabel}>
        {side}
      </aside>
    </div>
  )
}

export interface Selection {
  id: string | null
  select: (id: string) => void
  move: (steps: number) => void
}

/**
 * Which of the rows is selected: the first to begin with, and the one that moved into the place when the
 * selected one is gone. What is once shown stays, whatever comes above it: the next key is meant for it.
 */
export function useSelection(ids: readonly string[]): Selection {
  const [held, setHeld] = useState<{ id: string; at: number } | null>(null)
  const found = held === null ? 0 : ids.indexOf(held.id)
  // A row that was just made may not be in the list yet: at -1 it is waited for.
  const at = found === -1 ? Math.min(held?.at ?? 0, ids.length - 1) : found
  const id = ids[at] ?? null

  useEffect(() => {
    if (id === null || (held?.id === id && held.at === at)) return
    setHeld((now) => (now === held ? { id, at } : now))
  }, [id, at, held])

  const [isChosen, setIsChosen] = useState(false)
  useEffect(() => {
    if (isChosen && id !== null) {
      document.getElementById(`row-${id}`)?.scrollIntoView({ block: 'nearest' })
    }
  }, [id, isChosen])

  function hold(wished: string, place: number): void {
    setIsChosen(true)
    setHeld({ id: wished, at: place })
  }

  return {
    id,
    select: (wished) => hold(wished, ids.indexOf(wished)),
    move: (steps) => {
      const place = Math.max(0, Math.min(ids.length - 1, at + steps))
      const next = ids[place]
      if (next !== undefined) hold(next, place)
    },
  }
}

/** The keys that move through a list. */
export function moveKeys({ move }: Selection, labels: { up: string; down: string }): KeyBinding[] {
  return [
    { keys: 'ArrowDown', label: labels.down, run: () => move(1) },
    { keys: 'ArrowUp', label: labels.up, run: () => move(-1) },
  ]
}

export interface Column<Row> {
  key: string
  label: string
  /** CSS width; one column without takes what is left. */
  width?: string
  /** Figures stand at the end of their column. */
  atEnd?: boolean
  renderCell: (row: Row) => ReactNode
}

/** Rows that belong together, under a heading of their own. */
interface RowGroup<Row> {
  key: string
  /** Stands in the heading's one wide cell. */
  head: ReactNode
  rows: readonly Row[]
}

/** A dense table of which one row is selected. */
export function RowTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  groups,
  selection,
  isFaded = () => false,
  onOpen,
}: {
  label: string
  columns: readonly Column<Row>[]
  /** All rows in the order in which arrows go through them. */
  rows: readonly Row[]
  /** The same rows under headings. */
  groups?: readonly RowGroup<Row>[]
  selection: Selection
  isFaded?: (row: Row) => boolean
  /** A double click on a row. */
  onOpen?: (row: Row) => void
}) {
  const shown = groups ?? [{ key: 'all', head: null, rows }]
  return (
    <table className={classes['table']} role="grid" aria-label={label}>
      <colgroup>
        {columns.map(({ key, width }) => (
          <col key={key} style={width === undefined ? {} : { width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ key, label: head, atEnd }) => (
            <th key={key} scope="col" data-end={atEnd || undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {shown.map((group) => (
        <tbody key={group.key}>
          {group.head !== null && (
            <tr className={classes['group']}>
              <td colSpan={columns.length}>{group.head}</td>
            </tr>
          )}
          {group.rows.map((row) => (
            <tr
              key={row.id}
              id={`row-${row.id}`}
              className={classes['row']}
              aria-selected={row.id === selection.id}
              tabIndex={row.id === selection.id ? 0 : -1}
              data-faded={isFaded(row) || undefined}
              onClick={() => selection.select(row.id)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map(({ key, renderCell, atEnd }) => (
                <Cell key={key} content={renderCell(row)} atEnd={atEnd ?? false} />
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** What is cut off for want of room can be read by pointing at it. */
function Cell({ content, atEnd }: { content: ReactNode; atEnd: boolean }) {
  return (
    <td data-end={atEnd || undefined} title={typeof content === 'string' ? content : undefined}>
      {content}
    </td>
  )
}

/** Names and values in two columns; what has no value is left out. */
export function Facts({ facts }: { facts: readonly [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes['facts']}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  )
}
