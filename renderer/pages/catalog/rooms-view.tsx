/** The clinic's rooms: added, renamed, archived. */
import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createRoomInput } from '../../../main/clinic/catalog/catalog.input.ts'
import { Empty } from '../../components/empty.tsx'
import { useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { moveKeys, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { offerUndo } from '../../components/undo.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { NameForm } from './name-form.tsx'

type Room = RouterOutputs['catalog']['rooms'][number]

export function RoomsView({ rooms, chips }: { rooms: Room[]; chips: ReactNode }) {
  const { t, i18n } = useTranslation('catalog')
  const [open, setOpen] = useState<'new' | 'rename' | null>(null)
  const mayWrite = useMay()('catalog.write')
  // Those in use first, and room 10 after room 9.
  const ordered = rooms.toSorted(
    (a, b) =>
      Number(a.archivedAt !== null) - Number(b.archivedAt !== null) ||
      a.name.localeCompare(b.name, i18n.language, { numeric: true }),
  )
  const selection = useSelection(ordered.map(({ id }) => id))
  const selected = ordered.find(({ id }) => id === selection.id)
  const archive = useArchiveRoom(selected)
  const archiveLabel = selected?.archivedAt == null ? t('common:archive') : t('common:bringBack')
  const add = () => setOpen('new')
  useKeys(t('view.rooms'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    ...(mayWrite ? [{ keys: 'KeyN', label: t('newRoom'), run: add }] : []),
    ...(mayWrite && selected !== undefined
      ? [
          { keys: 'KeyE', label: t('common:edit'), run: () => setOpen('rename') },
          { keys: 'Delete', label: archiveLabel, run: archive },
        ]
      : []),
  ])
  const addButton = mayWrite && (
    <Button
      size="xs"
      variant="default"
      flex="none"
      leftSection={<IconPlus size={14} aria-hidden />}
      rightSection={<Key keys="KeyN" />}
      onClick={add}
    >
      {t('newRoom')}
    </Button>
  )
  return (
    <>
      <PageHead>{addButton}</PageHead>
      <TwoPanes
        sideLabel={t('common:selected')}
        bar={chips}
        list={
          ordered.length === 0 ? (
            <Empty title={t('noRooms')} hint={t('noRoomsHint')} action={addButton} />
          ) : (
            <RowTable
              label={t('view.rooms')}
              rows={ordered}
              selection={selection}
              isFaded={({ archivedAt }) => archivedAt !== null}
              onOpen={() => setOpen('rename')}
              columns={[
                {
                  key: 'name',
                  label: t('column.room'),
                  renderCell: ({ name, archivedAt }) =>
                    archivedAt === null ? name : `${name} (${t('common:archived')})`,
                },
              ]}
            />
          )
        }
        side={
          selected === undefined ? (
            <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
          ) : (
            <>
              <Title order={2}>{selected.name}</Title>
              <Text c="var(--soft)">{t('roomHint')}</Text>
              {mayWrite && (
                <Group gap="xs">
                  <Button rightSection={<Key keys="KeyE" />} onClick={() => setOpen('rename')}>
                    {t('common:edit')}
                  </Button>
                  <Button variant="default" rightSection={<Key keys="Delete" />} onClick={archive}>
                    {archiveLabel}
                  </Button>
                </Group>
              )}
            </>
          )
        }
      />
      {open === 'new' && <CreateRoomForm onClose={() => setOpen(null)} onMade={selection.select} />}
      {open === 'rename' && selected !== undefined && (
        <RenameRoomForm room={selected} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function useArchiveRoom(room: Room | undefined): () => void {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const showError = useShowError()
  const { mutate, isPending } = useMutation(
    trpc.catalog.archiveRoom.mutationOptions({ onError: showError }),
  )
  return () => {
    if (room === undefined || isPending) return
    const { id, version, name } = room
    const archived = room.archivedAt === null
    mutate(
      { id, version, archived },
      {
        onSuccess: () =>
          offerUndo(t(archived ? 'archived' : 'broughtBack', { name }), () =>
            mutate({ id, version: version + 1, archived: !archived }),
          ),
      },
    )
  }
}

function CreateRoomForm({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const create = useMutation(
    trpc.catalog.createRoom.mutationOptions({
      onSuccess: ({ id }) => {
        onMade(id)
        onClose()
      },
    }),
  )
  return (
    <NameForm
      title={t('newRoom')}
      submitLabel={t('common:add')}
      schema={createRoomInput}
      hint={t('field.roomHint')}
      save={create}
      onSave={(wish) => create.mutate(wish)}
      onClose={onClose}
    />
  )
}

function RenameRoomForm({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const { id, version, name, kind } = room
  const rename = useMutation(trpc.catalog.updateRoom.mutationOptions({ onSuccess: onClose }))
  return (
    <NameForm
      title={t('renameRoom')}
      submitLabel={t('common:save')}
      schema={createRoomInput}
      name={name}
      save={rename}
      onSave={(wish) => rename.mutate({ id, version, kind, ...wish })}
      onClose={onClose}
    />
  )
}
