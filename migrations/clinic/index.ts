/** The clinic database's migrations in their order, imported statically so that a bundle holds them. */
import type { Migration } from 'kysely/migration'
import * as clinic from './0001-clinic.ts'
import * as hub from './0002-hub.ts'
import * as branches from './0003-branches.ts'
import * as registry from './0004-registry.ts'
import * as catalog from './0005-catalog.ts'
import * as booking from './0006-booking.ts'
import * as queue from './0007-queue.ts'
import * as labs from './0008-labs.ts'
import * as record from './0009-record.ts'
import * as codes from './0010-codes.ts'
import * as visit from './0011-visit.ts'
import * as templates from './0012-templates.ts'
import * as tasks from './0013-tasks.ts'
import * as documents from './0014-documents.ts'
import * as labWork from './0015-lab-work.ts'
import * as referrals from './0016-referrals.ts'
import * as referralReplies from './0017-referral-replies.ts'

export const clinicMigrations: Record<string, Migration> = {
  '0001-clinic': clinic,
  '0002-hub': hub,
  '0003-branches': branches,
  '0004-registry': registry,
  '0005-catalog': catalog,
  '0006-booking': booking,
  '0007-queue': queue,
  '0008-labs': labs,
  '0009-record': record,
  '0010-codes': codes,
  '0011-visit': visit,
  '0012-templates': templates,
  '0013-tasks': tasks,
  '0014-documents': documents,
  '0015-lab-work': labWork,
  '0016-referrals': referrals,
  '0017-referral-replies': referralReplies,
}
