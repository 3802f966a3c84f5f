/** Self-signed certificates: how hub and workstations know each other, by fingerprint alone. */
import { createHash, X509Certificate } from 'node:crypto'

/** Both in PEM. */
export interface Certificate {
  certificate: string
  privateKey: string
}

/** RFC 5280 §4.1.2.5: "no well-defined expiration date". */
const noEnd = new Date('9999-12-31T23:59:59.000Z')

/** A clock that is years behind must not make a hub unreachable. */
const longAgo = new Date('2020-01-01T00:00:00.000Z')

/**
 * A new key pair (ECDSA P-256) with a certificate that says `name` of itself. Nobody vouches for it:
 * whoever is to believe it has been told its fingerprint.
 */
export async function makeCertificate(name: string): Promise<Certificate> {
  // Read late: it is large, and only who joins or begins a hub needs it.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: longAgo,
    notAfterDate: noEnd,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    ],
  })
  return { certificate: made.cert, privateKey: made.private }
}

/** SHA-256 of the certificate, 64 lower hex digits. */
export function fingerprintOf(certificatePem: string): string {
  return createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex')
}

/** `AA:BB:…`, as Node says it, to 64 lower hex digits. */
export function plainFingerprint(fingerprint256: string): string {
  return fingerprint256.replaceAll(':', '').toLowerCase()
}
