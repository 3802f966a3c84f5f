/** The watched scan folder: what lies there whole is listed, what is still written or hidden is not. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ScanFolder } from '../../../main/scans/scan-folder.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'

function watched() {
  const logged: string[] = []
  const scans = new ScanFolder({ log: (event) => logged.push(event), restMs: 300 })
  onTestFinished(() => scans.stop())
  const names = () => scans.state.scans.map(({ name }) => name)
  return { scans, names, logged }
}

const patience = { timeout: 20_000 }

test('a file is listed once its size stands still, and goes from the list with the file', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'before.pdf'), '%PDF')
  const { scans, names } = watched()
  await scans.follow(folder)
  await vi.waitFor(() => expect(names()).toEqual(['before.pdf']), patience)
  const path = join(folder, 'after.pdf')
  writeFileSync(path, '%PDF')
  writeFileSync(join(folder, '.hidden'), 'x')
  appendFileSync(path, ' page 2')
  await vi.waitFor(() => expect(names()).toEqual(['before.pdf', 'after.pdf']), patience)
  expect(scans.state.scans[1]?.sizeBytes).toBe('%PDF page 2'.length)
  expect(scans.pathOf('after.pdf')).toBe(path)
  expect(scans.pathOf('../after.pdf')).toBeNull()
  expect(scans.pathOf('.hidden')).toBeNull()
  rmSync(path)
  await vi.waitFor(() => expect(names()).toEqual(['before.pdf']), patience)
})

test('a folder that is not there is told and not watched; none is watched by default', async () => {
  const { scans, logged } = watched()
  expect(scans.state).toEqual({ folder: null, isReadable: false, scans: [] })
  const folder = join(temporaryFolder(), 'nowhere')
  await scans.follow(folder)
  expect(scans.state).toEqual({ folder, isReadable: false, scans: [] })
  expect(logged).toEqual(['the scan folder cannot be read'])
  await scans.follow(null)
  expect(scans.state.folder).toBeNull()
})
