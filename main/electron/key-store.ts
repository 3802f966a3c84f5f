/** The operating system's key store through Electron, where it really encrypts. */
import { safeStorage } from 'electron'
import type { KeyStore } from '../db/key.ts'

/** Null where there is no keyring; `basic_text`, which only hides, counts as none. */
export function systemKeyStore(): KeyStore | null {
  if (!safeStorage.isEncryptionAvailable()) return null
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
    return null
  }
  return {
    wrap: (key) => new Uint8Array(safeStorage.encryptString(Buffer.from(key).toString('base64'))),
    unwrap: (wrapped) =>
      new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64')),
  }
}
