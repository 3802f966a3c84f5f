/**
 * Who may import whom (docs: the architecture's rooms). Each rule's comment is the sentence that a
 * wrong import gets: it says which room the import belongs in.
 */
import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'

type RoomRule = IForbiddenRuleType & { name: string; comment: string }

const domain = '^main/clinic/[^/]+/'
const shared = '^main/clinic/shared/'
const pack = (names: string) => `(^|node_modules/)(${names})(/|$)`

/** No disk, no network, no clock of their own: fit for a rule. */
const pureLibraries = pack(
  'temporal-polyfill|temporal-spec|rrule-temporal|ical-generator|ibantools|@brazilian-utils/brazilian-utils',
)
const kysely = pack('kysely')
const databaseDrivers = pack('better-sqlite3|better-sqlite3-multiple-ciphers|@types/better-sqlite3')
const electron = pack('electron|electron-updater')
const zod = pack('zod')
const otherPrograms = '^main/(hub|portal)/'
/** What is known of each shared table: data alone. */
const sharedFacts = '^main/sync/entities\\.ts$'
/** What workstation and hub both must say alike. */
const wire = '^main/sync/(wire|sealed|hosting-wire|entities|certificates|join-code|find-hubs)\\.ts$'
/** How a file of SQLite is opened, brought up and asked, and what the clinic's rows look like. */
const databaseTools = '^main/db/(open|migrate|kysely|tables)\\.ts$'
/** The hub's own main/db: two storages behind one interface. */
const hubStorage = '^main/hub/store[^/]*\\.ts$'

