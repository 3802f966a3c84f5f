/** The parts of set-up that decide, without touching the machine. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyIntegrity } from '../../scripts/setup/electron-runtime.mjs'
import { installedMatches } from '../../scripts/setup/packages.mjs'
import { missingPackages } from '../../scripts/setup/system-packages.mjs'

function temporaryFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-setup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'runtime.tgz')
  writeFileSync(file, text)
  return file
}

describe('installed packages', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
    'node_modules/only-on-windows': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  }

  it('match when each is there in its version, but for those of other platforms', () => {
    const installed = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } }
    expect(installedMatches(wanted, installed)).toBe(true)
  })

  it.each([
    ['one is missing', {}],
    ['one is older', { 'node_modules/zod': { version: '3.9.0', integrity: 'sha512-c' } }],
    ['one has other content', { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-x' } }],
    [
      'one too many is there',
      {
        'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
        'node_modules/stranger': { version: '1.0.0', integrity: 'sha512-s' },
      },
    ],
  ])('do not match when %s', (_, installed) => {
    expect(installedMatches(wanted, installed)).toBe(false)
  })
})

describe('system packages', () => {
  it('are missing unless dpkg says installed', () => {
    const list = 'xvfb installed\nqpdf config-files\nlibnss3 installed\n'
    expect(missingPackages(['xvfb', 'qpdf', 'libnss3', 'xauth'], list)).toEqual(['qpdf', 'xauth'])
  })

  it('count under the name that newer Debians give them', () => {
    expect(missingPackages(['libgtk-3-0'], 'libgtk-3-0t64 installed\n')).toEqual([])
  })
})

describe('the pinned copy', () => {
  it('is taken only when it is the very file that was pinned', () => {
    const digest = createHash('sha512').update('a runtime').digest('base64')
    expect(() => verifyIntegrity(temporaryFile('a runtime'), `sha512-${digest}`)).not.toThrow()
    expect(() => verifyIntegrity(temporaryFile('another'), `sha512-${digest}`)).toThrow(/pinned/)
  })
})
