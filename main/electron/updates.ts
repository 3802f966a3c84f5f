/** Fetching and installing new versions with electron-updater, from the feed in the settings alone. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { autoUpdater } from 'electron-updater'
import type { Updater } from '../updates.ts'

/** `folder` is the profile's; electron-updater reads its configuration from a file there. */
export function electronUpdater(folder: string): Updater {
  const configuration = join(folder, 'update-feed.json')
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.allowDowngrade = false
  autoUpdater.logger = null
  // A program that runs from its sources may look, so that a feed can be tried out.
  autoUpdater.forceDevUpdateConfig = !app.isPackaged
  return {
    async check(feed) {
      const settings = { provider: 'generic' as const, url: feed }
      // JSON is YAML, which is what electron-updater reads here.
      writeFileSync(
        configuration,
        JSON.stringify({ ...settings, updaterCacheDirName: 'polyclinic-updater' }),
        { mode: 0o600 },
      )
      autoUpdater.updateConfigPath = configuration
      autoUpdater.setFeedURL(settings)
      const found = await autoUpdater.checkForUpdates()
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null
    },
    async download(onProgress) {
      const tell = ({ percent }: { percent: number }) => onProgress(Math.floor(percent))
      autoUpdater.on('download-progress', tell)
      try {
        await autoUpdater.downloadUpdate()
      } finally {
        autoUpdater.off('download-progress', tell)
      }
    },
    install: () => autoUpdater.quitAndInstall(),
  }
}
