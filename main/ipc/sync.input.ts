/** What the window may send about the hub. */
import * as z from 'zod'
import { idInput, lineInput, passphraseInput } from '../clinic/shared/inputs.ts'
import { readInvitation } from '../sync/wire.ts'

const invitationInput = lineInput(500).refine((text) => readInvitation(text) !== null, 'invitation')

export const joinHubInput = z.object({
  invitation: invitationInput,
  /** The workstation's name as people call it. */
  name: lineInput(60),
})

export const joinAsNewInput = joinHubInput.extend({
  /** Needed where the computer has no key store; null elsewhere. */
  databasePassphrase: passphraseInput.nullable(),
})

const addressInput = z.url({ protocol: /^https$/ }).max(300)

/** Where a hub answers. */
export const hubAddressInput = z.object({ address: addressInput })

/** A hub that called out its name, and the code that a person typed. */
export const foundHubInput = z.object({
  address: addressInput,
  code: lineInput(40),
})

export const refusalInput = z.object({ unitId: idInput })

export const startHostInput = z.object({
  port: z.number().int().min(1024).max(65_535),
  /** Nobody else reaches it until somebody says so. */
  reach: z.enum(['this-computer', 'network']),
})

/** Null: the copy is readable for whoever has it. */
export const copyHubInput = z.object({ passphrase: passphraseInput.nullable() })

/** The rooms whose bookings a workstation has; null for all. */
const branchesInput = z.array(idInput).min(1).max(200).nullable()

/** How long an invitation holds, and for which rooms. */
export const inviteInput = z.object({
  minutes: z.number().int().min(1).max(1440),
  branches: branchesInput,
})

export const limitDeviceInput = z.object({ deviceId: idInput, branches: branchesInput })

export const revokeDeviceInput = z.object({ deviceId: idInput })
