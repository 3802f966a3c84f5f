/** Lines out of pieces of bytes that end anywhere. */

const newLine = 0x0a

/** Each line without its end, in UTF-8; an end without a new line is a line too, an empty one is none. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  let rest: Buffer[] = []
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(newLine); end !== -1; end = piece.indexOf(newLine, from)) {
      const line =
        rest.length === 0
          ? piece.toString('utf8', from, end)
          : Buffer.concat([...rest, piece.subarray(from, end)]).toString('utf8')
      rest = []
      from = end + 1
      if (line !== '') yield line
    }
    if (from < piece.length) rest.push(piece.subarray(from))
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8')
}
