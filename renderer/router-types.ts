/** What the procedures answer, for the screens' own types. */
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../main/ipc/app-router.ts'

export type RouterOutputs = inferRouterOutputs<AppRouter>
