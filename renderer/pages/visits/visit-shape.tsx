/** The shape of a visit while it is read. */
import { Skeleton, Stack } from '@mantine/core'
import classes from './visit.module.css'

export function VisitShape() {
  return (
    <div className={classes['page']}>
      <div className={classes['facts']}>
        <Stack gap="sm">
          <Skeleton height={22} width="80%" />
          <Skeleton height={14} width="60%" />
          <Skeleton height={34} />
          <Skeleton height={60} />
        </Stack>
      </div>
      <div className={classes['middle']}>
        <Stack gap="md" className={classes['sheet'] ?? ''}>
          <Skeleton height={70} />
          <Skeleton height={110} />
          <Skeleton height={50} />
          <Skeleton height={90} />
        </Stack>
      </div>
      <div className={classes['papers']}>
        <Skeleton height={36} />
      </div>
    </div>
  )
}
