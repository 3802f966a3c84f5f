/** Code lists: a file is checked and kept, each desk reads it into an index of its own, and codes are found there. */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../db/desk.ts'
import { findFile, keepFile } from '../documents/documents.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import type { Language } from '../shared/languages.ts'
import { packConcepts } from './code-list-file.rules.ts'
import { readCodeList, unpackConcepts } from './code-list-file.service.ts'
import type { ArchiveCodeList, ImportCodeList, SearchCodes } from './codes.input.ts'
import {
  addConcepts,
  findByCode,
  findByWords,
  findCodeSystem,
  listCodeSystems,
  listIndexed,
  markIndexed,
  removeConcepts,
  unmarkIndexed,
} from './codes.queries.ts'
import {
  conceptTerms,
  type FoundCode,
  readCodeQuery,
  searchCommon,
  spellingsOf,
  wordsMatch,
} from './codes.rules.ts'

/**
 * Takes a file of codes; the same content again is the same list, which then stands again. For the
 * worker. Throws as {@link readCodeList}.
 */
export async function importCodeList(
  desk: Desk,
  { file, title, url, release }: ImportCodeList,
  language: Language,
): Promise<{ id: string; count: number }> {
  const list = readCodeList(file, language)
  const bytes = new TextEncoder().encode(packConcepts(list.concepts))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const count = list.concepts.length
  return desk.write('codes.import', async (unit) => {
    const known = (await listCodeSystems(unit.db)).find((one) => one.sha256 === sha256)
    await keepFile(unit.db, {
      sha256,
      bytes,
      mediaType: 'application/json',
      storedAt: unit.now,
    })
    if (known !== undefined) {
      unit.patch('codeSystem', known.id, { title, url, release, archivedAt: null })
      return { id: known.id, count }
    }
    const id = unit.insert('codeSystem', {
      title,
      url,
      release,
      language: list.language,
      conceptCount: count,
      sha256,
      archivedAt: null,
    })
    return { id, count }
  })
}

/** Retires a list, or brings it back. What was coded by it stays as it is. Refused with `not-found`. */
export async function archiveCodeList(
  desk: Desk,
  { id, version, archived }: ArchiveCodeList,
): Promise<void> {
  await desk.write('codes.archive', async (unit) => {
    if ((await findCodeSystem(unit.db, id)) === undefined) {
      throw new ClinicError('not-found', { entity: 'codeSystem', id })
    }
    unit.patch('codeSystem', id, { archivedAt: archived ? unit.now : null }, version)
  })
}

/** Every list, those that stand first; `isReady` says whether this desk finds its codes. */
export async function readCodeLists(desk: Desk) {
  const lists = await listCodeSystems(desk.read)
  return lists.map(({ sha256: _hash, indexedAt, ...list }) => ({
    ...list,
    isReady: indexedAt !== null,
  }))
}

/**
 * Finds codes by their beginning or by words of their names, in either keyboard layout: the short
 * list of the program's own first, then the clinic's lists. One code stands once.
 */
export async function searchCodes(
  desk: Desk,
  { query, limit }: SearchCodes,
  language: Language,
): Promise<FoundCode[]> {
  const found = new Map<string, FoundCode>()
  const take = (codes: readonly FoundCode[]) => {
    for (const one of codes) if (!found.has(one.code)) found.set(one.code, one)
  }
  take(searchCommon(query, language, limit))
  for (const { code, words } of readCodeQuery(query)) {
    if (found.size >= limit) break
    for (const start of code === null ? [] : spellingsOf(code)) {
      take(await findByCode(desk.read, start, limit))
    }
    const match = wordsMatch(words)
    if (match !== null) take(await findByWords(desk.read, match, limit))
  }
  return [...found.values()].slice(0, limit)
}

const conceptsPerUnit = 500
/** Between two units the other connection gets its turn. */
const pauseMs = 4

/**
 * Brings the files of lists that other desks took. Answers whether there is anything to do for
 * {@link indexCodeLists}, and whether every file is here.
 */
export async function bringCodeLists(desk: Desk): Promise<{ isDue: boolean; isWhole: boolean }> {
  const { toAdd, toRemove } = await dueLists(desk)
  const here = await Promise.all(toAdd.map(({ sha256 }) => isHere(desk, sha256)))
  return { isDue: toAdd.length + toRemove.length > 0, isWhole: here.every((one) => one) }
}

async function isHere(desk: Desk, sha256: string): Promise<boolean> {
  const file = await findFile(desk.read, sha256)
  return file !== undefined || (await desk.fetchFile(sha256)) === 'here'
}

/** Lists that are not in the index yet, and lists that are in it no longer. */
async function dueLists(desk: Pick<Desk, 'read'>) {
  const lists = await listCodeSystems(desk.read)
  const standing = lists.filter(({ archivedAt }) => archivedAt === null)
  const indexed = await listIndexed(desk.read)
  return {
    toAdd: standing.filter(({ indexedAt }) => indexedAt === null),
    toRemove: indexed.filter((id) => !standing.some((one) => one.id === id)),
  }
}

/**
 * Brings this desk's index up to date with the lists whose files are here; answers whether anything
 * changed. For the worker. What was begun and broken off is begun anew.
 */
export async function indexCodeLists(desk: Desk, signal: AbortSignal): Promise<boolean> {
  const { toAdd, toRemove } = await dueLists(desk)
  let hasChanged = false
  for (const id of toRemove) {
    await clear(desk, id, signal)
    hasChanged = true
  }
  for (const { id, sha256 } of toAdd) {
    const file = await findFile(desk.read, sha256)
    if (file === undefined) continue
    await clear(desk, id, signal)
    const concepts = unpackConcepts(new TextDecoder().decode(file.bytes))
    for (let start = 0; start < concepts.length; start += conceptsPerUnit) {
      signal.throwIfAborted()
      const some = concepts.slice(start, start + conceptsPerUnit)
      await desk.write('codes.index', async (unit) => {
        await addConcepts(
          unit.db,
          id,
          some.map((concept) => ({ ...concept, terms: conceptTerms(concept.display) })),
        )
      })
      await wait(pauseMs)
    }
    await desk.write('codes.index', async (unit) => markIndexed(unit.db, id, unit.now))
    hasChanged = true
  }
  return hasChanged
}

async function clear(desk: Desk, id: string, signal: AbortSignal): Promise<void> {
  await desk.write('codes.index', async (unit) => unmarkIndexed(unit.db, id))
  for (;;) {
    signal.throwIfAborted()
    const removed = await desk.write('codes.index', async (unit) =>
      removeConcepts(unit.db, id, conceptsPerUnit),
    )
    if (removed === 0) return
    await wait(pauseMs)
  }
}

/** The language that names are taken in where a file has several: the clinic's. */
export async function codeLanguage(desk: Desk): Promise<Language> {
  return (await readClinic(desk)).language
}
