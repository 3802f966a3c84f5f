/** What `npm run check` looks at: each check is one tool over the whole tree. */
import { lastLines, runQuietly } from '../run/command.mjs'
import { at, node24 } from '../run/paths.mjs'

const tool = (...parts) => at('node_modules', ...parts)

/** @type {{ name: string, program: string, args: string[], mend?: string }[]} */
const checks = [
  { name: 'types', program: tool('typescript', 'bin', 'tsc'), args: ['--noEmit'] },
  { name: 'lint', program: tool('oxlint', 'bin', 'oxlint'), args: ['--deny-warnings'] },
  {
    name: 'format',
    program: tool('oxfmt', 'bin', 'oxfmt'),
    args: ['--check'],
    mend: 'npm run format',
  },
  { name: 'dead code', program: tool('knip', 'bin', 'knip.js'), args: ['--no-config-hints'] },
  {
    name: 'import rules',
    program: tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    args: [
      '--config',
      'dependency-cruiser.config.ts',
      '--output-type',
      'err-long',
      'main',
      'migrations',
      'preload',
      'renderer',
      'tests',
    ],
  },
]

/**
 * Runs all checks, whatever the earlier ones found, and says a line for each.
 * @param {NodeJS.ProcessEnv} env from set-up
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(env) {
  const count = { passed: 0, failed: 0 }
  for (const { name, program, args, mend } of checks) {
    const { code, output } = await runQuietly(node24, [program, ...args], { env })
    if (code === 0) {
      count.passed += 1
      console.log(`check: ${name}: fine`)
    } else {
      count.failed += 1
      console.log(`check: ${name}: FAILED\n${lastLines(output, 200)}`)
      if (mend !== undefined) console.log(`check: ${name}: mend it with: ${mend}`)
    }
  }
  return count
}
