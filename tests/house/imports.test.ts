/** Proves that every import rule of the house refuses a wrong import, with a sentence that helps. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config from '../../dependency-cruiser.config.ts'

interface Case {
  rule: string
  /** The file that imports. */
  from: string
  /** What stands in it. */
  imports: string
}

const booking = 'main/clinic/appointments/appointments'

/** One wrong import for each rule, some with several. */
const wrong: Case[] = [
  {
    rule: 'rules-are-pure',
    from: `${booking}.rules.ts`,
    imports: `import './appointments.queries.ts'`,
  },
  { rule: 'rules-are-pure', from: `${booking}.rules.ts`, imports: `import 'node:fs'` },
  { rule: 'rules-are-pure', from: `${booking}.rules.ts`, imports: `import 'kysely'` },
  {
    rule: 'shared-is-pure',
    from: 'main/clinic/shared/money.ts',
    imports: `import '../../db/tables.ts'`,
  },
  {
    rule: 'input-knows-rules-and-zod',
    from: `${booking}.input.ts`,
    imports: `import './appointments.service.ts'`,
  },
  {
    rule: 'queries-know-tables',
    from: `${booking}.queries.ts`,
    imports: `import './appointments.service.ts'`,
  },
  {
    rule: 'service-stays-behind-the-door',
    from: `${booking}.service.ts`,
    imports: `import '../../ipc/procedure.ts'`,
  },
  {
    rule: 'service-stays-behind-the-door',
    from: `${booking}.service.ts`,
    imports: `import './appointments.router.ts'`,
  },
  {
    rule: 'service-reads-through-queries',
    from: `${booking}.service.ts`,
    imports: `import 'kysely'`,
  },
  {
    rule: 'service-reads-through-queries',
    from: `${booking}.service.ts`,
    imports: `import '../../db/open.ts'`,
  },
  {
    rule: 'router-calls-one-service',
    from: `${booking}.router.ts`,
    imports: `import './appointments.queries.ts'`,
  },
  {
    rule: 'only-db-opens-the-database',
    from: `${booking}.service.ts`,
    imports: `import 'better-sqlite3'`,
  },
  {
    rule: 'only-db-opens-the-database',
    from: 'main/worker/worker.ts',
    imports: `import 'better-sqlite3'`,
  },
  {
    rule: 'only-db-and-queries-speak-kysely',
    from: 'main/ipc/procedure.ts',
    imports: `import 'kysely'`,
  },
  {
    rule: 'db-knows-no-business',
    from: 'main/db/open.ts',
    imports: `import '../clinic/appointments/appointments.service.ts'`,
  },
  {
    rule: 'migrations-belong-to-db',
    from: 'main/ipc/procedure.ts',
    imports: `import '../../migrations/clinic/0001-clinic.ts'`,
  },
  {
    rule: 'migrations-are-frozen',
    from: 'migrations/clinic/0001-clinic.ts',
    imports: `import '../../main/clinic/shared/money.ts'`,
  },
  { rule: 'electron-has-one-room', from: 'main/ipc/procedure.ts', imports: `import 'electron'` },
  {
    rule: 'electron-has-one-room',
    from: 'main/ipc/procedure.ts',
    imports: `import type { App } from 'electron'`,
  },
  { rule: 'electron-has-one-room', from: 'renderer/app.tsx', imports: `import 'electron'` },
  {
    rule: 'nobody-leans-on-electron-room',
    from: 'main/ipc/procedure.ts',
    imports: `import '../electron/window.ts'`,
  },
  {
    rule: 'forms-and-mails-only-render',
    from: 'main/pdf/invoice.ts',
    imports: `import '../clinic/appointments/appointments.queries.ts'`,
  },
  {
    rule: 'forms-and-mails-only-render',
    from: 'main/mail/render.ts',
    imports: `import '../db/open.ts'`,
  },
  {
    rule: 'demo-works-like-a-person',
    from: 'main/demo/demo.ts',
    imports: `import '../clinic/appointments/appointments.queries.ts'`,
  },
  {
    rule: 'worker-has-no-window',
    from: 'main/worker/worker.ts',
    imports: `import '../electron/window.ts'`,
  },
  {
    rule: 'worker-is-an-entry',
    from: `${booking}.rules.ts`,
    imports: `import '../../worker/worker.ts'`,
  },
  {
    rule: 'sync-carries-rows',
    from: 'main/sync/push.ts',
    imports: `import '../clinic/appointments/appointments.service.ts'`,
  },
  {
    rule: 'hub-is-another-program',
    from: 'main/hub/index.ts',
    imports: `import '../ipc/procedure.ts'`,
  },
  { rule: 'hub-is-another-program', from: 'main/hub/index.ts', imports: `import 'electron'` },
  {
    rule: 'no-program-reaches-into-another',
    from: 'main/index.ts',
    imports: `import './hub/index.ts'`,
  },
  {
    rule: 'ipc-is-a-door',
    from: 'main/ipc/procedure.ts',
    imports: `import '../clinic/appointments/appointments.queries.ts'`,
  },
  {
    rule: 'renderer-knows-services-as-types',
    from: 'renderer/app.tsx',
    imports: `import '../main/clinic/appointments/appointments.service.ts'`,
  },
  {
    rule: 'renderer-knows-services-as-types',
    from: 'renderer/app.tsx',
    imports: `import type { Row } from '../main/db/tables.ts'`,
  },
  {
    rule: 'renderer-takes-the-router-as-a-type',
    from: 'renderer/app.tsx',
    imports: `import { appRouter } from '../main/ipc/app-router.ts'`,
  },
  { rule: 'renderer-runs-in-a-browser', from: 'renderer/app.tsx', imports: `import 'node:fs'` },
  {
    rule: 'components-know-no-clinic',
    from: 'renderer/components/table.tsx',
    imports: `import '../pages/day/day.tsx'`,
  },
  {
    rule: 'preload-is-narrow',
    from: 'preload/index.ts',
    imports: `import '../main/ipc/procedure.ts'`,
  },
  { rule: 'preload-is-narrow', from: 'preload/index.ts', imports: `import 'node:fs'` },
  {
    rule: 'products-do-not-import-tests',
    from: 'main/index.ts',
    imports: `import '../tests/helpers/clinic.ts'`,
  },
  { rule: 'nothing-unresolved', from: 'main/index.ts', imports: `import './nowhere.ts'` },
]

