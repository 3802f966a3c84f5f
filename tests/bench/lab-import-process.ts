/** A process that takes in a laboratory's file: path and key of the clinic, path of the file. A line for each message kept. */
import { readFileSync } from 'node:fs'
import { takeInFile } from '../../main/clinic/labs/lab-messages.service.ts'
import { reopenClinic } from '../helpers/reopened-clinic.ts'

const [path = '', key = '', file = ''] = process.argv.slice(2)
const clinic = { path, key: Buffer.from(key, 'hex') }
const { desk, raw } = reopenClinic(clinic, () => process.stdout.write('kept\n'))
await takeInFile(desk, readFileSync(file))
raw.close()
