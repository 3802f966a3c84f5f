/** Set-up's lock: one at a time, and nobody waits for a process that is gone. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { withLock } from '../../scripts/setup/lock.mjs'

let folder: string
let file: string
let told: string[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-lock-'))
  file = path.join(folder, 'lock')
  told = []
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const options = () => ({ lookEveryMs: 1, tell: (line: string) => void told.push(line) })

function leaveLock(holder: { pid: number; host: string }, silentForMs = 0): void {
  writeFileSync(file, JSON.stringify(holder))
  const at = new Date(Date.now() - silentForMs)
  utimesSync(file, at, at)
}

/** The number of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ['-e', '']).pid

test('the second waits until the first is done, and says for whom', async () => {
  let finish = () => {}
  const order: string[] = []
  const first = withLock(
    file,
    () =>
      new Promise<void>((resolve) => {
        order.push('first begins')
        finish = () => {
          order.push('first ends')
          resolve()
        }
      }),
    options(),
  )
  const second = withLock(file, async () => order.push('second'), {
    lookEveryMs: 1,
    tell: (line) => {
      told.push(line)
      finish()
    },
  })
  await Promise.all([first, second])
  expect(order).toEqual(['first begins', 'first ends', 'second'])
  expect(told).toEqual([
    `Set-up: waiting for process ${process.pid}, which is setting up this tree ...`,
  ])
  expect(readdirSync(folder)).toEqual([])
})

test('work that fails lets go of it', async () => {
  const failing = withLock(file, () => Promise.reject(new Error('no network')), options())
  await expect(failing).rejects.toThrow('no network')
  expect(existsSync(file)).toBe(false)
})

test('what a killed process has left is taken over at once', async () => {
  leaveLock({ pid: endedPid(), host: hostname() })
  expect(await withLock(file, async () => 'done', options())).toBe('done')
  expect(told).toEqual([])
})

test('of many that find a left one, never two work at a time', async () => {
  leaveLock({ pid: endedPid(), host: hostname() })
  let working = 0
  const most: number[] = []
  const work = async () => {
    working += 1
    most.push(working)
    await new Promise(setImmediate)
    working -= 1
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(file, work, options())))
  expect(most).toEqual(Array(8).fill(1))
})

test('a process that runs, but has been silent for long, is another one by that number', async () => {
  leaveLock({ pid: process.pid, host: hostname() }, 120_000)
  expect(await withLock(file, async () => 'done', options())).toBe('done')
})

test('a process of another computer on the same disk is waited for while it shows life', async () => {
  leaveLock({ pid: endedPid(), host: 'another-computer' })
  const tell = (line: string) => {
    told.push(line)
    leaveLock({ pid: 1, host: 'another-computer' }, 120_000)
  }
  expect(await withLock(file, async () => 'done', { lookEveryMs: 1, tell })).toBe('done')
  expect(told).toHaveLength(1)
})
