/** The screen of each work list, and how many wait in it. */
import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useTRPC } from '../../trpc.ts'
import { CardsList } from '../patients/cards-list.tsx'
import { DuplicatesList } from '../patients/duplicates-list.tsx'
import type { WorkListName } from './list-names.ts'
import { OutsideHoursList } from './outside-hours-list.tsx'

interface WorkList {
  /** How many wait in it; undefined until that is known. */
  useCount: () => number | undefined
  /** The whole of it: its title in the head, its rows, and what decides one of them. */
  List: ComponentType
}

export const workLists: Record<WorkListName, WorkList> = {
  cards: { useCount: useWaitingCards, List: CardsList },
  duplicates: { useCount: useDuplicatePairs, List: DuplicatesList },
  'outside-hours': { useCount: useOutsideHours, List: OutsideHoursList },
}

function useWaitingCards(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.cards.waiting.queryOptions()).data?.length
}

function useDuplicatePairs(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.duplicates.count.queryOptions()).data
}

function useOutsideHours(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.schedule.outsideHours.queryOptions()).data?.length
}
