/** Templates of visits, which an administrator keeps, and phrases, which everyone keeps for themselves. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { may } from '../shared/permissions.ts'
import type { VisitContent } from '../visits/visits.rules.ts'
import { starterTemplates } from './starter-templates.ts'
import { templateFields } from './templates.input.ts'
import type { ArchivePhrase, ArchiveTemplate, SavePhrase, SaveTemplate } from './templates.input.ts'
import { findPhrase, findTemplate, listPhrases, listTemplates } from './templates.queries.ts'
import { missingFields } from './templates.rules.ts'

/** Every template, those out of use too. */
export async function readTemplates(desk: Desk) {
  const templates = await listTemplates(desk.read)
  return templates.map((one) => ({
    ...one,
    fields: templateFields.parse(JSON.parse(one.fields)),
  }))
}

/** Makes a template, or changes one; visits that were written with it keep what they have. Refused with `version-conflict`. */
export async function saveTemplate(desk: Desk, wish: SaveTemplate): Promise<{ id: string }> {
  const { id, version, fields, ...named } = wish
  const row = { ...named, fields: JSON.stringify(fields) }
  return desk.write('templates.save', async (unit) => {
    if (version === null) unit.insert('visitTemplate', { ...row, id, archivedAt: null })
    else unit.patch('visitTemplate', id, row, version)
    return { id }
  })
}

/** Takes a template out of use, or back into it. Refused with `version-conflict`. */
export async function archiveTemplate(desk: Desk, wish: ArchiveTemplate): Promise<void> {
  const { id, version, archived } = wish
  await desk.write('templates.archive', async (unit) => {
    unit.patch('visitTemplate', id, { archivedAt: archived ? unit.now : null }, version)
  })
}

/** Adds the templates that the program brings along, in the clinic's language; those that are there stay. */
export async function addStarterTemplates(desk: Desk): Promise<{ added: number }> {
  const { language } = await readClinic(desk)
  return desk.write('templates.addStarters', async (unit) => {
    const titles = new Set((await listTemplates(unit.db)).map(({ title }) => title))
    const missing = starterTemplates(language).filter(({ title }) => !titles.has(title))
    for (const { fields, ...named } of missing) {
      unit.insert('visitTemplate', { ...named, fields: JSON.stringify(fields), archivedAt: null })
    }
    return { added: missing.length }
  })
}

/** Refuses a visit that leaves empty what its template requires: `template-fields-missing`. */
export async function requireTemplateFields(db: Reader, content: VisitContent): Promise<void> {
  if (content.templateId === null) return
  const template = await findTemplate(db, content.templateId)
  if (template === undefined) return
  const missing = missingFields(content, templateFields.parse(JSON.parse(template.fields)))
  if (missing.length > 0) throw new ClinicError('template-fields-missing', { missing })
}

/** One's own phrases and the clinic's. */
export async function readPhrases(desk: Desk) {
  return listPhrases(desk.read, desk.actor.id)
}

/** Keeps a phrase: one's own, or the clinic's for who may change its settings. Refused with `forbidden`. */
export async function savePhrase(desk: Desk, wish: SavePhrase): Promise<{ id: string }> {
  const { id, version, isShared, name, text } = wish
  return desk.write('templates.savePhrase', async (unit) => {
    const ownerId = isShared ? null : desk.actor.id
    requireOwner(desk, ownerId)
    if (version === null) {
      unit.insert('visitPhrase', { id, ownerId, name, text, archivedAt: null })
      return { id }
    }
    await requireOwnPhrase(desk, unit.db, id)
    unit.patch('visitPhrase', id, { ownerId, name, text }, version)
    return { id }
  })
}

/** Takes a phrase away. Refused with `not-found`, `forbidden` and `version-conflict`. */
export async function archivePhrase(desk: Desk, { id, version }: ArchivePhrase): Promise<void> {
  await desk.write('templates.archivePhrase', async (unit) => {
    await requireOwnPhrase(desk, unit.db, id)
    unit.patch('visitPhrase', id, { archivedAt: unit.now }, version)
  })
}

async function requireOwnPhrase(desk: Desk, db: Reader, id: string): Promise<void> {
  const phrase = await findPhrase(db, id)
  if (phrase === undefined) throw new ClinicError('not-found', { entity: 'visitPhrase', id })
  requireOwner(desk, phrase.ownerId)
}

function requireOwner(desk: Desk, ownerId: string | null): void {
  const isOwn =
    ownerId === null ? may(desk.actor.roles, 'settings.write') : ownerId === desk.actor.id
  if (!isOwn) throw new ClinicError('forbidden', { permission: 'settings.write' })
}