/** What each room is for; none of it may be refused. */
const right: Omit<Case, 'rule'>[] = [
  {
    from: `${booking}.rules.ts`,
    imports: `import '../../clinic/shared/money.ts'\nimport '../patients/patients.rules.ts'\nimport 'temporal-polyfill'`,
  },
  { from: `${booking}.input.ts`, imports: `import 'zod'\nimport './appointments.rules.ts'` },
  { from: `${booking}.queries.ts`, imports: `import 'kysely'\nimport '../../db/tables.ts'` },
  {
    from: `${booking}.service.ts`,
    imports: `import './appointments.queries.ts'\nimport './appointments.rules.ts'\nimport '../../db/write.ts'\nimport '../../pdf/invoice.ts'`,
  },
  {
    from: `${booking}.router.ts`,
    imports: `import './appointments.input.ts'\nimport './appointments.service.ts'\nimport '../../ipc/procedure.ts'`,
  },
  {
    from: 'main/ipc/app-router.ts',
    imports: `import '../clinic/appointments/appointments.router.ts'`,
  },
  {
    from: 'main/db/open.ts',
    imports: `import 'better-sqlite3'\nimport 'kysely'\nimport '../../migrations/clinic/0001-clinic.ts'`,
  },
  { from: 'main/electron/window.ts', imports: `import 'electron'\nimport '../ipc/app-router.ts'` },
  { from: 'main/index.ts', imports: `import 'electron'\nimport './electron/window.ts'` },
  {
    from: 'main/worker/worker.ts',
    imports: `import '../clinic/appointments/appointments.service.ts'\nimport '../db/open.ts'\nimport '../demo/demo.ts'\nimport '../pdf/invoice.ts'`,
  },
  {
    from: 'renderer/app.tsx',
    imports: `import type { appRouter } from '../main/ipc/app-router.ts'\nimport '../main/clinic/appointments/appointments.rules.ts'\nimport '../main/clinic/appointments/appointments.input.ts'\nimport '../resources/locales/en/mail.json'`,
  },
  { from: 'preload/index.ts', imports: `import 'electron'` },
]

