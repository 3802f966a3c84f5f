/** What a caller may send about a patient's photo. */
import * as z from 'zod'
import { idInput, versionInput } from '../shared/inputs.ts'
import { largestPhotoBytes } from './photo.rules.ts'

export const setPhotoInput = z.object({
  id: idInput,
  version: versionInput,
  /** Null takes it away. */
  picture: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length <= largestPhotoBytes, 'too-large')
    .nullable(),
})

export type SetPhoto = z.infer<typeof setPhotoInput>
