/** A process that writes into a clinic until it is killed: path and key of the file; says each written room. */
import { openTestClinic } from '../../helpers/clinic.ts'

const [path = '', key = ''] = process.argv.slice(2)
const clinic = await openTestClinic(undefined, { path, key: Buffer.from(key, 'hex') })
for (let number = 1; ; number += 1) {
  await clinic.desk.with({}).write('test.room', async (unit) => {
    unit.insert('location', { name: `Room ${number}`, archivedAt: null })
    unit.insert('location', { name: `Store ${number}`, archivedAt: null })
  })
  process.stdout.write(`${number}\n`)
}
