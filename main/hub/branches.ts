/** Branches by their names: today each room of the catalogue is one. */
import type { Row } from '../sync/merge.rules.ts'
import { UsageError } from './options.ts'
import type { HubStore } from './store.ts'

export interface Branch {
  id: string
  name: string
}

const pageRows = 1000

/** The rooms that are in use, by name. */
export async function listBranches(store: HubStore): Promise<Branch[]> {
  return store.read(async (tx) => {
    const found: Branch[] = []
    for (let after: string | null = ''; after !== null;) {
      const page = await tx.rows('location', after, pageRows)
      for (const { rowId, body } of page) {
        const row: Row = JSON.parse(body)
        if ((row['archivedAt'] ?? null) === null)
          found.push({ id: rowId, name: String(row['name']) })
      }
      after = page.length < pageRows ? null : (page.at(-1)?.rowId ?? null)
    }
    return found.toSorted((one, other) => one.name.localeCompare(other.name))
  })
}

/** The ids behind names or ids; null stays null. Throws {@link UsageError} for what is no room or two. */
export async function idsOfBranches(
  store: HubStore,
  wanted: readonly string[] | null,
): Promise<string[] | null> {
  if (wanted === null) return null
  const branches = await listBranches(store)
  const ids = wanted.map((word) => {
    const fitting = branches.filter(({ id, name }) => id === word || isSameName(name, word))
    const [found] = fitting
    if (found === undefined) throw new UsageError(`There is no room "${word}" (see branches)`)
    if (fitting.length > 1) throw new UsageError(`Several rooms are called "${word}": give the id`)
    return found.id
  })
  return [...new Set(ids)]
}

function isSameName(name: string, word: string): boolean {
  return name.trim().toLowerCase() === word.trim().toLowerCase()
}
