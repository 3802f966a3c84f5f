/** A paper that is made when it is first asked for, then opened and saved as every paper is. */
import { Button } from '@mantine/core'
import { PaperButtons, type Paper } from './papers.tsx'

export function PaperOnDemand({
  paper,
  label,
  named,
  isMaking,
  make,
}: {
  paper: Paper | undefined
  label: string
  /** What a screen reader says, where there are several of them. */
  named?: string
  isMaking: boolean
  make: () => void
}) {
  if (paper !== undefined) return <PaperButtons paper={paper} />
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={named}
      loading={isMaking}
      onClick={make}
    >
      {label}
    </Button>
  )
}
