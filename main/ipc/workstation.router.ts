/** Procedures about the workstation itself: what state it is in, the first start, live changes. */
import {
  databasePassphraseInput,
  setUpInput,
  startDemoInput,
} from '../clinic/settings/settings.input.ts'
import { credentialState } from '../clinic/staff/staff.service.ts'
import { listDemoAccounts } from '../demo/demo-accounts.ts'
import type { CommittedUnit } from '../db/write.ts'
import { systemActor } from '../db/desk.ts'
import type { UpdateState } from '../updates.ts'
import type { WorkstationState } from '../workstation.ts'
import { follow } from './events.ts'
import { procedure, router } from './procedure.ts'

export const workstationRouter = router({
  /** The instant now; the window's clock follows it. */
  now: procedure('anyone').query(({ ctx }) => ctx.workstation.now()),
  state: procedure('anyone').subscription(async function* ({ ctx, signal }) {
    yield ctx.workstation.state
    yield* follow<WorkstationState>((push) => ctx.workstation.onState(push), signal)
  }),
  /** What was written since the subscription began: entities and row ids, no content. */
  changes: procedure('signed-in').subscription(async function* ({ ctx, signal }) {
    const units = follow<CommittedUnit>((push) => ctx.workstation.onCommit(push), signal)
    for await (const unit of units) if (unit.rows.length > 0) yield unit.rows
  }),
  /** Whether there is a newer version, and how far the way to it is. */
  update: procedure('signed-in').subscription(async function* ({ ctx, signal }) {
    yield ctx.workstation.updates.state
    yield* follow<UpdateState>((push) => ctx.workstation.updates.onChange(push), signal)
  }),
  lookForUpdate: procedure('settings.write').mutation(({ ctx }) => ctx.workstation.updates.look()),
  /** Answers when it was fetched; the state tells how far it is. */
  downloadUpdate: procedure('settings.write').mutation(({ ctx }) =>
    ctx.workstation.updates.download(),
  ),
  /** Ends the program and starts the new version. */
  installUpdate: procedure('settings.write').mutation(({ ctx }) =>
    ctx.workstation.updates.install(),
  ),
  setUp: procedure('anyone')
    .input(setUpInput)
    .mutation(async ({ ctx, input }) => {
      const { administratorId } = await ctx.workstation.setUp(input)
      const account = await credentialState(
        ctx.workstation.desk(systemActor, null),
        administratorId,
      )
      if (account !== null) ctx.session.start({ ...account, locked: false })
    }),
  startDemo: procedure('anyone')
    .input(startDemoInput)
    .mutation(({ ctx, input }) => ctx.workstation.startDemo(input.language)),
  /** Whom one can be in the demo clinic with one click; nobody anywhere else. */
  demoAccounts: procedure('anyone').query(({ ctx }) =>
    ctx.workstation.state.name === 'ready' && ctx.workstation.state.demo
      ? listDemoAccounts(ctx.desk)
      : [],
  ),
  giveDatabasePassphrase: procedure('anyone')
    .input(databasePassphraseInput)
    .mutation(({ ctx, input }) => ctx.workstation.giveDatabasePassphrase(input.passphrase)),
  /** Looks at the profile again, after the person did what the trouble screen said. */
  openAgain: procedure('anyone').mutation(({ ctx }) => ctx.workstation.openAgain()),
})
