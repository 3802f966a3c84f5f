/** The database cannot be used: what that means, what to do, and that nothing was overwritten. */
import { Alert, Button, Code, Group, List, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import { QuietPage } from './quiet-page.tsx'

const known = [
  'wrong-key',
  'damaged',
  'disk-full',
  'newer-version',
  'not-readable',
  'missing-key',
  'copy-failed',
]

export function TroublePage({ trouble, folder }: { trouble: string; folder: string }) {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const again = useMutation(trpc.workstation.openAgain.mutationOptions())
  const kind = known.includes(trouble) ? trouble : 'unknown'
  const steps: unknown = t(`trouble.${kind}.steps`, { returnObjects: true })
  return (
    <QuietPage title={t(`trouble.${kind}.title`)} lead={t(`trouble.${kind}.lead`)} wide>
      <List type="ordered" spacing="xs">
        {(Array.isArray(steps) ? steps : []).map((step) => (
          <List.Item key={String(step)}>{String(step)}</List.Item>
        ))}
      </List>
      <Alert icon={<IconShieldCheck size={18} />} color="petrol">
        <Text size="sm">{t('trouble.nothingLost')}</Text>
        <Code>{folder}</Code>
      </Alert>
      <Group justify="flex-end">
        <Button onClick={() => again.mutate()} loading={again.isPending} autoFocus>
          {t('trouble.again')}
        </Button>
      </Group>
    </QuietPage>
  )
}
