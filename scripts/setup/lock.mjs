/** One set-up of a tree at a time: a file that names its holder, taken over when the holder is gone. */
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The holder says so often that it is still there; after so long a silence it is not. */
const signOfLifeMs = 5_000
const silentMs = 60_000

/**
 * Does the work while no other process does it. A holder that was killed is not waited for.
 * @template Result
 * @param {string} file the lock; outside of what the work removes
 * @param {() => Promise<Result>} work
 * @param {{ lookEveryMs?: number, tell?: (line: string) => void }} [options]
 * @returns {Promise<Result>}
 */
export async function withLock(file, work, { lookEveryMs = 250, tell = console.log } = {}) {
  // Where nothing can be written nothing can be set up either, and what is there may still do.
  if (!mayWrite(path.dirname(file))) return await work()
  let told = false
  while (!tryToTake(file)) {
    if (isLeft(file)) {
      removeLeft(file)
      continue
    }
    if (!told) {
      const pid = holderOf(file)?.pid ?? '?'
      tell(`Set-up: waiting for process ${pid}, which is setting up this tree ...`)
    }
    told = true
    await wait(lookEveryMs)
  }
  const alive = setInterval(() => touch(file), signOfLifeMs)
  try {
    return await work()
  } finally {
    clearInterval(alive)
    rmSync(file, { force: true })
  }
}

function tryToTake(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Whether nobody holds the lock any more, though it lies there. */
function isLeft(file) {
  const silentForMs = ageMs(file)
  if (silentForMs === null) return false
  if (silentForMs > silentMs) return true
  const holder = holderOf(file)
  return holder !== null && holder.host === hostname() && !runs(holder.pid)
}

/** Of two that find the same left lock only one removes it, and never one that was taken meanwhile. */
function removeLeft(file) {
  const turn = `${file}.turn`
  try {
    mkdirSync(turn)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if ((ageMs(turn) ?? 0) > silentMs) rmdirSync(turn)
    return
  }
  try {
    if (isLeft(file)) rmSync(file, { force: true })
  } finally {
    rmdirSync(turn)
  }
}

/** What the lock says of its holder; null while that is being written, and once it is gone. */
function holderOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function ageMs(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? null : Date.now() - found.mtimeMs
}

function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // Somebody removed it by hand; the work goes on.
  }
}

function mayWrite(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user may not be asked, but it is there.
    return error.code === 'EPERM'
  }
}
