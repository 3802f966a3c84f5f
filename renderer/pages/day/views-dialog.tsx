/** Saved views of the day board: made from what is seen now, named, changed and removed. */
import { ActionIcon, Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayView } from '../../../main/clinic/preferences/preferences.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Doctor } from './board-model.ts'
import classes from './board.module.css'
import { mostDayViews } from './day-views.ts'
import type { DayViews } from './use-day-views.ts'

/** A view while it is being changed: its number stays when others go. */
interface Line extends DayView {
  number: number
}

export function ViewsDialog({
  dayViews,
  doctors,
  close,
}: {
  dayViews: DayViews
  doctors: readonly Doctor[]
  close: () => void
}) {
  const { t } = useTranslation('day')
  const [lines, setLines] = useState<Line[]>(
    dayViews.views.map((view, number) => ({ ...view, number })),
  )
  const [openNumber, setOpenNumber] = useState(dayViews.view ?? 0)
  const [isTried, setIsTried] = useState(false)
  const open = lines.find(({ number }) => number === openNumber)
  const isFull = lines.length >= mostDayViews

  function change(changes: Partial<DayView>): void {
    setLines(lines.map((one) => (one.number === openNumber ? { ...one, ...changes } : one)))
  }

  function add(): void {
    const number = 1 + Math.max(-1, ...lines.map((one) => one.number))
    setLines([...lines, { ...dayViews.filter, ...open, name: '', number }])
    setOpenNumber(number)
    setIsTried(false)
  }

  function remove(line: Line): void {
    const rest = lines.filter((one) => one !== line)
    setLines(rest)
    if (line.number === openNumber) setOpenNumber(rest[0]?.number ?? 0)
  }

  function save(): void {
    setIsTried(true)
    if (lines.some(({ name }) => name.trim() === '')) return
    const views = lines.map(({ number: _number, ...view }) => view)
    dayViews.save(views, () => {
      dayViews.setView(
        Math.max(
          0,
          lines.findIndex(({ number }) => number === openNumber),
        ),
      )
      close()
    })
  }

  return (
    <FormModal
      title={t('ownViews.title')}
      submitLabel={t('ownViews.save')}
      onSubmit={save}
      onClose={close}
      pending={dayViews.isSaving}
      error={dayViews.error}
      size={860}
    >
      <Text size="sm" c="var(--soft)">
        {t('ownViews.hint')}
      </Text>
      <div className={classes['viewParts']}>
        <div className={classes['ownViews']} role="group" aria-label={t('views')}>
          {lines.map((line, index) => (
            <div key={line.number} data-open={line.number === openNumber || undefined}>
              <Key keys={`Digit${index + 1}`} />
              <TextInput
                aria-label={t('ownViews.name', { digit: index + 1 })}
                data-autofocus={line.number === openNumber || undefined}
                autoFocus={line.name === ''}
                maxLength={40}
                value={line.name}
                error={isTried && line.name.trim() === '' ? t('ownViews.nameMissing') : undefined}
                onFocus={() => setOpenNumber(line.number)}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('ownViews.remove', { name: line.name })}
                onClick={() => remove(line)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </div>
          ))}
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={add} disabled={isFull}>
              {t('ownViews.add')}
            </Button>
            {isFull && (
              <Text size="sm" c="var(--soft)">
                {t('ownViews.most')}
              </Text>
            )}
          </Group>
        </div>
        {open !== undefined && <Choice view={open} doctors={doctors} change={change} />}
      </div>
    </FormModal>
  )
}

/** Whom one view shows. */
function Choice({
  view,
  doctors,
  change,
}: {
  view: DayView
  doctors: readonly Doctor[]
  change: (changes: Partial<DayView>) => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const anyone = (chosen: readonly string[]) =>
    chosen.length === 0 ? { placeholder: t('ownViews.all') } : {}
  return (
    <Stack gap="xs" role="group" aria-label={t('ownViews.of', { name: view.name })}>
      <MultiSelect
        label={t('ownViews.doctors')}
        {...anyone(view.practitionerIds)}
        searchable
        hidePickedOptions
        value={view.practitionerIds}
        onChange={(practitionerIds) => change({ practitionerIds })}
        data={doctors.map((doctor) => ({ value: doctor.id, label: formats.name(doctor) }))}
      />
      <MultiSelect
        label={t('ownViews.specialties')}
        {...anyone(view.specialties)}
        hidePickedOptions
        value={view.specialties}
        onChange={(specialties) => change({ specialties })}
        data={[
          ...new Set([...doctors.flatMap(({ specialty }) => specialty ?? []), ...view.specialties]),
        ]}
      />
      <MultiSelect
        label={t('ownViews.rooms')}
        {...anyone(view.locationIds)}
        hidePickedOptions
        value={view.locationIds}
        onChange={(locationIds) => change({ locationIds })}
        data={(rooms.data ?? [])
          .filter((room) => room.archivedAt === null)
          .map((room) => ({ value: room.id, label: room.name }))}
      />
    </Stack>
  )
}
