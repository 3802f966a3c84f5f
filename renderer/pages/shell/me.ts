/** Who is signed in, for every place of the shell. */
import { createContext, useContext } from 'react'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import { may, type Permission } from '../../../main/clinic/shared/permissions.ts'

export interface Me extends HumanName {
  id: string
  roles: readonly string[]
}

export const MeContext = createContext<Me>({
  id: '',
  family: '',
  given: '',
  patronymic: null,
  roles: [],
})

export function useMe(): Me {
  return useContext(MeContext)
}

/** Whether the person at the window may; the service decides again. */
export function useMay(): (permission: Permission) => boolean {
  const { roles } = useMe()
  return (permission) => may(roles, permission)
}
