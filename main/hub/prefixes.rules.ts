/** What a device's human numbers begin with: A to Z, then AA, AB and so on. */

/** The first one that nobody has. */
export function freePrefix(taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(asLetters(number))) number += 1
  return asLetters(number)
}

/** 1 is A, 26 is Z, 27 is AA: as columns of a spreadsheet are called. */
function asLetters(number: number): string {
  const rest = Math.floor((number - 1) / 26)
  const letter = String.fromCharCode(65 + ((number - 1) % 26))
  return rest === 0 ? letter : asLetters(rest) + letter
}
