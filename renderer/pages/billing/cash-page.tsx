/** The till: who pays now with the bill and the ways to pay, or what a day took. */
import { Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { CashDay } from './cash-day.tsx'
import { CashDesk } from './cash-desk.tsx'

const keys = { view: 'Alt+KeyD' }

export default function CashPage() {
  const { t } = useTranslation('cash')
  const may = useMay()
  if (!may('billing.read')) {
    return <Empty title={t('notForYou.title')} hint={t('notForYou.hint')} />
  }
  return <Till />
}

function Till() {
  const { t } = useTranslation('cash')
  const navigate = useNavigate()
  const { appointmentId } = useParams()
  const [search] = useSearchParams()
  const day = search.get('day')
  const key = appointmentId ?? search.get('item')
  const show = (view: string) => void navigate(view === 'day' ? '/cash?day=today' : '/cash')
  useKeys(t('view.title'), [
    {
      keys: keys.view,
      label: day === null ? t('view.day') : t('view.pay'),
      run: () => show(day === null ? 'day' : 'pay'),
    },
  ])
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t('view.title')}
          value={day === null ? 'pay' : 'day'}
          onChange={show}
          data={[
            { value: 'pay', label: t('view.pay') },
            { value: 'day', label: t('view.day') },
          ]}
        />
        <Key keys={keys.view} />
        {day === null && (
          <Group gap={4} wrap="nowrap" ml="auto" visibleFrom="md">
            <Text size="sm" c="var(--soft)">
              {t('list')}
            </Text>
            <Key keys="ArrowUp" />
            <Key keys="ArrowDown" />
          </Group>
        )}
      </PageHead>
      {day === null ? <CashDesk selected={key} /> : <CashDay day={day} />}
    </>
  )
}
