/** What can be ordered, how it is found by typing, and which tubes an order takes. */
import { specimenKinds } from '../../../main/clinic/labs/labs.rules.ts'
import type { Catalog } from './types.ts'

/** A panel or a single analyte as the field of the order knows it. */
export interface Orderable {
  /** `panel:…` or `analyte:…` with the row's id. */
  value: string
  label: string
  code: string
  isPanel: boolean
}

const panelPrefix = 'panel:'
const analytePrefix = 'analyte:'

/** What is in use, panels first. */
export function orderables({ panels, definitions }: Catalog): Orderable[] {
  const inUse = <Row extends { archivedAt: string | null }>(rows: readonly Row[]) =>
    rows.filter(({ archivedAt }) => archivedAt === null)
  return [
    ...inUse(panels).map(({ id, name, code }) => ({
      value: panelPrefix + id,
      label: name,
      code,
      isPanel: true,
    })),
    ...inUse(definitions).map(({ id, name, code }) => ({
      value: analytePrefix + id,
      label: name,
      code,
      isPanel: false,
    })),
  ]
}

/** Whether a name or a code begins with what is typed, or a word of the name does. */
export function answersTo(
  { label, code }: Pick<Orderable, 'label' | 'code'>,
  typed: string,
): boolean {
  const sought = typed.trim().toLowerCase()
  if (sought === '') return true
  if (code.toLowerCase().startsWith(sought)) return true
  const name = label.toLowerCase()
  return name.startsWith(sought) || name.split(/[\s-]+/).some((word) => word.startsWith(sought))
}

/** Names that begin with what is typed come before those of which a later word does. */
export function nearest<One extends { label: string }>(
  found: readonly One[],
  typed: string,
): One[] {
  const sought = typed.trim().toLowerCase()
  const isNear = ({ label }: One) => label.toLowerCase().startsWith(sought)
  return found.toSorted((one, other) => Number(isNear(other)) - Number(isNear(one)))
}

/** The chosen values as the service takes them. */
export function wishOf(values: readonly string[]): { panelIds: string[]; definitionIds: string[] } {
  const idsWith = (prefix: string) =>
    values.flatMap((value) => (value.startsWith(prefix) ? [value.slice(prefix.length)] : []))
  return { panelIds: idsWith(panelPrefix), definitionIds: idsWith(analytePrefix) }
}

export interface Tube {
  kind: (typeof specimenKinds)[number]
  analytes: string[]
}

/** What has to be taken for it: one tube a kind of specimen, each analyte once. */
export function tubesOf({ panels, definitions }: Catalog, values: readonly string[]): Tube[] {
  const { panelIds, definitionIds } = wishOf(values)
  const wanted = new Set([
    ...panels.flatMap((panel) => (panelIds.includes(panel.id) ? panel.definitionIds : [])),
    ...definitionIds,
  ])
  const chosen = definitions.filter(({ id, archivedAt }) => archivedAt === null && wanted.has(id))
  return specimenKinds.flatMap((kind) => {
    const analytes = chosen
      .filter(({ specimenKind }) => specimenKind === kind)
      .map(({ name }) => name)
    return analytes.length === 0 ? [] : [{ kind, analytes }]
  })
}

interface OrderedItem {
  name: string
  panelName: string | null
}

/** What an order is called in a list: its panels, then what was asked for singly. */
export function namesOf(items: readonly OrderedItem[]): string[] {
  return [...new Set(items.map(({ name, panelName }) => panelName ?? name))].toSorted(
    (one, other) => Number(isSingle(one, items)) - Number(isSingle(other, items)),
  )
}

function isSingle(name: string, items: readonly OrderedItem[]): boolean {
  return !items.some(({ panelName }) => panelName === name)
}
