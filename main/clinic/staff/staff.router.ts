/** Procedures about sessions and accounts. */
import { ClinicError } from '../shared/errors.ts'
import { procedure, router } from '../../ipc/procedure.ts'
import { follow } from '../../ipc/events.ts'
import type { Session } from '../../ipc/session.ts'
import {
  archiveStaffInput,
  changeOwnPassphraseInput,
  createStaffInput,
  ownLanguageInput,
  pinSignInInput,
  resetPassphraseInput,
  setPinInput,
  setSupervisorInput,
  signInInput,
  unlockInput,
  updateStaffInput,
} from './staff.input.ts'
import { listPinPeople, readOwnPin, setPin, signInWithPin } from './pin.service.ts'
import {
  archiveStaffMember,
  changeOwnPassphrase,
  chooseOwnLanguage,
  confirmPassphrase,
  createStaffMember,
  describeSignedIn,
  listSignIns,
  listStaff,
  resetPassphrase,
  signIn,
  setSupervisor,
  updateStaffMember,
} from './staff.service.ts'

type SessionState = 'signed-out' | 'locked' | 'signed-in'

function sessionState(session: Session): SessionState {
  if (session.signedIn === null) return 'signed-out'
  return session.signedIn.locked ? 'locked' : 'signed-in'
}

export const staffRouter = router({
  sessionState: procedure('anyone').subscription(async function* ({ ctx, signal }) {
    yield sessionState(ctx.session)
    // As it was at each change: between two people there is a moment of nobody.
    yield* follow<SessionState>(
      (push) => ctx.session.onChange(() => push(sessionState(ctx.session))),
      signal,
    )
  }),
  signIn: procedure('anyone')
    .input(signInInput)
    .mutation(async ({ ctx, input }) => {
      ctx.session.start({ ...(await signIn(ctx.desk, input)), locked: false })
    }),
  whoLocked: procedure('anyone').query(async ({ ctx }) => {
    const signedIn = ctx.session.signedIn
    return signedIn === null ? null : describeSignedIn(ctx.desk, signedIn.practitionerId)
  }),
  unlock: procedure('anyone')
    .input(unlockInput)
    .mutation(async ({ ctx, input }) => {
      const signedIn = ctx.session.signedIn
      if (signedIn === null) throw new ClinicError('not-signed-in', {})
      await confirmPassphrase(ctx.desk, signedIn.practitionerId, input.passphrase)
      ctx.session.unlock()
    }),
  /** Who may take the workstation over with a PIN; nobody where nobody is at work. */
  pinPeople: procedure('anyone').query(({ ctx }) =>
    ctx.session.signedIn === null ? [] : listPinPeople(ctx.desk),
  ),
  /** Unlocks one's own screen, or takes the workstation over from whoever is signed in. */
  signInWithPin: procedure('anyone')
    .input(pinSignInInput)
    .mutation(async ({ ctx, input }) => {
      const before = ctx.session.signedIn
      if (before === null) throw new ClinicError('not-signed-in', {})
      const account = await signInWithPin(ctx.desk, input)
      if (before.practitionerId === account.practitionerId) return ctx.session.unlock()
      ctx.session.end()
      ctx.session.start({ ...account, locked: false })
    }),
  ownPin: procedure('signed-in').query(({ ctx }) => readOwnPin(ctx.desk)),
  setPin: procedure('signed-in')
    .input(setPinInput)
    .mutation(({ ctx, input }) => setPin(ctx.desk, input)),
  lock: procedure('signed-in').mutation(({ ctx }) => ctx.session.lock()),
  signOut: procedure('anyone').mutation(({ ctx }) => ctx.session.end()),
  me: procedure('signed-in').query(({ ctx }) => describeSignedIn(ctx.desk, ctx.desk.actor.id)),
  chooseOwnLanguage: procedure('signed-in')
    .input(ownLanguageInput)
    .mutation(({ ctx, input }) => chooseOwnLanguage(ctx.desk, input.language)),
  changeOwnPassphrase: procedure('signed-in')
    .input(changeOwnPassphraseInput)
    .mutation(async ({ ctx, input }) => {
      const account = await changeOwnPassphrase(ctx.desk, input)
      ctx.session.start({ ...account, locked: false })
    }),
  list: procedure('staff.read').query(({ ctx }) => listStaff(ctx.desk)),
  /** Who signed in, and who tried. */
  signIns: procedure('audit.read').query(({ ctx }) => listSignIns(ctx.desk)),
  create: procedure('staff.write')
    .input(createStaffInput)
    .mutation(({ ctx, input }) => createStaffMember(ctx.desk, input)),
  update: procedure('staff.write')
    .input(updateStaffInput)
    .mutation(({ ctx, input }) => updateStaffMember(ctx.desk, input)),
  setSupervisor: procedure('staff.write')
    .input(setSupervisorInput)
    .mutation(({ ctx, input }) => setSupervisor(ctx.desk, input)),
  archive: procedure('staff.write')
    .input(archiveStaffInput)
    .mutation(({ ctx, input }) => archiveStaffMember(ctx.desk, input)),
  resetPassphrase: procedure('staff.write')
    .input(resetPassphraseInput)
    .mutation(({ ctx, input }) => resetPassphrase(ctx.desk, input.id, input.passphrase)),
})
