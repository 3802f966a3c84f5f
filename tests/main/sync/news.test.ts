/** What a desk is told unasked, and pushes that travel together: quicker, and nothing lost or doubled by it. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { HubRefusal } from '../../../main/sync/hub-refusal.ts'
import type { Poke } from '../../../main/sync/wire.ts'
import { openSyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

/** However busy the machine is: the test's own time is the limit. */
const until = (isTrue: () => void | Promise<void>) => vi.waitFor(isTrue, { timeout: 60_000 })

const addRooms = ({ desk }: SyncedDesk, ...names: string[]) =>
  desk.write('test.rooms', async (unit) => {
    for (const name of names) unit.insert('location', { name, archivedAt: null })
  })

const cursorOf = ({ raw }: SyncedDesk) =>
  Number(raw.prepare('SELECT cursor FROM hub_link').pluck().get())

const roomsOf = ({ raw }: SyncedDesk) =>
  raw.prepare<[], string>('SELECT name FROM location ORDER BY name').pluck().all()

/** Two desks, of which b follows the hub and the calls that it makes are counted. */
async function following() {
  const clinic = await openSyncedClinic()
  const a = clinic.first
  const b = await clinic.open('b')
  await clinic.settle(a, b)
  const calls: string[] = []
  b.device.fault = (call, when) => void (when === 'before' && calls.push(call))
  onTestFinished(() => b.client.stop())
  b.client.start()
  await until(() => expect(calls).toContain('pull'))
  await until(() => expect(b.client.status().state).toBe('in-sync'))
  calls.length = 0
  /** What the hub tells b of a unit that a writes now. */
  const told = async (...names: string[]): Promise<Poke> => {
    const { head } = await clinic.hub.log.standing()
    await addRooms(a, ...names)
    await a.client.step()
    return clinic.hub.newsFor(b.device, head)
  }
  const head = async () => (await clinic.hub.log.standing()).head
  return { clinic, a, b, calls, told, head }
}

describe('what is told unasked', () => {
  test('stands in the desk’s rows without a question', async () => {
    const { a, b, calls, told, head } = await following()
    b.device.poke?.(await told('one', 'two'))
    await until(async () => expect(cursorOf(b)).toBe(await head()))
    expect(b.rows()).toEqual(a.rows())
    expect(calls).toEqual([])
  })

  test('twice or in the other order comes out the same', async () => {
    const { a, b, told, head } = await following()
    const first = await told('one')
    const second = await told('two')
    for (const poke of [second, first, first, second]) b.device.poke?.(poke)
    await until(async () => expect(cursorOf(b)).toBe(await head()))
    expect(b.rows()).toEqual(a.rows())
  })

  test('with a gap before it is asked for from where the desk is', async () => {
    const { a, b, calls, told, head } = await following()
    await told('lost on its way')
    b.device.poke?.(await told('two'))
    await until(async () => expect(cursorOf(b)).toBe(await head()))
    expect(roomsOf(b)).toEqual(['lost on its way', 'two'])
    expect(b.rows()).toEqual(a.rows())
    expect(calls).toEqual(['pull'])
  })

  test('of another epoch is not taken for this one', async () => {
    const { b, calls, told, head } = await following()
    const poke = await told('one')
    const news = poke.news === null ? null : { ...poke.news, epoch: 'another', operations: [] }
    b.device.poke?.({ ...poke, news })
    await until(async () => expect(cursorOf(b)).toBe(await head()))
    expect(roomsOf(b)).toEqual(['one'])
    expect(calls).toEqual(['pull'])
  })

  test('is only that there is something, when it is much', async () => {
    const { a, b, calls, told, head } = await following()
    const many = Array.from({ length: 60 }, (_, index) => `room ${index}`)
    const poke = await told(...many)
    expect(poke.news).toBeNull()
    b.device.poke?.(poke)
    await until(async () => expect(cursorOf(b)).toBe(await head()))
    expect(b.rows()).toEqual(a.rows())
    expect(calls).toEqual(['pull'])
  })
})

/** A desk that has written more than two pushes hold. */
async function withMuchToSend() {
  const clinic = await openSyncedClinic()
  const a = clinic.first
  await clinic.settle(a)
  await a.reconnect()
  for (let unit = 0; unit < 7; unit += 1) {
    await addRooms(a, ...Array.from({ length: 500 }, (_, index) => `room ${unit}.${index}`))
  }
  return { clinic, a }
}

describe('pushes that travel together', () => {
  test('are two at most, and only one until the hub has taken one', async () => {
    const { clinic, a } = await withMuchToSend()
    let underWay = 0
    const seen: number[] = []
    a.device.fault = (call, when) => {
      if (call !== 'push') return
      underWay += when === 'before' ? 1 : -1
      seen.push(underWay)
    }
    await a.client.step()
    expect(seen.slice(0, 2)).toEqual([1, 0])
    expect(Math.max(...seen)).toBe(2)
    expect(a.client.status().unsent).toBe(0)
    const b = await clinic.open('b')
    expect(b.rows()).toEqual(a.rows())
  })

  test('are each sent again when the one before was refused, and come to the hub once', async () => {
    const { clinic, a } = await withMuchToSend()
    let pushes = 0
    const refused: string[] = []
    a.device.fault = (call, when) => {
      if (call !== 'push' || when === 'after') return
      pushes += 1
      // The third one travels behind it.
      if (pushes === 2) throw new HubRefusal('disk-full')
    }
    await a.client.step().catch((error: unknown) => {
      refused.push(error instanceof HubRefusal ? error.code : String(error))
    })
    expect(refused).toEqual(['disk-full'])
    expect(pushes).toBe(3)
    expect(a.client.status().unsent).toBe(2500)
    await a.client.step()
    expect(a.client.status().unsent).toBe(0)
    const b = await clinic.open('b')
    expect(roomsOf(b)).toHaveLength(3500)
    expect(b.rows()).toEqual(a.rows())
  })

  test('whose answers were lost are known by the hub when they come again', async () => {
    const { clinic, a } = await withMuchToSend()
    let answers = 0
    a.device.fault = (call, when) => {
      if (call !== 'push' || when === 'before') return
      answers += 1
      if (answers === 2 || answers === 3) throw new Error('the line is cut')
    }
    await expect(a.client.step()).rejects.toThrow('the line is cut')
    const { head } = await clinic.hub.log.standing()
    await a.reconnect()
    await a.client.step()
    expect(a.client.status().unsent).toBe(0)
    // Of seven halves of a push five had come before.
    expect((await clinic.hub.log.standing()).head - head).toBe(1000 - 500)
    const b = await clinic.open('b')
    expect(b.rows()).toEqual(a.rows())
  })
})
