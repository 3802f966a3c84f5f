/** Results typed in by hand: each with its unit and the limits that hold for this patient, flagged while it is typed. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { normInWriting } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useAgeText } from '../patients/age.ts'
import {
  changedResults,
  judgeTyped,
  shownResult,
  type SheetItem,
  type Typed,
} from './entry-model.ts'
import type { ResultSheet } from './types.ts'
import { worryOf } from './worry.ts'
import classes from './labs.module.css'

export function EntryDialog({ orderId, close }: { orderId: string; close: () => void }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.resultSheet.queryOptions({ orderId }))
  // It opens with its first field, which takes the focus.
  if (data === undefined && error === null) return null
  return (
    <Modal
      opened
      onClose={close}
      title={t('entry.title', { number: data?.number ?? '' })}
      size={820}
      yOffset="3vh"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data !== undefined && <Sheet sheet={data} close={close} />}
    </Modal>
  )
}

const keys = { save: 'Ctrl+Enter' }

function Sheet({ sheet, close }: { sheet: ResultSheet; close: () => void }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const formats = useFormats()
  const age = useAgeText()
  const [typed, setTyped] = useState<Typed>({})
  const [isChecked, setIsChecked] = useState(false)
  const save = useMutation(
    trpc.labs.enterResults.mutationOptions({
      onSuccess: () => {
        const message = t('entry.saved', { number: sheet.number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )
  // What is there already is corrected seldom: the work begins at the first gap.
  const first = sheet.items.find(({ result }) => result === null) ?? sheet.items[0]
  const results = changedResults(sheet.items, typed)
  const isWrong = results.some(({ definitionId }) => {
    const item = sheet.items.find((one) => one.definitionId === definitionId)
    return item !== undefined && judgeTyped(item, typed[definitionId] ?? '').isWrong
  })
  const submit = () => {
    setIsChecked(true)
    if (isWrong || results.length === 0 || save.isPending) return
    save.mutate({ orderId: sheet.id, results })
  }
  useKeys(t('entry.open'), [{ keys: keys.save, label: t('common:save'), run: submit }])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="var(--soft)">
          {[
            t(`patients:sexes.${sheet.sex}`),
            sheet.bornOn === null ? null : formats.day(sheet.bornOn),
            age(sheet.bornOn),
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </Text>
        <div className={classes['sheet']} role="group" aria-label={t('result.title')}>
          {sheet.items.map((item) => (
            <SheetRow
              key={item.definitionId}
              item={item}
              isFirst={item === first}
              isChecked={isChecked}
              value={typed[item.definitionId] ?? shownResult(item)}
              type={(value) => setTyped({ ...typed, [item.definitionId]: value })}
            />
          ))}
        </div>
        {isChecked && results.length === 0 && (
          <Text size="sm" c="var(--bad)" role="alert">
            {t('errors:nothing-new')}
          </Text>
        )}
        {save.error !== null && <ErrorNote error={save.error} />}
        <Group justify="space-between">
          <Text size="xs" c="var(--soft)">
            {t('entry.hint')}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={close} rightSection={<Key keys="Escape" />}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} rightSection={<Key keys={keys.save} />}>
              {t('common:save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function SheetRow({
  item,
  isFirst,
  isChecked,
  value,
  type,
}: {
  item: SheetItem
  isFirst: boolean
  isChecked: boolean
  value: string
  type: (value: string) => void
}) {
  const { t } = useTranslation('labs')
  const { interpretation, isWrong } = judgeTyped(item, value)
  const worry = worryOf(interpretation)
  const { name, unit, range } = item
  return (
    <div className={classes['sheetRow']} data-worry={worry}>
      <span className={classes['sheetName']}>{name}</span>
      <TextInput
        size="xs"
        aria-label={name}
        data-autofocus={isFirst || undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={400}
        value={value}
        error={isChecked && isWrong ? t('entry.notANumber') : undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey) return
          event.preventDefault()
          nextField(event.currentTarget)
        }}
      />
      <span>{unit}</span>
      <b className={classes['worry']} data-worry={worry} role="status">
        {interpretation !== null && t(`flag.${interpretation}`)}
      </b>
      <span className={classes['code']}>
        {range === null ? t('entry.noRange') : normInWriting(range)}
      </span>
    </div>
  )
}

/** Enter goes down the sheet; from its last line to the button that saves. */
function nextField(field: HTMLInputElement): void {
  const all = [...(field.form?.querySelectorAll<HTMLElement>('input, button[type="submit"]') ?? [])]
  all[all.indexOf(field) + 1]?.focus()
}
