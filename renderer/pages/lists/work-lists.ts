/** The screen of each work list, and how many wait in it. */
import { useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import type { ComponentType } from 'react'
import { useTRPC } from '../../trpc.ts'
import { AbsencesList } from '../calls/absences-list.tsx'
import { ConfirmationsList } from '../calls/confirmations-list.tsx'
import { WaitlistList } from '../waitlist/waitlist-list.tsx'
import { CardsList } from '../patients/cards-list.tsx'
import { DuplicatesList } from '../patients/duplicates-list.tsx'
import { ReferralsList } from '../referrals/referrals-list.tsx'
import { ResultsList } from '../labs/results-list.tsx'
import { ScansList } from '../files/scans-list.tsx'
import { MyTasksList, OverdueTasksList } from '../tasks/tasks-list.tsx'
import { useMay } from '../shell/me.ts'
import { LaboratoryList } from '../labs/laboratory-list.tsx'
import { SpecimensList } from '../labs/specimens-list.tsx'
import { CosignList } from '../visits/cosign-list.tsx'
import type { WorkListName } from './list-names.ts'
import { OutsideHoursList } from './outside-hours-list.tsx'

interface WorkList {
  /** How many wait in it; undefined until that is known. */
  useCount: () => number | undefined
  /** The whole of it: its title in the head, its rows, and what decides one of them. */
  List: ComponentType
}

export const workLists: Record<WorkListName, WorkList> = {
  confirmations: { useCount: useConfirmations, List: ConfirmationsList },
  waitlist: { useCount: useWaitlist, List: WaitlistList },
  absences: { useCount: useAbsences, List: AbsencesList },
  cosign: { useCount: useToCosign, List: CosignList },
  cards: { useCount: useWaitingCards, List: CardsList },
  duplicates: { useCount: useDuplicatePairs, List: DuplicatesList },
  results: { useCount: useResults, List: ResultsList },
  scans: { useCount: useScans, List: ScansList },
  referrals: { useCount: useReferrals, List: ReferralsList },
  specimens: { useCount: useSpecimens, List: SpecimensList },
  laboratory: { useCount: useUnmatched, List: LaboratoryList },
  tasks: { useCount: useMyTasks, List: MyTasksList },
  'overdue-tasks': { useCount: useOverdueTasks, List: OverdueTasksList },
  'outside-hours': { useCount: useOutsideHours, List: OutsideHoursList },
}

function useWaitingCards(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.cards.waiting.queryOptions()).data?.length
}

function useToCosign(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.visits.cosignList.queryOptions()).data?.length
}

function useDuplicatePairs(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.duplicates.count.queryOptions()).data
}

function useOutsideHours(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.schedule.outsideHours.queryOptions()).data?.length
}

function useConfirmations(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.calls.counts.queryOptions()).data?.confirmations
}

function useAbsences(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.calls.counts.queryOptions()).data?.absences
}

function useWaitlist(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.waitlist.list.queryOptions()).data?.length
}

function useResults(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.labs.inboxCount.queryOptions()).data?.waiting
}

/** A doctor's own, the late ones among them; of the front desk all. */
function useReferrals(): number | undefined {
  const trpc = useTRPC()
  const may = useMay()
  const whose = may('referrals.issue') ? 'mine' : 'all'
  return useQuery(trpc.referrals.counts.queryOptions({ whose })).data?.open
}

function useMyTasks(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.tasks.counts.queryOptions()).data?.mine
}

function useOverdueTasks(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.tasks.counts.queryOptions()).data?.overdue
}

function useScans(): number | undefined {
  const trpc = useTRPC()
  return useSubscription(trpc.files.scans.subscriptionOptions()).data?.scans.length
}

function useSpecimens(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.labs.collectionList.queryOptions()).data?.length
}

/** What needs a person to decide; what is only awaited is no work yet. */
function useUnmatched(): number | undefined {
  const trpc = useTRPC()
  return useQuery(trpc.labs.unmatched.queryOptions()).data?.length
}
