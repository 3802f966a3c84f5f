/** The laboratory line as the workstation's settings say: off by itself, on this computer alone, and told when it fails. */
import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLabLine, saveLabLine } from '../../../main/clinic/labs/lab-line.service.ts'
import { LabLine } from '../../../main/labs-listener/lab-line.ts'
import { frame } from '../../../main/labs-listener/mllp.rules.ts'
import { type LabClinic, openLabClinic } from '../../helpers/lab-clinic.ts'
import { oru, utf8 } from '../../helpers/oru.ts'

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

test('tells of the last message that came and what was answered', async () => {
  const port = await freePort()
  await saveLabLine(desk(), { isOn: true, reach: 'computer', port })
  await line.attach(desk)
  expect(line.last).toBeNull()
  const socket = connect(port, '127.0.0.1')
  const answerTo = async (message: string) => {
    socket.write(frame(utf8(message)))
    await once(socket, 'data')
  }
  await answerTo(oru())
  expect(line.last).toEqual({ code: 'AA', text: '', at: clinic.desk.now() })
  await answerTo(oru({ type: 'ORM^O01' }))
  expect(line.last).toMatchObject({ code: 'AR', text: 'Only ORU^R01 is taken' })
  socket.destroy()
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
