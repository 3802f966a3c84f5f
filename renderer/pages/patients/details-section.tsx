/** One part of what stands beside a patient's record: its title, what adds to it, its entries. */
import { Button, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './merge.module.css'

export function DetailsSection({
  title,
  add,
  empty,
  children,
}: {
  title: string
  /** Absent for whoever may not. */
  add?: { label: string; run: () => void }
  /** What is said while there is no entry. */
  empty: string | null
  children: ReactNode
}) {
  return (
    <section className={classes['section']} aria-label={title}>
      <div className={classes['sectionHead']}>
        <Title order={3}>{title}</Title>
        {add !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add.run}
          >
            {add.label}
          </Button>
        )}
      </div>
      {empty !== null && <span className={classes['soft']}>{empty}</span>}
      {children}
    </section>
  )
}
