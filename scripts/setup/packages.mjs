/** Set-up's first step: node_modules as package-lock.json says, installed only when it is not. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { lastLines, runQuietly } from '../run/command.mjs'
import { at, node24 } from '../run/paths.mjs'
import { SetupError } from './setup-error.mjs'
import { readStamp, writeStamp } from './stamps.mjs'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')

/**
 * Whether what npm noted inside node_modules is what package-lock.json asks for. Packages for
 * other platforms are optional and may be missing.
 * @param {Record<string, { version?: string, integrity?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string, integrity?: string }>} installed
 */
export function installedMatches(wanted, installed) {
  const wantedNames = Object.keys(wanted).filter((name) => name !== '')
  const everyWantedIsThere = wantedNames.every((name) => {
    const there = installed[name]
    if (there === undefined) return wanted[name].optional === true
    return there.version === wanted[name].version && there.integrity === wanted[name].integrity
  })
  return everyWantedIsThere && Object.keys(installed).every((name) => name in wanted)
}

/** A developer's own `npm install` counts as well as ours. */
function installedByHand() {
  const noted = at('node_modules', '.package-lock.json')
  if (!existsSync(noted)) return false
  return installedMatches(readJson(at('package-lock.json')).packages, readJson(noted).packages)
}

/** Installs the packages when node_modules is missing or older than package-lock.json. */
export async function setUpPackages() {
  const hash = lockHash()
  const isThere = existsSync(node24)
  if (isThere && readStamp('packages')?.lockHash === hash) return
  if (!isThere || !installedByHand()) {
    console.log('Set-up: installing the packages of package-lock.json (npm ci) ...')
    const { code, output } = await runQuietly(npm, ['ci', '--no-audit', '--no-fund'])
    if (code !== 0 || !existsSync(node24)) {
      throw new SetupError(`npm ci did not succeed:\n${lastLines(output)}`, 'npm ci')
    }
  }
  writeStamp('packages', { lockHash: hash })
}

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
