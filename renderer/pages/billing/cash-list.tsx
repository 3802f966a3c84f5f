/** The list of the till in its groups; arrows move through it from anywhere on the page. */
import { Title, UnstyledButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { type CashGroup, cashGroups, type CashItem } from './cash-items.ts'
import classes from './cash.module.css'

interface ListParts {
  items: readonly CashItem[]
  selected: string | null
  select: (key: string) => void
}

export function CashList({ items, selected, select }: ListParts) {
  const { t } = useTranslation('cash')
  const list = useRef<HTMLElement>(null)
  // Only whom the person chose comes into sight: a bill that is settled moves down without the list.
  useEffect(() => {
    if (selected === null) return
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <nav ref={list} className={classes['list']} aria-label={t('list')}>
      {cashGroups.map((group) => (
        <Group
          key={group}
          group={group}
          items={items.filter((item) => item.group === group)}
          selected={selected}
          select={select}
        />
      ))}
    </nav>
  )
}

function Group({ group, items, selected, select }: ListParts & { group: CashGroup }) {
  const { t } = useTranslation('cash')
  if (items.length === 0) return null
  return (
    <>
      <Title order={2} className={classes['group'] ?? ''}>
        <span>{t(`group.${group}`)}</span>
        <span className="numbers">{items.length}</span>
      </Title>
      <ul className={classes['items']}>
        {items.map((item) => (
          <li key={item.key}>
            <Item item={item} isSelected={item.key === selected} select={select} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Item({
  item,
  isSelected,
  select,
}: {
  item: CashItem
  isSelected: boolean
  select: (key: string) => void
}) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const name = formats.name(item.patient)
  const note = noteOf(item, t)
  const whatFor =
    item.serviceName ??
    // With a note beside it there is room for the number alone.
    (note === null ? t('invoiceNumber', { number: item.invoiceNumber }) : item.invoiceNumber)
  const isOfToday = item.group === 'now' || item.group === 'settled'
  const when = isOfToday ? formats.time(item.at) : formats.shortDay(formats.dayOf(item.at))
  return (
    <UnstyledButton
      className={classes['item'] ?? ''}
      data-group={item.group}
      aria-current={isSelected}
      onClick={() => select(item.key)}
    >
      <b className="cut" title={name}>
        {name}
      </b>
      <span className={`numbers ${classes['sum']}`}>
        {formats.money(item.amountMinor, item.currency)}
      </span>
      <span className={classes['under']}>
        <span className="cut numbers" title={whatFor ?? ''}>
          {when} · {whatFor}
        </span>
        {note !== null && <span>{note}</span>}
      </span>
    </UnstyledButton>
  )
}

/** What is to be known of a bill before it is opened; null where its group says it all. */
function noteOf({ group, state }: CashItem, t: TFunction<'cash'>): string | null {
  if (state === null) return t('notBilled')
  return group === 'settled' || state === 'part-paid' || state === 'refunded'
    ? t(`state.${state}`)
    : null
}
