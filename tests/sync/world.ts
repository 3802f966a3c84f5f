/** Desks, a hub and the network between them, driven step by step: all that a random run may do. */
import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { HubError } from '../../main/hub/hub-error.ts'
import { HubRefusal } from '../../main/sync/hub-refusal.ts'
import type { Link } from '../../main/sync/link.ts'
import {
  helloInput,
  type Operation,
  type Poke,
  pokeSchema,
  pullInput,
  pushInput,
} from '../../main/sync/wire.ts'
import type { Happening, PokeWire, Wire } from './happenings.ts'
import { Desk } from './desk.ts'
import { cursorOf, type Founded, foundedAt, testKey } from './founded.ts'
import { type HubAtHand, openHubAtHand } from './hub-at-hand.ts'
import { rowsOf } from './rows.ts'
import { takeSnapshot } from './snapshot-at-hand.ts'
import { countedIdsOf } from './station.ts'
import { doDeed } from './work.ts'

/** How far each desk's clock is off: within what nobody is warned of. */
const clockOffSeconds = [0, 90, -90, 30, 0]

/** Pieces small enough that most catch-ups take several. */
const pullLimit = 20

/** A push as it went over the line, to be sent once more at any later time. */
interface Sent {
  deviceId: string
  epoch: string
  operations: Operation[]
}

/** A desk that listens to what the hub tells it unasked. */
interface Follower {
  /** Up to where it was told. */
  before: number
  /** Overtaken by what is told next. */
  heldBack: Poke[]
  tell: (poke: Poke) => void
}

export class World {
  readonly #founded: Founded
  hub: HubAtHand
  readonly desks: Desk[]
  /** `device:number` of each operation whose acknowledgement reached its desk. */
  readonly acknowledged = new Map<string, Operation>()
  /** `epoch device:number` → the outcome that was first told. */
  readonly #told = new Map<string, string>()
  /** Whatever must never be, in words. */
  readonly wrong: string[] = []
  /** How often news came with a poke. */
  newsTold = 0
  readonly #sent: Sent[] = []
  readonly #followers = new Map<string, Follower>()
  #backup: string | null = null
  #seconds = 0
  #hubIds = countedIdsOf(0xf00)

  private constructor(founded: Founded, hub: HubAtHand, desks: number) {
    this.#founded = founded
    this.hub = hub
    this.desks = Array.from({ length: desks }, (_, index) => {
      const offMs = (clockOffSeconds[index] ?? 0) * 1000
      return new Desk(index, founded.copyDesk(index), () => this.#clock(offMs))
    })
  }

  static async open(founded: Founded, desks: number): Promise<World> {
    const newId = countedIdsOf(0xf01)
    const address = await founded.copyHub()
    const hub = await openHubAtHand({ address, key: testKey, now: () => foundedAt, newId })
    return new World(founded, hub, desks)
  }

  #clock(offMs: number): string {
    return new Date(Date.parse(foundedAt) + this.#seconds * 1000 + offMs).toISOString()
  }

  async happen(happening: Happening): Promise<void> {
    this.#seconds += 1
    switch (happening.what) {
      case 'work': {
        const { station } = this.#desk(happening.desk)
        await doDeed(station, this.#founded.house, happening.deed)
        return
      }
      case 'exchange':
        await this.exchange(this.#desk(happening.desk), happening.wire)
        return this.#pokeOthers(this.#desk(happening.desk), happening.pokes)
      case 'crash':
        return this.#desk(happening.desk).crash()
      case 'replay':
        return this.#replay(happening.pick)
      case 'restart-hub':
        await this.#hangUpAll()
        return this.hub.restart()
      case 'backup':
        this.#backup ??= join(this.#founded.folder, `backup-${this.desks[0]?.file.path.at(-4)}`)
        rmSync(this.#backup, { force: true })
        await this.hub.log.backup(this.#backup)
        return
      case 'restore':
        return this.#restore()
      case 'minutes-pass':
        this.#seconds += happening.minutes * 60
    }
  }

  #desk(index: number): Desk {
    const desk = this.desks[index % this.desks.length]
    if (desk === undefined) throw new Error('no desk')
    return desk
  }

  /** One exchange over such a line; what fails is tried again later, as the program does. */
  async exchange(desk: Desk, wire: Wire): Promise<void> {
    const client = desk.connect(async () => this.#lineOf(desk))
    this.#wire = wire
    try {
      await client.step()
    } catch (error) {
      await desk.hangUp()
      if (error instanceof HubRefusal && error.code === 'snapshot-needed') {
        await takeSnapshot(this.hub, desk)
      } else if (!(error instanceof LineFailed || isPassing(error))) throw error
    }
    this.#wire = 'fine'
  }

  #wire: Wire = 'fine'

  #lineOf(desk: Desk): Link {
    const { deviceId } = desk
    let head = 0
    return {
      hello: async (input) => {
        const hello = helloInput.parse(copy(input))
        const answer = await this.#ask(deviceId, (device) => this.hub.log.hello(device, hello))
        head = answer.head
        return answer
      },
      push: async (input) => {
        const fault = this.#wire
        if (fault === 'request-lost') throw new LineFailed()
        const push = pushInput.parse(copy(input))
        const send = () => this.#ask(deviceId, (device) => this.hub.log.push(device, push))
        this.#sent.push({ deviceId, ...push })
        if (fault === 'twice') this.#note(push, deviceId, await send())
        const answer = copy(await send())
        this.#note(push, deviceId, answer)
        if (fault === 'answer-lost') throw new LineFailed()
        for (const operation of push.operations) {
          this.acknowledged.set(`${deviceId}:${operation.deviceSeq}`, operation)
        }
        return answer
      },
      pull: async (input) => {
        const again = this.#wire === 'old-answer' ? 7 : 0
        const cursor = Math.max(0, input.cursor - again)
        const pull = pullInput.parse(copy({ ...input, cursor, limit: pullLimit }))
        const answer = await this.#ask(deviceId, (device) => this.hub.log.pull(device, pull))
        if (this.#wire === 'pull-lost') throw new LineFailed()
        return copy(answer)
      },
      onPoke: (tell) => {
        this.#followers.set(deviceId, { before: head, heldBack: [], tell })
      },
      onDown() {},
      close: async () => {
        this.#followers.delete(deviceId)
      },
    }
  }

  /** The hub tells each of the others what is new since it told it last; who has no line hears nothing. */
  async #pokeOthers(writer: Desk, wire: PokeWire): Promise<void> {
    for (const [deviceId, follower] of this.#followers) {
      if (deviceId !== writer.deviceId) await this.#poke(deviceId, follower, wire)
    }
  }

  async #poke(deviceId: string, follower: Follower, wire: PokeWire): Promise<void> {
    const { before } = follower
    const standing = await this.hub.log.standing()
    if (standing.head === before) return
    follower.before = standing.head
    const news = this.hub.log.news(await this.hub.device(deviceId), { before, standing })
    const seq = standing.head
    const poke = pokeSchema.parse(copy(news === null ? { seq } : { seq, news }))
    if (wire === 'held-back') return void follower.heldBack.push(poke)
    const late = follower.heldBack.splice(0)
    const told = { fine: [poke], lost: [], twice: [poke, poke] }[wire]
    for (const one of [...told, ...late]) {
      if (one.news !== null) this.newsTold += 1
      follower.tell(one)
    }
  }

  async #ask<Answer>(
    deviceId: string,
    question: (device: Awaited<ReturnType<HubAtHand['device']>>) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await question(await this.hub.device(deviceId))
    } catch (error) {
      if (error instanceof HubError) throw new HubRefusal(error.code, error.data)
      throw error
    }
  }

  /** An operation has one outcome, however often it is asked for. */
  #note(
    { epoch }: { epoch: string },
    deviceId: string,
    answer: { outcomes: { deviceSeq: number; seq: number; outcome: string; code: unknown }[] },
  ): void {
    for (const { deviceSeq, seq, outcome, code } of answer.outcomes) {
      const key = `${epoch} ${deviceId}:${deviceSeq}`
      const told = `${seq} ${outcome} ${String(code)}`
      const before = this.#told.get(key) ?? told
      if (before !== told) this.wrong.push(`${key} was told ${before}, then ${told}`)
      this.#told.set(key, before)
    }
  }

