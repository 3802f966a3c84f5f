/** What the clinic keeps of one kind in its settings: all of them under the setting's words, and one as a line. */
import { Anchor, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { Setting } from './setting.tsx'
import classes from './settings.module.css'

/** The list as it is read: being read, refused, empty or there; what begins a new one stands below. */
export function KeptSetting<Kept>({
  name,
  query: { data, error, refetch },
  none,
  renderKept,
  children,
}: {
  name: string
  query: { data: readonly Kept[] | undefined; error: unknown; refetch: () => unknown }
  /** What stands there while there is none. */
  none?: string
  renderKept: (kept: Kept) => ReactNode
  children: ReactNode
}) {
  return (
    <Setting name={name}>
      {({ label, description }) => (
        <>
          <b>{label}</b>
          <p className={classes['lead']}>{description}</p>
          {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
          {data === undefined && error === null && <Loading />}
          {data?.length === 0 && none !== undefined && <p className={classes['lead']}>{none}</p>}
          {data?.map(renderKept)}
          {children}
        </>
      )}
    </Setting>
  )
}

/** A way to change a kept thing; `named` tells a screen reader of which. */
interface KeptAction {
  label: string
  named?: string
  run: () => void
  isPending?: boolean
}

export function KeptLine({
  isArchived = false,
  title,
  actions,
  children,
}: {
  isArchived?: boolean
  title: ReactNode
  actions: readonly KeptAction[]
  /** What else is to be said of it, below. */
  children?: ReactNode
}) {
  return (
    <div className={classes['kept']} data-archived={isArchived || undefined}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        {title}
        <Group gap="sm" wrap="nowrap" flex="none">
          {actions.map(({ label, named, run, isPending = false }) => (
            <Anchor
              key={label}
              component="button"
              type="button"
              size="sm"
              aria-label={named}
              disabled={isPending}
              onClick={run}
            >
              {label}
            </Anchor>
          ))}
        </Group>
      </Group>
      {children}
    </div>
  )
}

/** The two ways of what is changed and put away, or brought back. */
export function useKeptActions({
  isArchived,
  change,
  archive,
  isPending,
}: {
  isArchived: boolean
  change: () => void
  archive: () => void
  isPending: boolean
}): KeptAction[] {
  const { t } = useTranslation('settings')
  return [
    { label: t('common:edit'), run: change },
    { label: t(isArchived ? 'common:bringBack' : 'common:archive'), run: archive, isPending },
  ]
}
