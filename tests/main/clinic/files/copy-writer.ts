/** A process that takes a file in and is killed in the middle: path and key of the clinic's file, says when. */
import { appendPiece, beginCopy } from '../../../../main/clinic/files/copies.service.ts'
import { pieceBytes } from '../../../../main/clinic/files/files.rules.ts'
import { openVisitDay } from '../../../helpers/visit-day.ts'

const [path = '', key = ''] = process.argv.slice(2)
const day = await openVisitDay({ path, key: Buffer.from(key, 'hex') })
const { copyId } = await beginCopy(day.doctor, 3 * pieceBytes)
for (const position of [0, 1]) {
  await appendPiece(day.doctor, { copyId, position, bytes: new Uint8Array(pieceBytes).fill(7) })
}
process.stdout.write(`${copyId}\n`)
// Nothing is closed: the process is to be killed as it stands.
setInterval(() => {}, 60_000)