const rooms: RoomRule[] = [
  {
    name: 'rules-are-pure',
    comment:
      'A rule decides from what it is given: what reads the database, the disk or a library with effects belongs in the *.service.ts that calls the rule.',
    from: { path: '\\.rules\\.tsx?$' },
    to: {
      // A type decides nothing and touches nothing.
      dependencyTypesNot: ['type-only'],
      pathNot: ['\\.rules\\.ts$', shared, sharedFacts, '^resources/.+\\.json$', pureLibraries],
    },
  },
  {
    name: 'shared-is-pure',
    comment:
      'main/clinic/shared holds words that every room uses: what knows a domain or touches anything belongs in that domain’s own folder.',
    from: { path: shared },
    to: { pathNot: [shared, '\\.rules\\.ts$', '^resources/.+\\.json$', pureLibraries, zod] },
  },
  {
    name: 'input-knows-rules-and-zod',
    comment:
      'A *.input.ts says what a caller may send: what looks something up belongs in the *.service.ts.',
    from: { path: `${domain}.+\\.input\\.ts$` },
    to: { pathNot: ['\\.(rules|input)\\.ts$', shared, pureLibraries, zod] },
  },
  {
    name: 'queries-know-tables',
    comment:
      'A *.queries.ts reads and writes rows with main/db’s tables and kysely: decisions belong in *.rules.ts, the story in the *.service.ts.',
    from: { path: `${domain}.+\\.queries\\.ts$` },
    to: {
      pathNot: [
        '\\.(queries|rules)\\.ts$',
        shared,
        '^main/db/(tables|kysely|desk|write)\\.ts$',
        kysely,
        pureLibraries,
      ],
    },
  },
  {
    name: 'service-stays-behind-the-door',
    comment:
      'A *.service.ts tells a use case with rules, queries, db/write, pdf and mail: what answers the window belongs in main/ipc or a *.router.ts, what shows windows in main/electron, what runs elsewhere in main/worker.',
    from: { path: `${domain}.+\\.service\\.ts$` },
    to: {
      path: [
        '\\.router\\.ts$',
        '^main/(ipc|electron|worker|demo|sync|hub|portal)/',
        '^main/(index|workstation)\\.ts$',
        '^migrations/',
        '^renderer/',
        '^preload/',
        pack('@trpc/server'),
      ],
    },
  },
  {
    name: 'service-reads-through-queries',
    comment:
      'SQL belongs in a *.queries.ts: a *.service.ts calls that, and takes from main/db only the desk, the unit of work, number series and row types.',
    from: { path: `${domain}.+\\.service\\.ts$` },
    to: { path: ['^main/db/(?!(desk|write|tables|kysely|numbers)\\.ts$)', kysely] },
  },
  {
    name: 'router-calls-one-service',
    comment:
      'A *.router.ts names a permission, an input and one call: queries, SQL, files and decisions belong in the *.service.ts that it calls.',
    from: { path: `${domain}.+\\.router\\.ts$` },
    to: {
      pathNot: [
        '\\.(input|service|rules)\\.ts$',
        shared,
        '^main/ipc/(procedure|events|session)\\.ts$',
        zod,
        pack('@trpc/server'),
        pureLibraries,
      ],
    },
  },
  {
    name: 'only-db-opens-the-database',
    comment:
      'The database driver belongs in main/db: other rooms get a desk and ask through *.queries.ts.',
    from: {
      path: '^(main|preload|renderer|migrations)/',
      pathNot: ['^main/db/', hubStorage],
    },
    to: { path: databaseDrivers },
  },
  {
    name: 'only-db-and-queries-speak-kysely',
    comment:
      'SQL belongs in *.queries.ts, the connection in main/db, a table’s shape in migrations.',
    from: {
      path: '^(main|preload|renderer)/',
      pathNot: ['^main/db/', hubStorage, '\\.queries\\.ts$', '\\.service\\.ts$'],
    },
    to: { path: kysely },
  },
  {
    name: 'db-knows-no-business',
    comment:
      'main/db keeps rows and their history: what knows a use case belongs in a *.service.ts, which main/db never calls.',
    from: { path: '^main/db/' },
    to: {
      path: ['^main/', '^renderer/', '^preload/'],
      pathNot: ['^main/db/', shared, '\\.rules\\.ts$'],
    },
  },
  {
    name: 'migrations-belong-to-db',
    comment:
      'Migrations are run by main/db alone: ask for a copy or an upgrade through main/db/migrate.',
    from: { path: '^(main|preload|renderer)/', pathNot: ['^main/db/', hubStorage] },
    to: { path: '^migrations/' },
  },
  {
    name: 'migrations-are-frozen',
    comment:
      'A migration is never edited, so it may lean on nothing that is: only kysely and other migrations; write the words out in full.',
    from: { path: '^migrations/' },
    to: { pathNot: ['^migrations/', kysely] },
  },
  {
    name: 'electron-has-one-room',
    comment:
      'What imports electron belongs in main/electron: windows, menus, key store, updates. Other rooms get what they need from main/index.ts.',
    from: {
      path: '^(main|renderer|migrations)/',
      pathNot: ['^main/electron/', '^main/index\\.ts$'],
    },
    to: { path: electron },
  },
  {
    name: 'nobody-leans-on-electron-room',
    comment:
      'main/electron is the outermost room, opened by main/index.ts: what others need of it is handed to them there.',
    from: { path: '^(main|preload|renderer)/', pathNot: ['^main/electron/', '^main/index\\.ts$'] },
    to: { path: '^main/electron/' },
  },
  {
    name: 'forms-and-mails-only-render',
    comment:
      'main/pdf and main/mail turn given facts into a page or a message: looking the facts up belongs in the *.service.ts that asks for it.',
    from: { path: '^main/(pdf|mail)/' },
    to: {
      path: '^(main|renderer|preload|migrations)/',
      pathNot: ['^main/(pdf|mail)/', shared, '\\.rules\\.ts$'],
    },
  },
  {
    name: 'demo-works-like-a-person',
    comment:
      'The demo clinic is made through the services: rows, windows and procedures stay in main/db, main/electron and main/ipc.',
    from: { path: '^main/demo/' },
    to: {
      path: ['^main/(electron|ipc|sync|hub|portal)/', '\\.(queries|router)\\.ts$', '^migrations/'],
    },
  },
  {
    name: 'worker-has-no-window',
    comment:
      'The worker thread makes documents, demo data, imports and copies: what answers the window belongs in main/ipc, what shows it in main/electron.',
    from: { path: '^main/worker/' },
    to: {
      path: ['^main/(electron|ipc|sync|hub|portal)/', '\\.router\\.ts$', '^main/index\\.ts$'],
      // Building a database out of a snapshot takes as long as an import.
      pathNot: '^main/sync/snapshot\\.ts$',
    },
  },
  {
    name: 'worker-is-an-entry',
    comment:
      'main/worker runs in its own thread: others import the shape of its messages as a type and post to it, from main/index.ts, main/workstation.ts or main/electron.',
    from: {
      path: '^main/',
      pathNot: ['^main/worker/', '^main/(index|workstation)\\.ts$', '^main/electron/'],
    },
    to: { path: '^main/worker/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'sync-carries-rows',
    comment:
      'main/sync moves rows between this workstation and the hub: use cases belong in the services, which never hear of it.',
    from: { path: '^main/sync/' },
    to: {
      path: ['\\.(service|router)\\.ts$', '^main/(electron|ipc|demo|hub|portal)/'],
    },
  },
  {
    name: 'hub-is-another-program',
    comment:
      'The hub runs on plain Node and knows rules, wire schemas and its own storage: what needs Electron, a procedure or a service belongs in the workstation.',
    from: { path: '^main/hub/' },
    to: {
      path: ['^main/', electron, '^renderer/', '^preload/'],
      pathNot: ['^main/hub/', '\\.rules\\.ts$', shared, wire, databaseTools],
    },
  },
  {
    name: 'no-program-reaches-into-another',
    comment:
      'Workstation, hub and portal meet over the wire: what two of them need belongs in rules, main/clinic/shared or wire schemas.',
    from: { path: '^(main|preload|renderer)/', pathNot: otherPrograms },
    to: { path: otherPrograms },
  },
  {
    name: 'ipc-is-a-door',
    comment:
      'main/ipc lets calls in: what shows windows belongs in main/electron, SQL in *.queries.ts, what takes long in main/worker.',
    from: { path: '^main/ipc/' },
    to: {
      path: [
        '^main/(electron|worker|pdf|mail)/',
        '^main/demo/(?!demo-accounts\\.ts$)',
        '\\.queries\\.ts$',
        '^migrations/',
        '^renderer/',
      ],
    },
  },
  {
    name: 'renderer-knows-services-as-types',
    comment:
      'The window asks through tRPC: it imports rules, inputs, shared words and locales, and the app router as a type; everything else stays in main.',
    from: { path: '^renderer/' },
    to: {
      path: ['^main/', '^preload/', '^migrations/'],
      pathNot: [
        '\\.(rules|input)\\.ts$',
        shared,
        '^main/ipc/(app-router|waiting-room\\.router)\\.ts$',
      ],
    },
  },
  {
    name: 'renderer-takes-the-router-as-a-type',
    comment:
      'main/ipc/app-router is the whole of main: in renderer/ write `import type`, and call it through renderer/trpc.ts.',
    from: { path: '^renderer/' },
    to: {
      path: '^main/ipc/(app-router|waiting-room\\.router)\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'renderer-runs-in-a-browser',
    comment:
      'The window is sandboxed and has no Node: disk, network and system belong in main, behind a procedure.',
    from: { path: '^renderer/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'components-know-no-clinic',
    comment:
      'renderer/components are parts for any screen: what knows the clinic or asks the services belongs in renderer/pages/<domain>.',
    from: { path: '^renderer/components/' },
    to: { path: ['^renderer/(pages|routes|app|trpc)', '^main/(?!clinic/shared/)'] },
  },
  {
    name: 'preload-is-narrow',
    comment:
      'The preload script is one bridge and imports electron alone: logic belongs in main/ipc on one side and renderer/trpc.ts on the other.',
    from: { path: '^preload/' },
    to: { pathNot: ['^preload/', pack('electron')] },
  },
  {
    name: 'products-do-not-import-tests',
    comment:
      'What the program needs belongs in main, preload or renderer; tests, scripts and tools only look on.',
    from: { path: '^(main|preload|renderer|migrations)/' },
    to: { path: ['^tests/', '^scripts/', '\\.config\\.ts$'] },
  },
  {
    name: 'no-circles',
    comment:
      'Two files that need each other share a third: move what both need into *.rules.ts or main/clinic/shared.',
    from: { path: '^(main|preload|renderer)/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-unresolved',
    comment: 'The import leads nowhere: check its path, with the .ts ending, or add the package.',
    from: {},
    to: { couldNotResolve: true, pathNot: ['\\?(raw|url|worker)$', '\\.css$'] },
  },
]

const configuration = {
  forbidden: rooms.map((rule) => ({ severity: 'error' as const, ...rule })),
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
} satisfies IConfiguration

export default configuration
