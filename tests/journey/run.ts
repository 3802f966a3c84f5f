/** `npm run journey -- --out DIR [--language LANGUAGE] [--patients FILE.csv]`. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isLanguage, languages } from '../../main/clinic/shared/languages.ts'
import { walkJourney } from './journey.ts'

const usage = `npm run journey -- --out DIR [--language ${languages.join('|')}] [--patients FILE.csv]`

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    language: { type: 'string', default: 'en' },
    patients: { type: 'string' },
  },
})

process.exitCode = await run()

async function run(): Promise<number> {
  const { out, language, patients = null } = values
  if (out === undefined || !isLanguage(language)) return refuse(usage)
  if (patients !== null && !existsSync(patients)) return refuse(`There is no file ${patients}.`)
  const { failure, left } = await walkJourney({
    out,
    language,
    patientsFile: patients,
    tell: (line) => console.log(line),
  })
  if (failure !== null) console.error(failure.error)
  else console.log(`${left.length} pictures, papers and mails lie in ${out}`)
  return failure === null ? 0 : 1
}

function refuse(sentence: string): number {
  console.error(sentence)
  return 2
}
