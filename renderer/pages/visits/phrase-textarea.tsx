/** A text in which a slash brings in a phrase: the list opens as it is typed, Enter inserts. */
import { Combobox, Text, Textarea, type TextareaProps, useCombobox } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type Ref } from 'react'
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
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const typed = caret === null ? null : typedPhrase(value, caret)
  const found = typed === null ? [] : matchingPhrases(data, typed.query).slice(0, shownPhrases)
  const isOpen = typed !== null && found.length > 0 && rest.readOnly !== true

  function follow(text: string, at: number): void {
    setCaret(at)
    if (typedPhrase(text, at) === null) return combobox.closeDropdown()
    combobox.openDropdown()
    combobox.updateSelectedOptionIndex()
  }

  function insert(id: string): void {
    const phrase = found.find((one) => one.id === id)
    if (phrase === undefined || typed === null || caret === null) return
    const next = insertPhrase(value, { from: typed.from, caret, phrase: phrase.text })
    onText(next.text)
    setCaret(null)
    combobox.closeDropdown()
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
      {/* Enter chooses only while there is something to choose; else it ends the line. */}
      <Combobox.EventsTarget withKeyboardNavigation={isOpen && combobox.dropdownOpened}>
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
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !combobox.dropdownOpened || !isOpen) return
            event.stopPropagation()
            combobox.closeDropdown()
            setCaret(null)
          }}
          onBlur={(event) => {
            combobox.closeDropdown()
            setCaret(null)
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
              value={phrase.id}
              active={index === 0}
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
