/** Procedures about the hub that this workstation hosts in a process of its own. */
import type { HostStatus } from '../sync/hosting.ts'
import { follow } from './events.ts'
import { procedure, router } from './procedure.ts'
import {
  copyHubInput,
  inviteInput,
  limitDeviceInput,
  revokeDeviceInput,
  startHostInput,
} from './sync.input.ts'

export const hostingRouter = router({
  status: procedure('settings.write').subscription(async function* ({ ctx, signal }) {
    yield ctx.workstation.hosting.status()
    yield* follow<HostStatus>((push) => ctx.workstation.hosting.onStatus(push), signal)
  }),
  start: procedure('settings.write')
    .input(startHostInput)
    .mutation(({ ctx, input }) => ctx.workstation.hosting.start(input)),
  stop: procedure('settings.write').mutation(({ ctx }) => ctx.workstation.hosting.stop()),
  /** A copy of the hub for the day its computer is lost. */
  backup: procedure('settings.write')
    .input(copyHubInput)
    .mutation(({ ctx, input }) => ctx.workstation.hosting.backup(input.passphrase)),
  /** A one-time invitation; its text is what the QR code shows. */
  invite: procedure('settings.write')
    .input(inviteInput)
    .mutation(({ ctx, input }) => ctx.workstation.hosting.invite(input)),
  devices: procedure('settings.write').query(({ ctx }) => ctx.workstation.hosting.devices()),
  /** Which rooms' bookings a workstation has from now on. */
  limit: procedure('settings.write')
    .input(limitDeviceInput)
    .mutation(({ ctx, input }) => ctx.workstation.hosting.limit(input)),
  revoke: procedure('settings.write')
    .input(revokeDeviceInput)
    .mutation(({ ctx, input }) => ctx.workstation.hosting.revoke(input.deviceId)),
})
