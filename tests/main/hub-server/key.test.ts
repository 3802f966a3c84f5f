/** The key of the hub's file: its owner's alone, or made from a passphrase that is kept nowhere. */
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hubKey } from '../../../main/hub/key.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-hub-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('the hub’s key', () => {
  it('is made once and lies in a file for its owner alone', async () => {
    const folder = newFolder()
    const key = await hubKey(folder, null)
    expect(key).toHaveLength(32)
    expect(Buffer.from(await hubKey(folder, null)).equals(key)).toBe(true)
    expect(statSync(join(folder, 'hub.key')).mode & 0o777).toBe(0o600)
  })

  it('comes from the passphrase, which is not kept', async () => {
    const folder = newFolder()
    const key = await hubKey(folder, 'correct horse')
    expect(Buffer.from(await hubKey(folder, 'correct horse')).equals(key)).toBe(true)
    const file = readFileSync(join(folder, 'hub.key'), 'utf8')
    expect(file).not.toContain('horse')
    expect(file).not.toContain(Buffer.from(key).toString('hex'))
    await expect(hubKey(folder, 'battery staple')).rejects.toThrow('The passphrase does not fit')
    await expect(hubKey(folder, null)).rejects.toThrow('This hub needs its passphrase')
  })

  it('is not made anew for a file that has lost its own', async () => {
    const folder = newFolder()
    await hubKey(folder, null)
    writeFileSync(join(folder, 'hub.db'), '')
    unlinkSync(join(folder, 'hub.key'))
    await expect(hubKey(folder, null)).rejects.toThrow('The key of this hub is missing')
  })

  it('is not read from a damaged file', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'hub.key'), '{"kind":"file","key":"12"}')
    await expect(hubKey(folder, null)).rejects.toThrow('The key file cannot be read')
  })
})
