/** What an empty place says: what it is for and what to do first. */
import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export function Empty({
  title,
  hint,
  action,
}: {
  title: string
  hint?: string
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md">
      <Title order={3}>{title}</Title>
      {hint !== undefined && (
        <Text c="var(--soft)" ta="center" maw="48ch">
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  )
}
