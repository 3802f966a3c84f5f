/** The schedule as a calendar file: saved once, or kept current at a place that other calendars follow. */
import { Anchor, Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { WeekDoctor } from './week-model.ts'
import classes from './schedule.module.css'

/** Stands in the list for all doctors in one calendar. */
const all = 'all'

export function FeedDialog({
  doctors,
  first,
  onClose,
}: {
  doctors: readonly WeekDoctor[]
  /** Whose is proposed; null for all. */
  first: string | null
  onClose: () => void
}) {
  const { t } = useTranslation('schedule')
  const trpc = useTRPC()
  const formats = useFormats()
  const mayKeep = useMay()('settings.write')
  const [whose, setWhose] = useState(first ?? all)
  const [withNames, setWithNames] = useState(false)
  const kept = useQuery({ ...trpc.feed.kept.queryOptions(), enabled: mayKeep })
  const refetch = () => void kept.refetch()
  const save = useMutation(
    trpc.feed.save.mutationOptions({
      onSuccess: ({ saved }) => {
        if (saved) onClose()
      },
    }),
  )
  const keep = useMutation(trpc.feed.keep.mutationOptions({ onSuccess: refetch }))
  const forget = useMutation(trpc.feed.forget.mutationOptions({ onSuccess: refetch }))
  const wish = { practitionerId: whose === all ? null : whose, withNames }
  const error = save.error ?? keep.error ?? forget.error
  const nameOf = (id: string | null) => {
    const doctor = doctors.find((one) => one.id === id)
    return doctor === undefined ? t('feed.all') : formats.name(doctor)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('feed.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--soft)">
          {t('feed.lead')}
        </Text>
        <Select
          label={t('feed.whose')}
          allowDeselect={false}
          searchable
          value={whose}
          onChange={(id) => setWhose(id ?? all)}
          data={[
            { value: all, label: t('feed.all') },
            ...doctors.map((one) => ({ value: one.id, label: formats.name(one) })),
          ]}
        />
        <Checkbox
          label={t('feed.withNames')}
          description={t('feed.withNamesHint')}
          checked={withNames}
          onChange={(event) => setWithNames(event.currentTarget.checked)}
        />
        {error !== null && <ErrorNote error={error} />}
        {kept.data !== undefined && kept.data.length > 0 && (
          <section aria-label={t('feed.kept')}>
            <Text size="sm" fw={600}>
              {t('feed.kept')}
            </Text>
            {kept.data.map(({ path, practitionerId, withNames: named }) => (
              <div key={path} className={classes['kept']}>
                <span>
                  {nameOf(practitionerId)}
                  {named && ` · ${t('feed.named')}`}
                  <small>{path}</small>
                </span>
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  aria-label={t('feed.forgetOne', { path })}
                  onClick={() => forget.mutate({ path })}
                >
                  {t('feed.forget')}
                </Anchor>
              </div>
            ))}
          </section>
        )}
        <Group justify="flex-end" gap="xs">
          {mayKeep && (
            <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate(wish)}>
              {t('feed.keep')}
            </Button>
          )}
          <Button data-autofocus loading={save.isPending} onClick={() => save.mutate(wish)}>
            {t('feed.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
