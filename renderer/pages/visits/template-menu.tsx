/** The template that a visit is written with: those of the own specialty first. */
import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyTemplate, inOrderFor } from '../../../main/clinic/visit-templates/templates.rules.ts'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import type { VisitDraft } from './use-visit.ts'

const key = 'Alt+KeyV'

/** The templates in use, in the order for a specialty. */
export function useTemplates(specialty: string | null) {
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.templates.list.queryOptions())
  return inOrderFor(
    data.filter(({ archivedAt }) => archivedAt === null),
    specialty,
  )
}

export function TemplateMenu({
  draft,
  specialty,
}: {
  draft: VisitDraft
  specialty: string | null
}) {
  const { t } = useTranslation('visit')
  const [opened, setOpened] = useState(false)
  const templates = useTemplates(specialty)
  const chosen = templates.find(({ id }) => id === draft.content.templateId)
  useKeys(
    t('page'),
    templates.length === 0
      ? []
      : [{ keys: key, label: t('template.choose'), run: () => setOpened(true) }],
  )
  if (templates.length === 0) return null
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={300}
      returnFocus
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTemplate size={14} aria-hidden />}
          rightSection={<Key keys={key} />}
          maw={260}
        >
          <span className="cut">{chosen?.title ?? t('template.choose')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('template.choose')}>
        {templates.map((template) => (
          <Menu.Item
            key={template.id}
            onClick={() => draft.change(applyTemplate(draft.content, template))}
            rightSection={template.specialty}
          >
            {template.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
