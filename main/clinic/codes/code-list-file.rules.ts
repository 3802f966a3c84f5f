/** What a file of codes holds, and what of it is taken. */
import { isCode } from './codes.rules.ts'

export interface Concept {
  code: string
  display: string
}

export interface CodeList {
  title: string | null
  url: string | null
  release: string | null
  language: string | null
  concepts: Concept[]
  /** What was left out: `line` of a CSV file, or the place of the concept, each from 1. */
  problems: { line: number; problem: 'no-code' | 'no-name' | 'not-a-code' | 'twice' }[]
}

/** What the columns may be called, folded; the first that is there counts. */
const codeNames = ['code', 'код', 'codigo', 'id']
const displayNames = [
  ['display', 'name', 'title', 'description', 'term'],
  ['название', 'наименование', 'name_ru', 'описание'],
  ['nome', 'descricao', 'titulo'],
  ['libelle', 'nom', 'intitule'],
].flat()

/** The places of the two columns in the head of a CSV file; null where one is not there. */
export function columnsOf(head: readonly string[]): { code: number; display: number } | null {
  const names = head.map((name) =>
    name.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase(),
  )
  const place = (known: readonly string[]) =>
    known.map((name) => names.indexOf(name)).find((index) => index !== -1)
  const [code, display] = [place(codeNames), place(displayNames)]
  return code === undefined || display === undefined ? null : { code, display }
}

/** Checks rows of code and name; the first of two with one code counts. */
export function takeConcepts(
  rows: readonly { line: number; code: string; display: string }[],
): Pick<CodeList, 'concepts' | 'problems'> {
  const concepts: Concept[] = []
  const problems: CodeList['problems'] = []
  const known = new Set<string>()
  for (const row of rows) {
    const code = row.code.trim()
    const display = row.display.replaceAll(/\s+/g, ' ').trim().slice(0, longestDisplay)
    const problem =
      code === ''
        ? 'no-code'
        : display === ''
          ? 'no-name'
          : !isCode(code)
            ? 'not-a-code'
            : known.has(code)
              ? 'twice'
              : null
    if (problem === null) {
      known.add(code)
      concepts.push({ code, display })
    } else problems.push({ line: row.line, problem })
  }
  return { concepts, problems }
}

const longestDisplay = 500

/** The content of a list as it goes from desk to desk; the same list is the same bytes. */
export function packConcepts(concepts: readonly Concept[]): string {
  return JSON.stringify(concepts.map(({ code, display }) => [code, display]))
}
