/** A hub that is out of reach is tried again after waits that grow, are never the same at two desks, and begin anew. */
import { expect, test } from 'vitest'
import { openSyncedClinic, type SyncedClinic } from '../../helpers/synced-desk.ts'

/** Tries of one desk while nobody answers: the waits between them, the last of which is never over. */
async function waitsOf(clinic: SyncedClinic, tries: number, random: () => number) {
  const waits: number[] = []
  const done = Promise.withResolvers<void>()
  let opened = 0
  let isThere = false
  const stopped = Promise.withResolvers<void>()
  await clinic.first.reconnect({
    openLink: async () => {
      opened += 1
      if (!isThere) throw new Error('ECONNREFUSED')
      return clinic.hub.linkFor(clinic.first.device)
    },
    random,
    wait: async (ms, signal) => {
      waits.push(ms)
      if (waits.length < tries) return
      done.resolve()
      signal.addEventListener('abort', () => stopped.resolve(), { once: true })
      await stopped.promise
    },
  })
  clinic.first.client.start()
  await done.promise
  return {
    waits,
    opened: () => opened,
    comeBack: () => {
      isThere = true
    },
  }
}

test('the waits double up to half a minute and stay there', async () => {
  const clinic = await openSyncedClinic()
  const { waits, opened } = await waitsOf(clinic, 9, () => 1)
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  expect(opened()).toBe(9)
  expect(clinic.first.client.status().state).toBe('offline')
  await clinic.first.client.stop()
})

test('each wait is somewhere in its upper half, as chance has it, so that not all desks come at once', async () => {
  const clinic = await openSyncedClinic()
  const chances = [0, 0.5, 0.25, 1]
  const { waits } = await waitsOf(clinic, 4, () => chances.shift() ?? 0)
  expect(waits).toEqual([250, 750, 1250, 4000])
  await clinic.first.client.stop()
})

test('a desk that was answered once begins with the short wait again', async () => {
  const clinic = await openSyncedClinic()
  const waits: number[] = []
  const states: string[] = []
  const done = Promise.withResolvers<void>()
  // Three tries in vain, one that is answered, and the line is gone again.
  const answers = [false, false, false, true]
  let line: { tell: (error: Error) => void } | null = null
  await clinic.first.reconnect({
    openLink: async () => {
      if (answers.shift() !== true) throw new Error('ECONNREFUSED')
      return {
        ...clinic.hub.linkFor(clinic.first.device),
        onDown: (tell) => {
          line = { tell }
        },
      }
    },
    random: () => 1,
    wait: async (ms, signal) => {
      waits.push(ms)
      states.push(clinic.first.client.status().state)
      if (states.at(-1) === 'in-sync') line?.tell(new Error('The line to the hub is gone'))
      if (waits.length < 6) return
      done.resolve()
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    },
  })
  clinic.first.client.start()
  await done.promise
  expect(states).toEqual(['offline', 'offline', 'offline', 'in-sync', 'offline', 'offline'])
  // Fifteen seconds is how often a hub that answers is asked.
  expect(waits).toEqual([500, 1000, 2000, 15_000, 500, 1000])
  await clinic.first.client.stop()
})
