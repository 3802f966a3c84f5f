/** What a caller may send about staff accounts. */
import * as z from 'zod'
import { languages } from '../shared/languages.ts'
import { roles } from '../shared/permissions.ts'
import { isEasyPin, pinLength } from './pin.rules.ts'
import {
  idInput,
  lineInput,
  optionalLine,
  passphraseInput,
  versionInput,
} from '../shared/inputs.ts'

export const loginInput = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{2,40}$/, 'login-format')

export const signInInput = z.object({ login: z.string().max(100), passphrase: z.string().max(200) })

export const unlockInput = z.object({ passphrase: z.string().max(200) })

const pinInput = z.string().regex(new RegExp(`^\\d{${pinLength}}$`), 'pin')

/** Null takes the PIN away. */
export const setPinInput = z.object({
  current: z.string().max(200),
  pin: pinInput.refine((pin) => !isEasyPin(pin), 'pin-easy').nullable(),
})

export const pinSignInInput = z.object({ practitionerId: idInput, pin: pinInput })

const staffFields = {
  family: lineInput(100),
  given: lineInput(100),
  patronymic: optionalLine(100),
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
  specialty: optionalLine(100),
  email: z.email().max(200).nullable(),
  phone: optionalLine(40),
  language: z.enum(languages),
}

export const createStaffInput = z.object({
  ...staffFields,
  login: loginInput,
  passphrase: passphraseInput,
})

export const updateStaffInput = z.object({
  id: idInput,
  version: versionInput,
  ...staffFields,
})

export const archiveStaffInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export const resetPassphraseInput = z.object({ id: idInput, passphrase: passphraseInput })

export const changeOwnPassphraseInput = z.object({
  current: z.string().max(200),
  next: passphraseInput,
})

export const ownLanguageInput = z.object({ language: z.enum(languages) })

/** Who signs this person's visits as well; null for nobody. */
export const setSupervisorInput = z
  .object({ id: idInput, version: versionInput, supervisorId: idInput.nullable() })
  .refine(({ id, supervisorId }) => id !== supervisorId, {
    path: ['supervisorId'],
    message: 'own-supervisor',
  })

export type SetPin = z.infer<typeof setPinInput>
export type PinSignIn = z.infer<typeof pinSignInInput>
export type SignIn = z.infer<typeof signInInput>
export type CreateStaff = z.infer<typeof createStaffInput>
export type UpdateStaff = z.infer<typeof updateStaffInput>
export type SetSupervisor = z.infer<typeof setSupervisorInput>
