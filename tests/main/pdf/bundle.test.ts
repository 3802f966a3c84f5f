/** The forms as the packaged program makes them: one CommonJS file with node_modules beside it, in a worker thread. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { renderForm } from '../../../main/pdf/forms.ts'
import { referral } from './sample-forms.ts'

const root = path.resolve(import.meta.dirname, '../../..')

/** The same way of bundling as scripts/build.mjs has for the worker. */
async function bundleForms(folder: string): Promise<string> {
  const source = path.join(folder, 'entry.ts')
  const outfile = path.join(folder, 'worker.cjs')
  const forms = JSON.stringify(path.join(root, 'main/pdf/forms.ts'))
  writeFileSync(
    source,
    `import { parentPort, workerData } from 'node:worker_threads'
     import { renderForm } from ${forms}
     renderForm(workerData).then((bytes) => parentPort?.postMessage(bytes, [bytes.buffer]))`,
  )
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: ['pdfkit', '@expo-google-fonts/*'],
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  })
  return outfile
}

it('makes the same bytes from the bundle as from the source', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundled-forms-'))
  try {
    const worker = new Worker(await bundleForms(folder), { workerData: referral('ru') })
    const bytes = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    await worker.terminate()
    if (!(bytes instanceof Uint8Array)) throw new Error('no bytes came back')
    expect(Buffer.from(bytes).equals(Buffer.from(await renderForm(referral('ru'))))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
