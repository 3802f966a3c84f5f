/** What was ordered of the laboratory out of a visit, and the way to order more. */
import { Button, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { LabOrders } from './lab-orders.tsx'
import { OrderDialog } from './order-dialog.tsx'

const orderKeys = 'Alt+KeyL'

export function VisitLabs({ patientId, encounterId }: { patientId: string; encounterId: string }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const may = useMay()
  const mayOrder = may('labs.order')
  const [ordering, setOrdering] = useState(false)
  const { data = [] } = useQuery({
    ...trpc.labs.ordersOfVisit.queryOptions({ encounterId }),
    enabled: may('labs.read'),
  })
  const open = () => setOrdering(true)
  useKeys(t('order.title'), mayOrder ? [{ keys: orderKeys, label: t('order.new'), run: open }] : [])
  return (
    <section aria-label={t('order.title')}>
      <Title order={3} mb={6}>
        {t('order.title')}
      </Title>
      <Stack gap={8}>
        {data.length === 0 && (
          <Text size="sm" c="var(--soft)">
            {t('order.none')}
          </Text>
        )}
        <LabOrders orders={data} />
        {mayOrder && (
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            leftSection={<IconPlus size={15} aria-hidden />}
            rightSection={<Key keys={orderKeys} />}
            onClick={open}
          >
            {t('order.new')}
          </Button>
        )}
      </Stack>
      {ordering && (
        <OrderDialog
          patientId={patientId}
          encounterId={encounterId}
          close={() => setOrdering(false)}
        />
      )}
    </section>
  )
}
