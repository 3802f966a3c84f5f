/** What a caller may send about a patient's photo. */
import * as z from 'zod'
import { idInput, versionInput } from '../shared/inputs.ts'
import { largestPhotoBytes, photoKind } from './photo.rules.ts'

export const setPhotoInput = z.object({
  id: idInput,
  version: versionInput,
  picture: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length <= largestPhotoBytes, 'too-large')
    .refine((bytes) => photoKind(bytes) !== null, 'not-a-picture'),
})

export const removePhotoInput = z.object({ id: idInput, version: versionInput })

export type RemovePhoto = z.infer<typeof removePhotoInput>
export type SetPhoto = z.infer<typeof setPhotoInput>
