/** Takes what the clinic offers out of use or brings it back, with a way to take that back. */
import { useTranslation } from 'react-i18next'
import { offerUndo } from '../../components/undo.tsx'

interface Archivable {
  id: string
  version: number
  name: string
  archivedAt: string | null
}

export interface Archiving {
  isPending: boolean
  mutate: (
    wish: { id: string; version: number; archived: boolean },
    then?: { onSuccess: () => void },
  ) => void
}

/** What its button says, and what it does. */
export function useArchiving(
  row: Archivable | undefined,
  { mutate, isPending }: Archiving,
): { label: string; run: () => void } {
  const { t } = useTranslation('catalog')
  return {
    label: row?.archivedAt == null ? t('common:archive') : t('common:bringBack'),
    run: () => {
      if (row === undefined || isPending) return
      const { id, version, name } = row
      const archived = row.archivedAt === null
      const onSuccess = () =>
        offerUndo(t(archived ? 'archived' : 'broughtBack', { name }), () =>
          mutate({ id, version: version + 1, archived: !archived }),
        )
      mutate({ id, version, archived }, { onSuccess })
    },
  }
}
