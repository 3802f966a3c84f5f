/** Apache PDFBox's Preflight as an independent judge of PDF/A; tests that need it are skipped where it is absent. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Debian's libpdfbox2-java, and the two libraries that Java left out after its version 8 (libjaxb-api-java). */
const jars = [
  'preflight',
  'xmpbox',
  'pdfbox2',
  'fontbox2',
  'commons-logging',
  'javax.activation',
  'jaxb-api',
].map((name) => `/usr/share/java/${name}.jar`)

/** Whether Preflight, or a Java runtime to run it, is missing on this machine. */
export function isPreflightMissing(): boolean {
  return (
    !jars.every((jar) => existsSync(jar)) || spawnSync('java', ['-version']).error !== undefined
  )
}

/** One thing that Preflight objects to. */
export interface Finding {
  file: string
  code: string
  details: string
}

/**
 * What Preflight 2 objects to that PDF/A-3b does not allow: it judges by PDF/A-1b (ISO 19005-1), and
 * these two of its rules are not those of PDF/A-3b (ISO 19005-3). Everything else stands in both.
 */
const onlyOfPdfA1: readonly { code: string; details: RegExp; why: string }[] = [
  {
    code: '7.11.2',
    details: /^Error on MetaData, part must be 1$/,
    why: 'ISO 19005-3 §6.6.4: a file of this part says part 3, which is what it is refused for.',
  },
  {
    code: '3.1.11',
    details: /: The CIDSet entry is missing for the Composite Subset$/,
    why: 'ISO 19005-3 §6.2.11.4.2: a CIDSet may be left out, where ISO 19005-1 §6.3.5 asks for one.',
  },
]

/**
 * All files before Preflight in one start of Java, each under its name; answers what it objects to.
 * Throws when it did not judge each of them.
 */
export function preflight(files: ReadonlyMap<string, Uint8Array>): Finding[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'preflight-'))
  const papers = path.join(folder, 'papers')
  try {
    mkdirSync(papers)
    for (const [name, bytes] of files) writeFileSync(path.join(papers, name), bytes)
    const validator = 'org.apache.pdfbox.preflight.Validator_A1b'
    const words = ['-Djava.awt.headless=true', '-cp', jars.join(path.delimiter), validator]
    const run = spawnSync('java', [...words, 'xml', 'group', papers], { encoding: 'utf8' })
    // It leaves with an error wherever it objects: what it says is in its report.
    const report = `${papers}.preflight.xml`
    if (!existsSync(report)) throw new Error(`Preflight left no report: ${run.stdout}${run.stderr}`)
    return findings(readFileSync(report, 'utf8'), [...files.keys()])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of each file its part of the report. */
function findings(report: string, files: readonly string[]): Finding[] {
  return files.flatMap((file) => {
    const [, own] = report.split(`<preflight name="${file}">`)
    const part = own?.split('</preflight>')[0]
    if (part === undefined) throw new Error(`Preflight did not judge ${file}`)
    const isValid = part.includes('<isValid type="PDF/A1-b">true</isValid>')
    const objections = [...part.matchAll(/<code>(.*?)<\/code>\s*<details>(.*?)<\/details>/gs)].map(
      ([, code = '', details = '']) => ({ file, code, details }),
    )
    if (!isValid && objections.length === 0) throw new Error(`${file} could not be read: ${part}`)
    return objections.filter(
      (found) =>
        !onlyOfPdfA1.some(
          ({ code, details }) => code === found.code && details.test(found.details),
        ),
    )
  })
}
