/** What a booking claims beside the doctor: what the program chose, and what else would be free. */
import { Alert, Group, Pill, Select, SimpleGrid, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'
import { type ClaimChoices, claimedOf, idsOf } from './claims.ts'

export interface ClaimQuestion {
  serviceId: string
  practitionerId: string
  startsAt: string
  /** Of a booking that stands already. */
  appointmentId?: string
}

export function ClaimFields({
  question,
  value,
  onChange,
  mayAdd = false,
}: {
  question: ClaimQuestion
  /** Null while the program chooses. */
  value: readonly string[] | null
  onChange: (ids: string[]) => void
  /** Whether more can be claimed than the service asks for. */
  mayAdd?: boolean
}) {
  const trpc = useTRPC()
  const choices = useQuery({
    ...trpc.appointments.resourceChoices.queryOptions(question),
    // Other desks book.
    staleTime: 0,
  })
  if (choices.error !== null) {
    return <ErrorNote error={choices.error} retry={() => void choices.refetch()} />
  }
  if (choices.data === undefined) return null
  return (
    <Fields
      choices={choices.data}
      ids={value ?? choices.data.chosen}
      change={onChange}
      mayAdd={mayAdd}
    />
  )
}

function Fields({
  choices,
  ids,
  change,
  mayAdd,
}: {
  choices: ClaimChoices
  ids: readonly string[]
  change: (ids: string[]) => void
  mayAdd: boolean
}) {
  const { t } = useTranslation('booking')
  const claimed = claimedOf(choices, ids)
  const { met, beside } = claimed
  const missing = choices.needs.find(({ options }) => !options.some(({ isFree }) => isFree))
  const others = choices.resources.filter(
    ({ id, isFree }) => isFree && !ids.includes(id) && !beside.includes(id),
  )
  const nameOf = (id: string) => choices.resources.find((one) => one.id === id)?.name ?? ''
  return (
    <>
      {missing !== undefined && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} />} role="alert">
          <Text size="sm">
            {t(missing.options.length === 0 ? 'claims.missing' : 'claims.noneFree', {
              name: missing.kind ?? missing.options.map(({ name }) => name).join(', '),
            })}
          </Text>
        </Alert>
      )}
      {choices.needs.length > 0 && (
        <SimpleGrid cols={2}>
          {choices.needs.map((need, index) => (
            <Select
              key={need.id}
              label={
                need.kind === null
                  ? t(`claims.${need.target}`)
                  : t(`claims.${need.target}OfKind`, { kind: need.kind })
              }
              placeholder={t('claims.choose')}
              allowDeselect={false}
              value={met[index] ?? null}
              data={need.options.map(({ id, name, isFree }) => ({
                value: id,
                label: isFree ? name : t('claims.taken', { name }),
                disabled: !isFree || (ids.includes(id) && met[index] !== id),
              }))}
              onChange={(id) => change(idsOf({ ...claimed, met: met.with(index, id) }))}
            />
          ))}
        </SimpleGrid>
      )}
      {mayAdd && (
        <>
          {beside.length > 0 && (
            <Group gap={6} role="group" aria-label={t('claims.beside')}>
              {beside.map((id) => (
                <Pill
                  key={id}
                  size="md"
                  withRemoveButton
                  removeButtonProps={{ 'aria-label': t('claims.letGo', { name: nameOf(id) }) }}
                  onRemove={() =>
                    change(idsOf({ ...claimed, beside: beside.filter((one) => one !== id) }))
                  }
                >
                  {nameOf(id)}
                </Pill>
              ))}
            </Group>
          )}
          <Select
            label={t('claims.also')}
            placeholder={t('claims.alsoHint')}
            searchable
            value={null}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => {
              if (id !== null) change(idsOf({ ...claimed, beside: [...beside, id] }))
            }}
          />
        </>
      )}
    </>
  )
}
