/** When new versions are looked for, and that nothing is fetched or installed without a click. */
import { beforeEach, expect, test } from 'vitest'
import { workstationSettingsInput } from '../../main/clinic/settings/settings.input.ts'
import { Updates, type UpdateState, type Updater } from '../../main/updates.ts'

const now = '2026-11-21T09:00:00.000Z'

let feed: string | null
let offered: string | null
let asked: string[]
let done: string[]
let failing: boolean
let timers: (() => void)[]
let updates: Updates
let seen: UpdateState[]

const updater: Updater = {
  async check(address) {
    asked.push(address)
    if (failing) throw new Error('no feed there')
    return offered
  },
  async download(onProgress) {
    done.push('download')
    onProgress(40)
    if (failing) throw new Error('cut off')
    onProgress(100)
  },
  install: () => void done.push('install'),
}

beforeEach(() => {
  feed = 'https://updates.example.org/polyclinic'
  offered = '9.0.0'
  asked = []
  done = []
  failing = false
  timers = []
  seen = []
  updates = new Updates({
    readFeed: async () => feed,
    async loadUpdater() {
      done.push('load')
      return updater
    },
    now: () => now,
    log: (event) => void done.push(event),
    every(_ms, run) {
      timers.push(run)
      return () => void timers.splice(timers.indexOf(run), 1)
    },
  })
  updates.onChange((state) => seen.push(state))
})

test('without a feed nothing is loaded, asked or timed', async () => {
  feed = null
  await updates.look()
  expect(updates.state).toEqual({ name: 'off' })
  expect([asked, done, timers]).toEqual([[], [], []])
})

test('a feed is asked, and a newer version is only told of', async () => {
  await updates.look()
  expect(asked).toEqual([feed])
  expect(seen).toEqual([{ name: 'checking' }, { name: 'available', version: '9.0.0' }])
  expect(done).toEqual(['load'])
})

test('a feed without a newer version says so, and is asked again by the clock', async () => {
  offered = null
  await updates.look()
  expect(updates.state).toEqual({ name: 'newest', at: now })
  expect(timers).toHaveLength(1)
  timers[0]?.()
  await updates.look()
  expect(asked).toHaveLength(2)
  expect(timers).toHaveLength(1)
})

test('two looks at once are one question', async () => {
  await Promise.all([updates.look(), updates.look()])
  expect(asked).toHaveLength(1)
})

test('fetching and installing are a click each, and out of turn they do nothing', async () => {
  await updates.download()
  await updates.install()
  expect(done).toEqual([])
  await updates.look()
  await updates.install()
  await updates.download()
  expect(seen.slice(2)).toEqual([
    { name: 'downloading', version: '9.0.0', percent: 0 },
    { name: 'downloading', version: '9.0.0', percent: 40 },
    { name: 'downloading', version: '9.0.0', percent: 100 },
    { name: 'ready', version: '9.0.0' },
  ])
  expect(done).toEqual(['load', 'download'])
  await updates.install()
  expect(done).toEqual(['load', 'download', 'install'])
})

test('what lies ready is not thrown away by another look', async () => {
  await updates.look()
  await updates.download()
  await updates.look()
  expect(updates.state).toEqual({ name: 'ready', version: '9.0.0' })
})

test('a feed that cannot be asked is told of, and tried again', async () => {
  failing = true
  await updates.look()
  expect(updates.state).toEqual({ name: 'failed', at: now })
  failing = false
  await updates.look()
  expect(updates.state).toEqual({ name: 'available', version: '9.0.0' })
})

test('a download that breaks off is told of, and can be begun again', async () => {
  await updates.look()
  failing = true
  await updates.download()
  expect(updates.state).toEqual({ name: 'cut-off', version: '9.0.0', at: now })
  failing = false
  await updates.download()
  expect(updates.state).toEqual({ name: 'ready', version: '9.0.0' })
})

test('a feed that is taken away ends the looks', async () => {
  await updates.look()
  feed = null
  await updates.look()
  expect(updates.state).toEqual({ name: 'off' })
  expect(timers).toEqual([])
})

test.each([
  ['https://updates.example.org/polyclinic', []],
  ['http://127.0.0.1:8080/', []],
  ['http://localhost/', []],
  [null, []],
  ['http://updates.example.org/', ['feed-not-secure']],
  ['http://127.0.0.1.example.org/', ['feed-not-secure']],
])('the settings take the feed %j with the mistakes %j', (updateFeed, mistakes) => {
  const told =
    workstationSettingsInput.pick({ updateFeed: true }).safeParse({ updateFeed }).error?.issues ??
    []
  expect(told.map((issue) => issue.message)).toEqual(mistakes)
})
