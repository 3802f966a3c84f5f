/** Everything that a hub keeps as one portable file, whichever storage it comes from or goes to. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import * as z from 'zod'
import { BackupTrouble, newSeal, openSeal } from './backup-seal.ts'
import { heritageSchema } from '../sync/wire.ts'
import { asTexts, readLines, writePacked } from './lines.ts'
import { backupTables } from './store-records.ts'
import type { BackupRecord, BackupTable, HubRead, HubState, HubStore, HubWrite } from './store.ts'

const format = 'polyclinic-hub-backup'
const formatVersion = 1

const headSchema = z.object({
  format: z.literal(format),
  version: z.literal(formatVersion),
  state: z.object({
    epoch: z.string(),
    clinicId: z.string().nullable(),
    founder: z.object({ deviceId: z.string(), until: z.string() }).nullable(),
    head: z.number(),
    compactedTo: z.number(),
    backupSeq: z.number(),
    restored: z.object({ epoch: z.string(), seq: z.number() }).nullable(),
    heritage: heritageSchema.optional(),
  }),
  identity: z.object({ certificate: z.string(), privateKey: z.string() }).nullable(),
})

const recordSchema = z.tuple([
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
])

const endSchema = z.object({ records: z.number() })

const tables = Object.keys(backupTables).filter(isTable)
const pageRecords = 500
/** A piece of a file is a megabyte. */
const pagePieces = 4

export interface BackupFile {
  path: string
  /** Null: the file is, or is to be, readable for whoever has it. */
  passphrase: string | null
}

/** Answers the newest number that the file holds. */
export async function writeBackup(store: HubStore, file: BackupFile): Promise<number> {
  const identity = await store.identity()
  const seal = file.passphrase === null ? null : await newSeal(file.passphrase)
  return store.read(async (tx) => {
    const state = await tx.state()
    const head = { format, version: formatVersion, state, identity }
    await writePacked(file.path, asTexts(everything(tx, head)), seal)
    return state.head
  })
}

async function* everything(tx: HubRead, head: unknown): AsyncGenerator<unknown> {
  yield head
  let records = 0
  for (const table of tables) {
    const size = table === 'file_chunk' ? pagePieces : pageRecords
    for (let last: BackupRecord | null = null; ;) {
      const page: BackupRecord[] = await tx.page(table, last, size)
      for (const record of page) yield [table, record]
      records += page.length
      // A storage in this process answers at once, and pushes of others want their turn.
      await nextTurn()
      if (page.length < size) break
      last = page.at(-1) ?? null
    }
  }
  // A file without its end is no backup.
  yield { records }
}

/**
 * Takes a backup in, all of it or nothing. A new epoch tells workstations that what the backup had
 * not is to be sent once more.
 */
export async function restoreBackup(
  store: HubStore,
  { path, passphrase }: BackupFile,
  epoch: string,
): Promise<{ epoch: string; seq: number }> {
  const seal = await openSeal(path, passphrase)
  return store.write(async (tx) => {
    const present = await tx.state()
    const isUsed = present.head > 0 || (await store.devices.list()).length > 0
    if (isUsed) {
      throw new BackupTrouble('A backup is restored into an empty storage only; this one is used')
    }
    const lines = whole(readLines(path, seal))
    const { state, identity } = headSchema.parse((await lines.next()).value)
    await takeRecords(tx, lines)
    const restored: HubState = {
      ...state,
      epoch,
      backupSeq: state.head,
      restored: { epoch: state.epoch, seq: state.head },
    }
    await tx.setState(restored)
    if (identity !== null) await tx.replaceIdentity(identity)
    return { epoch, seq: state.head }
  })
}

async function takeRecords(tx: HubWrite, lines: AsyncIterable<unknown>): Promise<void> {
  let waiting: BackupRecord[] = []
  let current: BackupTable | null = null
  let count = 0
  let told: number | null = null
  async function write(): Promise<void> {
    if (current !== null && waiting.length > 0) await tx.put(current, waiting)
    waiting = []
  }
  for await (const line of lines) {
    const end = endSchema.safeParse(line)
    if (end.success) {
      told = end.data.records
      continue
    }
    const [table, record] = recordSchema.parse(line)
    if (!isTable(table))
      throw new BackupTrouble(`The backup has a table that is not known: ${table}`)
    const size = table === 'file_chunk' ? pagePieces : pageRecords
    if (table !== current || waiting.length >= size) await write()
    current = table
    waiting.push(record)
    count += 1
  }
  await write()
  if (told !== count) throw new BackupTrouble('The backup is not whole')
}

/** Says what it means when a file ends in the middle of its packing. */
async function* whole(lines: AsyncIterable<unknown>): AsyncGenerator<unknown, void, void> {
  try {
    yield* lines
  } catch (cause) {
    throw new BackupTrouble('The backup is damaged, not whole, or no backup at all', { cause })
  }
}

function isTable(word: string): word is BackupTable {
  return Object.hasOwn(backupTables, word)
}
