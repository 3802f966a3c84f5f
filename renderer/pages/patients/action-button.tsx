/** An action of the right panel: the words left, its key right. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Key } from '../../components/key.tsx'

export function ActionButton({
  keys,
  isFilled = false,
  run,
  children,
}: {
  keys: string
  isFilled?: boolean
  run: () => void
  children: ReactNode
}) {
  return (
    <Button
      fullWidth
      justify="space-between"
      variant={isFilled ? 'filled' : 'default'}
      onClick={run}
      rightSection={<Key keys={keys} />}
    >
      {children}
    </Button>
  )
}
