/** After electron-builder has laid the application out: tidies it and burns its fuses. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { FuseVersion, flipFuses } from '@electron/fuses'
import { fusesFor } from './fuses.mjs'

/** Where the executable lies in each platform's layout. */
function executableOf({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  if (electronPlatformName === 'darwin') return path.join(appOutDir, `${productFilename}.app`)
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${productFilename}.exe`)
  return path.join(appOutDir, packager.executableName)
}

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack(context) {
  // Electron's own demonstration comes with an unpacked runtime; it is no part of ours.
  const resources = context.packager.getResourcesDir(context.appOutDir)
  rmSync(path.join(resources, 'default_app.asar'), { force: true })
  await flipFuses(executableOf(context), {
    version: FuseVersion.V1,
    // A changed executable on Apple silicon starts only with a new ad-hoc signature.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fusesFor(context.electronPlatformName),
  })
}