  async #hangUpAll(): Promise<void> {
    for (const desk of this.desks) await desk.hangUp()
  }

  /** A push that was answered long ago arrives once more: nothing may come of it. */
  async #replay(pick: number): Promise<void> {
    const { epoch } = await this.hub.store.state()
    const again = this.#sent.filter((sent) => sent.epoch === epoch)
    const sent = again[pick % Math.max(1, again.length)]
    if (sent === undefined) return
    const before = (await this.hub.store.state()).head
    const device = await this.hub.device(sent.deviceId)
    const { deviceId, ...push } = sent
    this.#note(push, deviceId, await this.hub.log.push(device, push))
    const after = (await this.hub.store.state()).head
    if (after !== before) this.wrong.push(`a replay moved the log from ${before} to ${after}`)
  }

  async #restore(): Promise<void> {
    if (this.#backup === null) return
    await this.#hangUpAll()
    await this.hub.close()
    const address = await this.#founded.emptyHub()
    this.hub = await openHubAtHand({
      address,
      key: testKey,
      now: () => this.#clock(0),
      newId: this.#hubIds,
    })
    await this.hub.log.restore(this.#backup)
  }

  /** The network is whole and nobody works: exchanges until nothing moves any more. */
  async quiet(): Promise<void> {
    for (let round = 0; round < 30; round += 1) {
      this.#seconds += 1
      for (const desk of this.desks) await this.exchange(desk, 'fine')
      const { head } = await this.hub.store.state()
      if (this.desks.every((desk) => desk.unsent === 0 && cursorOf(desk.station) === head)) return
    }
    this.wrong.push('it does not come to rest')
  }

  /** Every replay once more at the end. */
  async replayAll(): Promise<void> {
    for (let pick = 0; pick < this.#sent.length; pick += 1) await this.#replay(pick)
  }

  rowsAt(desk: Desk): Map<string, string> {
    return rowsOf(desk.station.raw)
  }

  async close(): Promise<void> {
    for (const desk of this.desks) {
      await desk.leave()
    }
    await this.hub.close()
  }
}

/** The line broke: the program tries again. */
class LineFailed extends Error {}

/** Refusals that another try mends. */
function isPassing(error: unknown): boolean {
  return error instanceof HubRefusal && error.code === 'epoch-changed'
}

/** As it is on the other side of a wire. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value))
}
