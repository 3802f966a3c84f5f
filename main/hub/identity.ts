/** The hub's own key pair: made once, kept in its storage, so that every process over it is the same hub. */
import { fingerprintOf, makeCertificate, type Certificate } from '../sync/certificates.ts'
import type { HubStore } from './store.ts'

export interface HubIdentity extends Certificate {
  /** What workstations pin: 64 lower hex digits. */
  fingerprint: string
}

/** The storage's identity, made when it has none yet. */
export async function ensureIdentity(store: HubStore): Promise<HubIdentity> {
  const kept = (await store.identity()) ?? (await makeIdentity(store))
  return { ...kept, fingerprint: fingerprintOf(kept.certificate) }
}

/** Another process may have been quicker: what the storage says after saving is what counts. */
async function makeIdentity(store: HubStore): Promise<Certificate> {
  const made = await makeCertificate('Polyclinic hub')
  await store.saveIdentity(made)
  return (await store.identity()) ?? made
}
