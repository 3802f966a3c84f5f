/** The route of a kind of document: who fills it, who approves it, who signs it, each until when. */
import { ActionIcon, Button, Group, Input, NumberInput, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RouteActor, RouteStep } from '../../../main/clinic/documents/document-types.rules.ts'
import { isRole, roles } from '../../../main/clinic/shared/permissions.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'

const author = 'author'

export function DocumentTypeRoute({
  route,
  change,
}: {
  route: readonly RouteStep[]
  change: (route: RouteStep[]) => void
}) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data: people = [] } = useQuery(trpc.tasks.owners.queryOptions())
  const replace = (index: number, part: Partial<RouteStep>) =>
    change(route.map((step, at) => (at === index ? { ...step, ...part } : step)))
  function add(action: 'approve' | 'sign'): void {
    const step: RouteStep = { action, by: { role: 'administrator' }, dueDays: 3 }
    const firstSign = route.findIndex((one) => one.action === 'sign')
    const at = action === 'sign' || firstSign === -1 ? route.length : firstSign
    change(route.toSpliced(at, 0, step))
  }
  const who = [
    { value: author, label: t('documentTypes.author') },
    ...roles.map((role) => ({ value: `role:${role}`, label: t(`start:role.${role}`) })),
    ...people.map((one) => ({ value: one.id, label: formats.name(one) })),
  ]
  return (
    <Input.Wrapper label={t('documentTypes.route')} labelElement="div">
      {route.map((step, index) => (
        <Group key={index} gap={8} mb={6} wrap="nowrap">
          <Text size="sm" w={120}>
            {t(`documentTypes.step.${step.action}`)}
          </Text>
          <Select
            flex={1}
            size="xs"
            aria-label={t('documentTypes.who', { step: index + 1 })}
            allowDeselect={false}
            searchable
            value={wordOf(step.by)}
            onChange={(word) => replace(index, { by: actorOf(word ?? author) })}
            data={who}
          />
          <NumberInput
            size="xs"
            w={130}
            aria-label={t('documentTypes.dueDays', { step: index + 1 })}
            placeholder={t('documentTypes.noDue')}
            suffix={` ${t('documentTypes.days')}`}
            min={0}
            max={365}
            allowDecimal={false}
            value={step.dueDays ?? ''}
            onChange={(days) => replace(index, { dueDays: typeof days === 'number' ? days : null })}
          />
          <ActionIcon
            variant="default"
            disabled={step.action === 'fill'}
            aria-label={t('common:remove')}
            onClick={() => change(route.filter((_step, at) => at !== index))}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        {(['approve', 'sign'] as const).map((action) => (
          <Button key={action} size="compact-sm" variant="default" onClick={() => add(action)}>
            {t(`documentTypes.addStep.${action}`)}
          </Button>
        ))}
      </Group>
    </Input.Wrapper>
  )
}

function wordOf(by: RouteActor): string {
  if ('author' in by) return author
  return 'role' in by ? `role:${by.role}` : by.practitionerId
}

function actorOf(word: string): RouteActor {
  if (word === author) return { author: true }
  const role = word.startsWith('role:') ? word.slice('role:'.length) : ''
  return isRole(role) ? { role } : { practitionerId: word }
}
