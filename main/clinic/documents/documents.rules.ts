/** Decisions about papers: who may read which, and what the file is called. */
import type { Permission } from '../shared/permissions.ts'

export const documentKinds = [
  'referral',
  'invoice',
  'receipt',
  'refund-receipt',
  'visit-summary',
  'prescription',
  'lab-report',
  'sick-note',
  'certificate',
  'consent',
] as const

export type DocumentKind = (typeof documentKinds)[number]

const readers: Record<DocumentKind, Permission> = {
  referral: 'referrals.read',
  invoice: 'documents.read',
  receipt: 'documents.read',
  'refund-receipt': 'documents.read',
  'visit-summary': 'visits.read',
  prescription: 'record.read',
  'lab-report': 'labs.read',
  'sick-note': 'record.read',
  certificate: 'record.read',
  consent: 'patients.read',
}

/** The permission that reading a paper of this kind needs: medical text is for clinicians. */
export function readPermission(kind: DocumentKind): Permission {
  return readers[kind]
}

/** The file's name: kind and number, or the day (UTC) of a paper that has no number of its own. */
export function documentName(paper: {
  kind: DocumentKind
  number: string
  createdAt: string
}): string {
  const number = paper.number === '' ? paper.createdAt.slice(0, 10) : paper.number
  return `${paper.kind}-${number.replaceAll(/[^\p{L}\p{N}.-]/gu, '_')}.pdf`
}
