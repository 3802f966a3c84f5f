/** A process that takes in a file of messages until it is killed: path and key of the clinic; says each message. */
import { takeInMessage } from '../../../../main/clinic/labs/lab-messages.service.ts'
import { openLabClinic } from '../../../helpers/lab-clinic.ts'
import { manyMessages, utf8 } from '../../../helpers/oru.ts'

const [path = '', key = ''] = process.argv.slice(2)
const clinic = await openLabClinic({ path, key: Buffer.from(key, 'hex') })
for (const [at, message] of manyMessages(500).entries()) {
  await takeInMessage(clinic.desk.with({}), { bytes: utf8(message), source: 'file' })
  process.stdout.write(`${at + 1}\n`)
}
