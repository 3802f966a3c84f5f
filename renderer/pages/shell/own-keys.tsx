/** The keys that the person at work chose, for as long as they are at work. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { chooseKeys } from '../../keyboard/bindings.ts'
import { useTRPC } from '../../trpc.ts'

export function OwnKeys() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.preferences.mine.queryOptions())
  const keys = data?.keys
  useEffect(() => {
    chooseKeys(keys ?? [])
    return () => chooseKeys([])
  }, [keys])
  return null
}
