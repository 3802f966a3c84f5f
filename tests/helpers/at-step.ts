/** A hub's storage in which something happens at a named step of its work, once: a plug that is pulled, for one. */
import type { HubStore, HubWrite } from '../../main/hub/store.ts'

export const hubSteps = [
  /** A push has come, and nothing is begun. */
  'received',
  /** Everything is read, nobody else may write, and nothing is written. */
  'deciding',
  /** Everything is written, and nothing is committed; a storage may have been told to commit with it. */
  'in-transaction',
  /** Committed, and nobody was told. */
  'committed',
  'writing-a-backup',
  'restoring',
] as const
export type HubStep = (typeof hubSteps)[number]

/** The step's number of the call at which it happens: in the middle, not at the first record. */
const backupPage = 3
const restoredTable = 2

/** `act` is waited for; what the storage was asked for goes on afterwards. */
export function atStep(store: HubStore, step: HubStep, act: () => Promise<void>): HubStore {
  let calls = 0
  const actAt = async (here: HubStep, call = 1) => {
    if (here !== step) return
    calls += 1
    if (calls === call) await act()
  }
  const watched = (tx: HubWrite): HubWrite =>
    instead(tx, {
      async save(batch) {
        await actAt('deciding')
        await tx.save(batch)
        await actAt('in-transaction')
      },
      async put(table, records) {
        await tx.put(table, records)
        await actAt('restoring', restoredTable)
      },
    })
  return instead(store, {
    async write(work) {
      await actAt('received')
      const result = await store.write((tx) => work(watched(tx)))
      await actAt('committed')
      return result
    },
    read: (work) =>
      store.read((tx) =>
        work(
          instead(tx, {
            async page(table, after, limit) {
              await actAt('writing-a-backup', backupPage)
              return tx.page(table, after, limit)
            },
          }),
        ),
      ),
  })
}

/** The same object but for some of its methods. */
export function instead<Whole extends object>(whole: Whole, own: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get(target, name) {
      const found: unknown = Reflect.get(name in own ? own : target, name, target)
      return typeof found === 'function' && !(name in own) ? found.bind(target) : found
    },
  })
}
