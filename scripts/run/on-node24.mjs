/** Launches a TypeScript program of the tests on Node 24, with the app built and a display there. */
import { buildWhenStale } from '../build/build.mjs'
import { setUp } from '../setup/setup.mjs'
import { runInTheOpen } from './command.mjs'
import { withDisplay } from './display.mjs'
import { at, node24 } from './paths.mjs'

/**
 * @param {string} program path below the root
 * @param {string[]} words the words it gets
 * @returns {Promise<number>} its exit code
 */
export async function runOnNode24(program, words) {
  const { env } = await setUp({ tests: true })
  if (!(await buildWhenStale(env))) return 1
  return await withDisplay(env, (shown) =>
    runInTheOpen(node24, ['--disable-warning=ExperimentalWarning', at(program), ...words], {
      env: shown,
    }),
  )
}
