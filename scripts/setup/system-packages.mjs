/** Set-up's last step: Debian's packages that Electron, a virtual display and the tests need. */
import { lastLines, runQuietly } from '../run/command.mjs'
import { displayIsMissing } from '../run/display.mjs'
import { SetupError } from './setup-error.mjs'

/** Libraries that Electron links, and fonts with the letters of all four languages. */
const forElectron = [
  'libgtk-3-0',
  'libnss3',
  'libxss1',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'fonts-dejavu',
  'fonts-noto-core',
]
const forVirtualDisplay = ['xvfb', 'xauth']
/** The tests read PDFs back with these. */
const forTests = ['qpdf', 'poppler-utils']
/**
 * What some tests need that are skipped, and counted, where it cannot be had: a hub over PostgreSQL, and
 * Preflight, which judges PDF/A. Asked for apart, so that one that is not to be had costs the other nothing.
 */
const forTestsWhereAllowed = [
  ['postgresql'],
  ['default-jre-headless', 'libpdfbox2-java', 'libjaxb-api-java'],
]

/**
 * Which of the names dpkg does not list as installed. Newer Debians carry some libraries
 * under the same name with `t64` behind it.
 * @param {string[]} wanted
 * @param {string} dpkgList lines of `name status`, as dpkg-query prints them
 */
export function missingPackages(wanted, dpkgList) {
  const installed = new Set(
    dpkgList
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

/** How to become root here: not at all, with sudo that asks nothing, or null when it cannot be. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return []
  const { code } = await runQuietly('sudo', ['-n', 'true'])
  return code === 0 ? ['sudo', '-n'] : null
}

async function apt(prefix, args) {
  const [command, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ]
  return await runQuietly(command, rest)
}

/**
 * @param {string[]} names
 * @param {{ orGoOn?: boolean }} [manner] `orGoOn` says what to type instead of stopping
 */
async function install(names, { orGoOn = false } = {}) {
  const command = ['install', '-y', '--no-install-recommends', ...names]
  const lineToType = `sudo apt-get update && sudo apt-get ${command.join(' ')}`
  const prefix = await rootPrefix()
  if (prefix === null) {
    const problem = new SetupError(`System packages are missing: ${names.join(' ')}.`, lineToType)
    return stopOrGoOn(problem, orGoOn)
  }
  console.log(`Set-up: installing system packages: ${names.join(' ')} ...`)
  await apt(prefix, ['update'])
  const { code, output } = await apt(prefix, command)
  if (code === 0) return
  stopOrGoOn(new SetupError(`apt-get failed:\n${lastLines(output)}`, lineToType), orGoOn)
}

/**
 * @param {SetupError} problem
 * @param {boolean} orGoOn
 */
function stopOrGoOn(problem, orGoOn) {
  if (!orGoOn) throw problem
  console.log(`Set-up goes on without: ${problem.message} To have it: ${problem.lineToType}`)
}

/**
 * Installs what is missing on Debian and its kin; elsewhere the system is left to its owner.
 * @param {{ tests?: boolean }} [purpose]
 */
export async function setUpSystemPackages({ tests = false } = {}) {
  if (process.platform !== 'linux') return
  const wanted = [
    ...forElectron,
    ...(displayIsMissing() ? forVirtualDisplay : []),
    ...(tests ? forTests : []),
  ]
  const wished = tests ? forTestsWhereAllowed : []
  const names = [...wanted, ...wished.flat()].flatMap((name) => [name, `${name}t64`])
  const format = '${Package} ${db:Status-Status}\n'
  const { code, stdout } = await runQuietly('dpkg-query', ['-W', '-f', format, ...names])
  if (code === 127) return
  const missing = missingPackages(wanted, stdout)
  if (missing.length > 0) await install(missing)
  for (const together of wished) {
    const missingWishes = missingPackages(together, stdout)
    if (missingWishes.length > 0) await install(missingWishes, { orGoOn: true })
  }
}
