/** Orders laboratory work: panels and analytes found by typing, the tubes they take, and how urgent it is. */
import {
  Button,
  Group,
  Input,
  Modal,
  MultiSelect,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labPriorities } from '../../../main/clinic/labs/labs.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './labs.module.css'
import { answersTo, nearest, orderables, tubesOf, wishOf } from './order-model.ts'
import type { Catalog } from './types.ts'

interface OrderParts {
  patientId: string
  /** Null where it comes out of no visit. */
  encounterId: string | null
  close: () => void
}

export function OrderDialog(parts: OrderParts) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.catalog.queryOptions())
  // It opens with its first field, which takes the focus; what can be ordered is there in no time.
  if (data === undefined && error === null) return null
  return (
    <Modal
      opened
      onClose={parts.close}
      title={t('order.new')}
      size={680}
      yOffset="4vh"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data !== undefined && <OrderForm {...parts} catalog={data} />}
    </Modal>
  )
}

const keys = { order: 'Ctrl+Enter' }
const longestNote = 2000

function OrderForm({ patientId, encounterId, close, catalog }: OrderParts & { catalog: Catalog }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const [wanted, setWanted] = useState<string[]>([])
  const [priority, setPriority] = useState<(typeof labPriorities)[number]>('routine')
  const [note, setNote] = useState('')
  const order = useMutation(
    trpc.labs.order.mutationOptions({
      onSuccess: ({ number }) => {
        const message = t('order.ordered', { number })
        notifications.show({ message, color: 'teal', withCloseButton: false })
        close()
      },
    }),
  )
  const [isEmpty, setIsEmpty] = useState(false)
  const submit = () => {
    if (wanted.length === 0) setIsEmpty(true)
    else if (!order.isPending) {
      order.mutate({ patientId, encounterId, ...wishOf(wanted), priority, note })
    }
  }
  // Enter takes what the list offers; this also keeps the key from the visit below.
  useKeys(t('order.new'), [{ keys: keys.order, label: t('order.send'), run: submit }])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="sm">
        <WantedField
          catalog={catalog}
          value={wanted}
          error={isEmpty && wanted.length === 0 ? t('errors:nothing-ordered') : undefined}
          onChange={setWanted}
        />
        <Tubes catalog={catalog} wanted={wanted} />
        <Input.Wrapper label={t('visit:referral.priority')}>
          <SegmentedControl
            fullWidth
            aria-label={t('visit:referral.priority')}
            data={labPriorities.map((value) => ({ value, label: t(`visit:priority.${value}`) }))}
            value={priority}
            onChange={setPriority}
          />
        </Input.Wrapper>
        <Textarea
          label={t('order.note')}
          description={t('order.noteHint')}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={longestNote}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {order.error !== null && <ErrorNote error={order.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} rightSection={<Key keys="Escape" />}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={order.isPending} rightSection={<Key keys={keys.order} />}>
            {t('order.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function WantedField({
  catalog,
  value,
  error,
  onChange,
}: {
  catalog: Catalog
  value: string[]
  error: string | undefined
  onChange: (value: string[]) => void
}) {
  const { t } = useTranslation('labs')
  // Closed once something is taken: an open list would take Ctrl+Enter for one more choice.
  const [isOpen, setIsOpen] = useState(false)
  const all = orderables(catalog)
  const group = (isPanel: boolean) =>
    all
      .filter((one) => one.isPanel === isPanel)
      .map((one) => ({ value: one.value, label: one.label }))
  const answers = (wanted: string, typed: string) => {
    const one = all.find((orderable) => orderable.value === wanted)
    return one !== undefined && answersTo(one, typed)
  }
  return (
    <MultiSelect
      data-autofocus
      label={t('order.what')}
      description={t('order.whatHint')}
      placeholder={value.length === 0 ? t('order.placeholder') : undefined}
      withAsterisk
      searchable
      hidePickedOptions
      selectFirstOptionOnChange
      maxDropdownHeight={260}
      dropdownOpened={isOpen}
      onDropdownOpen={() => setIsOpen(true)}
      onDropdownClose={() => setIsOpen(false)}
      onOptionSubmit={() => setIsOpen(false)}
      nothingFoundMessage={t('common:nothingFound')}
      data={[
        { group: t('order.panels'), items: group(true) },
        { group: t('order.single'), items: group(false) },
      ]}
      filter={({ options, search }) => {
        const left: typeof options = []
        for (const option of options) {
          if ('group' in option) {
            const items = option.items.filter((item) => answers(item.value, search))
            if (items.length > 0) left.push({ ...option, items: nearest(items, search) })
          } else if (answers(option.value, search)) left.push(option)
        }
        return left
      }}
      renderOption={({ option }) => (
        <span className={classes['orderable']}>
          <span>{option.label}</span>
          <span className={classes['code']}>
            {all.find((one) => one.value === option.value)?.code}
          </span>
        </span>
      )}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}

/** What will be asked of the patient, said before it is ordered. */
function Tubes({ catalog, wanted }: { catalog: Catalog; wanted: readonly string[] }) {
  const { t } = useTranslation('labs')
  const tubes = tubesOf(catalog, wanted)
  if (tubes.length === 0) return null
  return (
    <section className={classes['tubes']} aria-label={t('order.tubes')}>
      <Text size="sm" fw={620}>
        {t('order.tubeCount', { count: tubes.length })}
      </Text>
      <dl>
        {tubes.map(({ kind, analytes }) => (
          <div key={kind}>
            <dt>{t(`specimen.${kind}`)}</dt>
            <dd>{analytes.join(', ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
