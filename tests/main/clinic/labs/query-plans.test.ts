/** The laboratory's questions find their rows by an index, however many results there ever were. */
import { afterEach, beforeEach, test } from 'vitest'
import {
  bringBack,
  matchByHand,
  putAway,
  readMessageReport,
  readPutAway,
  readUnmatched,
  takeInMessage,
  undoMatch,
} from '../../../../main/clinic/labs/lab-messages.service.ts'
import {
  collectSpecimens,
  gatherLabels,
  readAwaited,
  readCollectionList,
  readOrdersOfPatient,
  rejectSpecimen,
  revokeLabOrder,
  sendSpecimens,
} from '../../../../main/clinic/labs/lab-orders.service.ts'
import {
  countCriticalAmong,
  countLabInbox,
  enterResults,
  readLabInbox,
  readReport,
  readResultSheet,
  readResultsOfPatient,
  readTrend,
  reviewReport,
} from '../../../../main/clinic/labs/lab-results.service.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { oru, utf8 } from '../../../helpers/oru.ts'
import { type AskedQueries, listenToQueries } from '../../../helpers/query-plans.ts'

let clinic: LabClinic
let queries: AskedQueries
beforeEach(async () => {
  clinic = await openLabClinic()
  queries = listenToQueries(clinic)
})
afterEach(() => clinic.close())

const nurse = () => clinic.nurse.with({})

test('orders, tubes, results by hand, the inbox and the trend', async () => {
  const { K } = clinic.analytes
  const { id, specimenIds } = await clinic.order()
  await readCollectionList(clinic.nurse)
  await gatherLabels(clinic.nurse, specimenIds)
  await collectSpecimens(nurse(), { specimenIds })
  await sendSpecimens(nurse(), { specimenIds, sentTo: null })
  await rejectSpecimen(nurse(), { specimenId: specimenIds[0] ?? '', reason: 'Гемолиз' })
  await readAwaited(clinic.nurse)
  await readResultSheet(clinic.nurse, id)
  const results = [{ definitionId: K, value: '7', note: null }]
  const { reportId } = await enterResults(nurse(), { orderId: id, results })
  await readLabInbox(clinic.doctor, 'mine')
  await readLabInbox(clinic.doctor, 'all')
  await countLabInbox(clinic.doctor)
  await countCriticalAmong(clinic.doctor, [reportId])
  await readReport(clinic.doctor, reportId)
  await reviewReport(clinic.doctor.with({}), { reportId, note: null })
  await readOrdersOfPatient(clinic.doctor, clinic.patientId)
  await readResultsOfPatient(clinic.doctor, clinic.patientId)
  await readTrend(clinic.doctor, { patientId: clinic.patientId, definitionId: K })
  const other = await clinic.order()
  await revokeLabOrder(clinic.doctor.with({}), { id: other.id, version: 1, reason: 'Отказ' })
  queries.expectNoScans()
})

test('messages, what waits for a person, a match and its undoing', async () => {
  const { number, id } = await clinic.order()
  const bytes = utf8(oru({ placer: number, card: 'A-00007', family: 'Незнакомова' }))
  await takeInMessage(nurse(), { bytes, source: 'file' })
  const [waiting] = await readUnmatched(clinic.nurse)
  const messageReportId = waiting?.id ?? ''
  await readMessageReport(clinic.nurse, messageReportId)
  await matchByHand(nurse(), { messageReportId, patientId: clinic.patientId, orderId: id })
  const [report] = await readLabInbox(clinic.doctor, 'all')
  await undoMatch(nurse(), { matchId: report?.matchId ?? '', reason: 'Ошибка' })
  await putAway(nurse(), { messageReportId, reason: 'Чужие' })
  const [kept] = await readPutAway(clinic.nurse)
  await bringBack(nurse(), { id: kept?.id ?? '', version: kept?.version ?? 0 })
  await matchByHand(nurse(), { messageReportId, patientId: clinic.patientId, orderId: null })
  queries.expectNoScans()
})
