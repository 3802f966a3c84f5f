/** What a clinic that was just set up does first, with what is done already ticked off. */
import { Button, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTRPC } from '../../trpc.ts'
import classes from './catalog.module.css'

export function FirstSteps({
  hasRooms,
  hasCategories,
}: {
  hasRooms: boolean
  hasCategories: boolean
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const { data: staff } = useQuery(trpc.staff.list.queryOptions())
  const hasDoctors = staff?.some(
    ({ roles, archivedAt }) => archivedAt === null && roles.includes('doctor'),
  )
  const steps = [
    { name: 'rooms', isDone: hasRooms },
    { name: 'categories', isDone: hasCategories },
    { name: 'services', isDone: false },
    { name: 'doctors', isDone: hasDoctors === true },
    { name: 'hours', isDone: false },
  ]
  return (
    <section className={classes['first']}>
      <Title order={2}>{t('first.title')}</Title>
      <Text c="var(--soft)">{t('first.lead')}</Text>
      <ol>
        {steps.map(({ name, isDone }, index) => (
          <li key={name} data-done={isDone || undefined}>
            <span className={classes['number']} aria-hidden>
              {isDone ? <IconCheck size={15} /> : index + 1}
            </span>
            <div>
              <b>{t(`first.${name}`)}</b>
              <div>{t(`first.${name}Hint`)}</div>
            </div>
          </li>
        ))}
      </ol>
      <Button component={Link} to="/staff" variant="default">
        {t('first.toStaff')}
      </Button>
    </section>
  )
}
