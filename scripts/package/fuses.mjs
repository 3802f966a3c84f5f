/** Electron's fuses as the packed application has them; the test of the package reads them back. */
import { FuseV1Options } from '@electron/fuses'

/**
 * The switches that are burnt into the executable. Integrity of the archive is checked by Electron
 * on macOS and Windows alone; elsewhere the fuse would promise what nobody does.
 * @param {string} platform as electron-builder names it: linux, darwin or win32
 */
export const fusesFor = (platform) => ({
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
})
