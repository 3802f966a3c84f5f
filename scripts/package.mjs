/**
 * `npm run package`: the unpacked application in dist/. With words behind `--` (such as
 * `--linux deb`) they go to electron-builder, which fetches its tools for installers itself.
 */
import { buildWhenStale } from './build/build.mjs'
import { packageWhenStale, runBuilder, unpacked } from './package/package.mjs'
import { setUp } from './setup/setup.mjs'

async function makePackage(words) {
  const ready = await setUp()
  const { isPinnedCopy } = ready.electron
  if (isPinnedCopy && words.length > 0) {
    console.error('Installers are made from Electron’s own download; here only the pinned copy is.')
    return 1
  }
  if (!(await buildWhenStale(ready.env))) return 1
  if (words.length > 0) return await runBuilder(words, ready)
  if (!(await packageWhenStale(ready))) return 1
  console.log(`The unpacked application lies in ${unpacked}.`)
  if (isPinnedCopy)
    console.log('It holds the pinned copy of Electron: to try out, not to hand out.')
  return 0
}

process.exitCode = await makePackage(process.argv.slice(2))
