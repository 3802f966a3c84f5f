/**
 * `npm test`: set-up, the checks, the tests on Node, the build, and the tests in the real window.
 * `npm run test:unit` and `npm run test:e2e` run one kind, with vitest's own words behind `--`.
 */
import { rmSync } from 'node:fs'
import { buildWhenStale } from './build/build.mjs'
import { runChecks } from './checks/checks.mjs'
import { add, closingLine, countReport, nothing } from './checks/count.mjs'
import { runInTheOpen } from './run/command.mjs'
import { withDisplay } from './run/display.mjs'
import { at, node24 } from './run/paths.mjs'
import { setUp } from './setup/setup.mjs'

/** Days and texts must not depend on where the machine stands; windows inherit this as well. */
const fixedPlace = { TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }

/** Workers and child processes that tests start again and again need not compile the same once more. */
const compiledOnce = { NODE_COMPILE_CACHE: at('out', 'tests', 'compiled') }

/** One vitest project, with its report kept in out/ to be counted. */
async function runProject(project, words, env) {
  const report = at('out', 'tests', `${project}.json`)
  rmSync(report, { force: true })
  const args = [
    at('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...words,
  ]
  return countReport(report, await runInTheOpen(node24, args, { env: { ...env, ...fixedPlace } }))
}

async function runBuild(env) {
  const isBuilt = await buildWhenStale(env)
  console.log(`build: ${isBuilt ? 'fine' : 'FAILED'}`)
  return { ...nothing(), [isBuilt ? 'passed' : 'failed']: 1 }
}

/** Every step runs, whatever the earlier ones found, so that one run tells all. */
async function test([kind, ...words]) {
  const { env } = await setUp({ tests: true })
  const wants = (name) => kind === undefined || kind === name
  let count = nothing()
  if (kind === undefined) count = add(count, await runChecks(env))
  if (wants('unit'))
    count = add(count, await runProject('unit', words, { ...env, ...compiledOnce }))
  if (wants('e2e')) {
    count = add(count, await runBuild(env))
    const inTheWindow = (shown) => runProject('e2e', words, shown)
    count = add(count, await withDisplay(env, inTheWindow))
  }
  console.log(closingLine(count))
  return count.failed === 0 ? 0 : 1
}

process.exitCode = await test(process.argv.slice(2))
