/** A process that types into a visit and then waits to be killed: path and key of the file, says the ids. */
import { saveDraft } from '../../../../main/clinic/visits/draft.service.ts'
import { emptyContent } from '../../../../main/clinic/visits/visits.rules.ts'
import { openVisit, openVisitDay, written } from '../../../helpers/visit-day.ts'

const [path = '', key = ''] = process.argv.slice(2)
const day = await openVisitDay({ path, key: Buffer.from(key, 'hex') })
const { encounterId } = await openVisit(day)
await saveDraft(day.doctor, {
  encounterId,
  content: { ...written, plan: '' },
  base: { mark: '', content: emptyContent },
  isShared: false,
})
await saveDraft(day.doctor, {
  encounterId,
  content: written,
  base: { mark: '', content: emptyContent },
  isShared: false,
})
process.stdout.write(`${JSON.stringify({ encounterId, doctorId: day.practitionerId })}\n`)
// Nothing is closed: the process is to be killed as it stands.
setInterval(() => {}, 60_000)
