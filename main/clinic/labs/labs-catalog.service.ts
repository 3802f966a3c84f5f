/** What the laboratory can measure: analytes with their reference ranges, and panels of them. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import type { ArchiveLabRow, SaveDefinition, SavePanel, SaveRange } from './labs-catalog.input.ts'
import {
  findDefinitionByCode,
  findDefinitions,
  findPanelByCode,
  listAllMembersOf,
  listDefinitions,
  listMembers,
  listPanels,
  listRanges,
  listRangesOf,
} from './labs-catalog.queries.ts'
import { rangesOverlap } from './reference-ranges.rules.ts'

/** All analytes with their ranges, and all panels with the ids of their analytes; archived ones too. */
export async function readLabCatalog(desk: Desk) {
  const ranges = await listRanges(desk.read)
  const members = await listMembers(desk.read)
  const definitions = await listDefinitions(desk.read)
  const panels = await listPanels(desk.read)
  return {
    definitions: definitions.map((definition) => ({
      ...definition,
      ranges: ranges.filter(({ definitionId }) => definitionId === definition.id),
    })),
    panels: panels.map((panel) => ({
      ...panel,
      definitionIds: members
        .filter(({ panelId }) => panelId === panel.id)
        .map(({ definitionId }) => definitionId),
    })),
  }
}

/** Adds an analyte or changes one; results that were given keep their words. Refused with `code-taken`. */
export async function saveDefinition(desk: Desk, wish: SaveDefinition): Promise<{ id: string }> {
  const { id, version, ...fields } = wish
  return desk.write('labs.saveDefinition', async (unit) => {
    const known = await findDefinitionByCode(unit.db, fields.code)
    if (known !== undefined && known.id !== id) {
      throw new ClinicError('code-taken', { code: fields.code })
    }
    if (id === null) {
      return { id: unit.insert('observationDefinition', { ...fields, archivedAt: null }) }
    }
    unit.patch('observationDefinition', id, fields, version ?? undefined)
    return { id }
  })
}

/** Takes an analyte out of use or brings it back. */
export async function archiveDefinition(desk: Desk, wish: ArchiveLabRow): Promise<void> {
  await desk.write('labs.archiveDefinition', async (unit) => {
    unit.patch('observationDefinition', wish.id, archived(unit, wish), wish.version)
  })
}

/**
 * Adds a reference range or changes one. Refused with `ranges-overlap` where it would claim people of
 * whom another one of the analyte speaks, and with `not-found`.
 */
export async function saveRange(desk: Desk, wish: SaveRange): Promise<{ id: string }> {
  const { id, version, ...fields } = wish
  return desk.write('labs.saveRange', async (unit) => {
    await requireDefinitions(unit, [fields.definitionId])
    const others = await listRangesOf(unit.db, [fields.definitionId])
    if (others.some((other) => other.id !== id && rangesOverlap(other, fields))) {
      throw new ClinicError('ranges-overlap', {})
    }
    if (id === null) return { id: unit.insert('referenceRange', { ...fields, archivedAt: null }) }
    unit.patch('referenceRange', id, fields, version ?? undefined)
    return { id }
  })
}

/** Takes a range out of use; one comes back by being entered anew. */
export async function archiveRange(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await desk.write('labs.archiveRange', async (unit) => {
    unit.patch('referenceRange', wish.id, { archivedAt: unit.now }, wish.version)
  })
}

/** Adds a panel or changes one and what belongs to it. Refused with `code-taken` and `not-found`. */
export async function savePanel(desk: Desk, wish: SavePanel): Promise<{ id: string }> {
  const { id, version, definitionIds, ...fields } = wish
  return desk.write('labs.savePanel', async (unit) => {
    const known = await findPanelByCode(unit.db, fields.code)
    if (known !== undefined && known.id !== id) {
      throw new ClinicError('code-taken', { code: fields.code })
    }
    await requireDefinitions(unit, definitionIds)
    const panelId = id ?? unit.insert('observationPanel', { ...fields, archivedAt: null })
    if (id !== null) unit.patch('observationPanel', id, fields, version ?? undefined)
    await setMembers(unit, panelId, [...new Set(definitionIds)])
    return { id: panelId }
  })
}

/** Takes a panel out of use or brings it back. */
export async function archivePanel(desk: Desk, wish: ArchiveLabRow): Promise<void> {
  await desk.write('labs.archivePanel', async (unit) => {
    unit.patch('observationPanel', wish.id, archived(unit, wish), wish.version)
  })
}

async function setMembers(
  unit: Unit,
  panelId: string,
  definitionIds: readonly string[],
): Promise<void> {
  const known = await listAllMembersOf(unit.db, panelId)
  for (const [at, definitionId] of definitionIds.entries()) {
    const position = at + 1
    const member = known.find((one) => one.definitionId === definitionId)
    if (member === undefined) {
      const row = { panelId, definitionId, position, archivedAt: null }
      unit.insert('observationPanelMember', row)
    } else unit.patch('observationPanelMember', member.id, { position, archivedAt: null })
  }
  for (const { id, definitionId, archivedAt } of known) {
    if (definitionIds.includes(definitionId) || archivedAt !== null) continue
    unit.patch('observationPanelMember', id, { archivedAt: unit.now })
  }
}

async function requireDefinitions(unit: Unit, ids: readonly string[]): Promise<void> {
  const found = new Set((await findDefinitions(unit.db, ids)).map(({ id }) => id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) {
    throw new ClinicError('not-found', { entity: 'observationDefinition', id: missing })
  }
}

function archived(unit: Unit, wish: ArchiveLabRow) {
  return { archivedAt: wish.archived ? unit.now : null }
}