/** Files that stand in every tree, so that imports have somewhere to lead. */
const places = [
  ...['rules', 'input', 'queries', 'service', 'router'].map((role) => `${booking}.${role}.ts`),
  'main/clinic/patients/patients.rules.ts',
  'main/clinic/shared/money.ts',
  'main/db/open.ts',
  'main/db/tables.ts',
  'main/db/write.ts',
  'main/demo/demo.ts',
  'main/electron/window.ts',
  'main/hub/index.ts',
  'main/index.ts',
  'main/ipc/app-router.ts',
  'main/ipc/procedure.ts',
  'main/mail/render.ts',
  'main/pdf/invoice.ts',
  'main/sync/push.ts',
  'main/worker/worker.ts',
  'migrations/clinic/0001-clinic.ts',
  'preload/index.ts',
  'renderer/app.tsx',
  'renderer/components/table.tsx',
  'renderer/pages/day/day.tsx',
  'resources/locales/en/mail.json',
  'tests/helpers/clinic.ts',
]
const packages = ['better-sqlite3', 'electron', 'kysely', 'temporal-polyfill', 'zod']

let workFolder = ''

beforeAll(() => {
  workFolder = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyclinic-imports-')))
})

afterAll(() => {
  rmSync(workFolder, { recursive: true, force: true })
})

function write(folder: string, file: string, text: string): void {
  const target = path.join(folder, file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text)
}

/** A small house with the given imports in it. */
function houseWith(cases: Omit<Case, 'rule'>[]): string {
  const folder = mkdtempSync(path.join(workFolder, 'house-'))
  for (const place of places) {
    write(folder, place, place.endsWith('.json') ? '{}' : 'export {}\n')
  }
  for (const name of packages) {
    const manifest = { name, version: '1.0.0', main: 'index.js', types: 'index.d.ts' }
    write(folder, `node_modules/${name}/package.json`, JSON.stringify(manifest))
    write(folder, `node_modules/${name}/index.js`, 'export {}\n')
  }
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']))
  write(folder, 'package.json', JSON.stringify({ name: 'house', dependencies }))
  for (const { from, imports } of cases) write(folder, from, `${imports}\n`)
  return folder
}

interface Violation {
  rule: string
  from: string
  comment: string
}

/** Cruises a house by the real configuration. */
async function refusals(folder: string): Promise<Violation[]> {
  const { enhancedResolveOptions, ...options } = config.options
  const { output } = await cruise(
    ['main', 'migrations', 'preload', 'renderer', 'tests'],
    {
      ...options,
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    },
    { ...enhancedResolveOptions },
  )
  if (typeof output === 'string') throw new Error(output)
  const comments = new Map(config.forbidden.map((rule) => [rule.name, rule.comment]))
  return output.summary.violations.map((violation) => ({
    rule: violation.rule.name,
    from: violation.from,
    comment: comments.get(violation.rule.name) ?? '',
  }))
}

describe('the import rules', () => {
  it.each(wrong)('$rule refuses $imports in $from', async (given) => {
    const found = await refusals(houseWith([given]))
    expect(found.map(({ rule, from }) => ({ rule, from }))).toContainEqual({
      rule: given.rule,
      from: given.from,
    })
  })

  it('no-circles refuses two services that need each other', async () => {
    const other = 'main/clinic/patients/patients.service.ts'
    const found = await refusals(
      houseWith([
        { from: `${booking}.service.ts`, imports: `import '../patients/patients.service.ts'` },
        { from: other, imports: `import '../appointments/appointments.service.ts'` },
      ]),
    )
    expect(found.map((violation) => violation.rule)).toContain('no-circles')
  })

  it('no-circles lets two files know each other’s types', async () => {
    const other = 'main/clinic/patients/patients.service.ts'
    const found = await refusals(
      houseWith([
        { from: `${booking}.service.ts`, imports: `import '../patients/patients.service.ts'` },
        {
          from: other,
          imports: `import type { Wish } from '../appointments/appointments.service.ts'`,
        },
      ]),
    )
    expect(found).toEqual([])
  })

  it('lets each room import what it is for', async () => {
    expect(await refusals(houseWith(right))).toEqual([])
  })

  it('has a case for every rule, and a sentence that names where the import belongs', () => {
    const rules = config.forbidden
    const covered = new Set([...wrong.map((given) => given.rule), 'no-circles'])
    expect(rules.map((rule) => rule.name).filter((name) => !covered.has(name))).toEqual([])
    for (const { comment } of rules) expect(comment).toMatch(/^\S.{40,}\.$/)
  })
})
