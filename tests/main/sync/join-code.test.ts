/** Codes that people type, and the certificates that they confirm. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  fingerprintOf,
  makeCertificate,
  plainFingerprint,
} from '../../../main/sync/certificates.ts'
import {
  codeConfirms,
  makeJoinCode,
  normalizeJoinCode,
  showJoinCode,
} from '../../../main/sync/join-code.ts'

const hub = 'ab'.repeat(32)

describe('a join code', () => {
  it('has sixteen letters that are hard to misread, in groups of four', async () => {
    const code = await makeJoinCode(hub, randomBytes)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/)
    expect(showJoinCode(code)).toMatch(/^(\w{4}-){3}\w{4}$/)
  })

  it('is the same however it is typed', async () => {
    const code = await makeJoinCode(hub, () => new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]))
    const typed = ` ${showJoinCode(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect(normalizeJoinCode(typed)).toBe(code)
    expect(await codeConfirms(typed, hub)).toBe(true)
  })

  it('confirms its hub’s certificate and no other', async () => {
    const code = await makeJoinCode(hub, randomBytes)
    expect(await codeConfirms(code, hub)).toBe(true)
    expect(await codeConfirms(code, 'cd'.repeat(32))).toBe(false)
    expect(await codeConfirms(code.slice(0, 8), hub)).toBe(false)
    expect(await codeConfirms('', hub)).toBe(false)
  })

  it('has a half that is another one each time', async () => {
    const [one, two] = [await makeJoinCode(hub, randomBytes), await makeJoinCode(hub, randomBytes)]
    expect(one.slice(0, 8)).toBe(two.slice(0, 8))
    expect(one.slice(8)).not.toBe(two.slice(8))
  })
})

describe('a certificate', () => {
  it('is known by its fingerprint and has no end', async () => {
    const { certificate, privateKey } = await makeCertificate('Workstation')
    const shown = new X509Certificate(certificate)
    expect(plainFingerprint(shown.fingerprint256)).toBe(fingerprintOf(certificate))
    expect(shown.subject).toBe('CN=Workstation')
    expect(shown.validToDate.getUTCFullYear()).toBe(9999)
    expect(shown.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect(privateKey).toContain('BEGIN PRIVATE KEY')
  })

  it('is another one each time', async () => {
    const [one, two] = [await makeCertificate('A'), await makeCertificate('A')]
    expect(fingerprintOf(one.certificate)).not.toBe(fingerprintOf(two.certificate))
  })
})
