/** A text in which a slash brings in a phrase: the list opens as it is typed, Enter inserts. */
import { Combobox, Text, Textarea, type TextareaProps, useCombobox } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  insertPhrase,
  matchingPhrases,
  typedPhrase,
} from '../../../main/clinic/visit-templates/templates.rules.ts'
import { useTRPC } from '../../trpc.ts'
import { typeable } from './visit-text.ts'
import classes from './visit.module.css'

interface PhraseTextareaParts extends Omit<TextareaProps, 'onChange' | 'value' | 'ref'> {
  value: string
  /** The text as it is to stand, without what no text can hold. */
  onText: (text: string) => void
  fieldRef?: Ref<HTMLTextAreaElement> | undefined
}

const shownPhrases = 8

export function PhraseTextarea({ value, onText, fieldRef, ...rest }: PhraseTextareaParts) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.templates.phrases.queryOptions())
  const field = useRef<HTMLTextAreaElement | null>(null)
  const ref = useMergedRef(field, fieldRef ?? null)
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const listId = useId()
  const combobox = useCombobox()
  const typed = caret === null ? null : typedPhrase(value, caret)
  const found = typed === null ? [] : matchingPhrases(data, typed.query).slice(0, shownPhrases)
  const isOpen =
    typed !== null && found.length > 0 && combobox.dropdownOpened && rest.readOnly !== true

  function follow(text: string, at: number): void {
    setCaret(at)
    setActive(0)
    if (typedPhrase(text, at) === null) combobox.closeDropdown()
    else combobox.openDropdown()
  }

  function close(): void {
    combobox.closeDropdown()
    setCaret(null)
  }

  /** While the list is open its keys are the list's; a line end and the page's keys come afterwards. */
  function onListKey(event: KeyboardEvent): void {
    if (!isOpen) return
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const move = moves[event.key]
    const chosen = found[active]
    if (move !== undefined) setActive((active + move + found.length) % found.length)
    else if (event.key === 'Enter' && chosen !== undefined && !event.ctrlKey) insert(chosen.id)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function insert(id: string): void {
    const phrase = found.find((one) => one.id === id)
    if (phrase === undefined || typed === null || caret === null) return
    const next = insertPhrase(value, { from: typed.from, caret, phrase: phrase.text })
    onText(next.text)
    close()
    // The caret can only be set once the new text stands in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret))
  }

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={insert}
      position="bottom-start"
      width={420}
      withinPortal
    >
      <Combobox.EventsTarget withKeyboardNavigation={false}>
        <Textarea
          {...rest}
          value={value}
          ref={ref}
          onChange={(event) => {
            const { value: text, selectionStart } = event.currentTarget
            const kept = typeable(text)
            onText(kept)
            follow(kept, selectionStart)
          }}
          onKeyDown={onListKey}
          aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
          onBlur={(event) => {
            close()
            rest.onBlur?.(event)
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.DropdownTarget>
        <span />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={!isOpen}>
        <Combobox.Options aria-label={t('phrases.title')}>
          {found.map((phrase, index) => (
            <Combobox.Option
              key={phrase.id}
              id={`${listId}-${index}`}
              value={phrase.id}
              data-combobox-selected={index === active || undefined}
              className={classes['phrase'] ?? ''}
            >
              <b>/{phrase.name}</b>
              <Text span size="sm" lineClamp={1}>
                {phrase.text}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
