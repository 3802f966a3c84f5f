/** The laboratory line as the workstation's settings say: off by itself, on this computer alone, and told when it fails. */
import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLabLine, saveLabLine } from '../../../main/clinic/labs/lab-line.service.ts'
import { LabLine } from '../../../main/labs-listener/lab-line.ts'
import { type LabClinic, openLabClinic } from '../../helpers/lab-clinic.ts'

let clinic: LabClinic
let line: LabLine
beforeEach(async () => {
  clinic = await openLabClinic()
  line = new LabLine({ now: clinic.desk.now, log: () => {} })
})
afterEach(async () => {
  await line.detach()
  clinic.close()
})

const desk = () => clinic.desk.with({})

/** A port that nobody has, as of now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('is off until it is switched on, and then on this computer alone', async () => {
  await line.attach(desk)
  expect(line.state).toEqual({ name: 'off' })
  expect(await readLabLine(clinic.desk)).toEqual({ isOn: false, reach: 'computer', port: 2575 })
  const port = await freePort()
  await saveLabLine(desk(), { isOn: true, reach: 'computer', port })
  await line.follow()
  expect(line.state).toEqual({ name: 'listening', host: '127.0.0.1', port })
  await saveLabLine(desk(), { isOn: false, reach: 'computer', port })
  await line.follow()
  expect(line.state).toEqual({ name: 'off' })
})

test('says why it cannot listen', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await saveLabLine(desk(), { isOn: true, reach: 'computer', port })
  await line.attach(desk)
  expect(line.state).toEqual({ name: 'failed', host: '127.0.0.1', port, reason: 'EADDRINUSE' })
  other.close()
})
