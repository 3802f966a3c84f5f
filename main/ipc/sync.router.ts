/** Procedures about the hub: how this workstation stands with it, joining, and what it refused. */
import type { SyncStatus } from '../sync/status.ts'
import { follow } from './events.ts'
import { procedure, router } from './procedure.ts'
import {
  foundHubInput,
  hubAddressInput,
  joinAsNewInput,
  joinHubInput,
  refusalInput,
} from './sync.input.ts'

export const syncRouter = router({
  status: procedure('signed-in').subscription(async function* ({ ctx, signal }) {
    yield ctx.workstation.membership.status()
    yield* follow<SyncStatus>((push) => ctx.workstation.membership.onStatus(push), signal)
  }),
  /** Hubs that call out their name in this network; whoever answers here has proved nothing. */
  find: procedure('anyone').query(({ ctx }) => ctx.workstation.membership.find()),
  /** An invitation out of a typed code, once the code has confirmed who answers at the address. */
  invitationFor: procedure('anyone')
    .input(foundHubInput)
    .mutation(({ ctx, input }) => ctx.workstation.membership.invitationFor(input)),
  /** The first start as a further workstation of a clinic: its snapshot becomes this profile's clinic. */
  joinAsNew: procedure('anyone')
    .input(joinAsNewInput)
    .mutation(({ ctx, input }) => ctx.workstation.joinAsNew(input)),
  /** Brings this clinic to a hub. */
  join: procedure('settings.write')
    .input(joinHubInput)
    .mutation(({ ctx, input }) => ctx.workstation.membership.join(input)),
  /** Where the hub is now, kept once it has shown its certificate there. */
  changeAddress: procedure('settings.write')
    .input(hubAddressInput)
    .mutation(({ ctx, input }) => ctx.workstation.membership.changeAddress(input.address)),
  leave: procedure('settings.write').mutation(({ ctx }) => ctx.workstation.membership.leave()),
  /** Tries at once instead of waiting for the next time. */
  now: procedure('signed-in').mutation(({ ctx }) => ctx.workstation.membership.tryNow()),
  refusals: procedure('signed-in').query(({ ctx }) => ctx.workstation.membership.refusals()),
  dismissRefusal: procedure('signed-in')
    .input(refusalInput)
    .mutation(({ ctx, input }) => ctx.workstation.membership.dismissRefusal(input.unitId)),
  /** Writes a refused unit anew, as the one who asks for it. */
  retryRefusal: procedure('signed-in')
    .input(refusalInput)
    .mutation(({ ctx, input }) => ctx.workstation.membership.retryRefusal(ctx.desk, input.unitId)),
})
