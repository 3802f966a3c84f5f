/** The two kinds of tests: `unit` on Node alone, `e2e` in the real Electron window. */
import { defineConfig } from 'vitest/config'

// Days and texts must not depend on where the machine stands.
const env = { TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/**/*.e2e.test.ts', 'tests/e2e/**', 'tests/bench/**'],
          setupFiles: ['tests/helpers/same-seed.ts'],
          env,
          pool: 'forks',
          // Both of two cores: these files wait for disks and child processes half of their time.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/**/*.e2e.test.ts'],
          env,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
})
