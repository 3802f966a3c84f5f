/** The field that narrows a list: at the end of the head, or above a list inside a panel. */
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../keyboard/keys.ts'
import { Key } from './key.tsx'

export function ListSearch({
  value,
  onChange,
  placeholder,
  move,
  inPanel = false,
}: {
  value: string
  onChange: (value: string) => void
  placeholder: string
  /** Moves the selection of the list. */
  move?: (steps: number) => void
  /** Without a key: Ctrl+F means the field in the head. */
  inPanel?: boolean
}) {
  const { t } = useTranslation('common')
  const field = useRef<HTMLInputElement>(null)
  useKeys(
    t('search'),
    inPanel ? [] : [{ action: 'searchList', run: () => field.current?.select() }],
  )
  return (
    <TextInput
      ref={field}
      size="xs"
      {...(inPanel ? {} : { ml: 'auto', flex: '0 1 290px', miw: 110 })}
      aria-label={placeholder}
      placeholder={placeholder}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSectionWidth={value === '' ? 54 : 30}
      rightSection={
        value === '' ? (
          !inPanel && <Key action="searchList" />
        ) : (
          <CloseButton size="xs" aria-label={t('clear')} onClick={() => onChange('')} />
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (steps !== undefined) {
          event.preventDefault()
          move?.(steps)
        } else if (event.key === 'Escape') {
          if (value === '') field.current?.blur()
          else onChange('')
        } else if (event.key === 'Enter') field.current?.blur()
      }}
    />
  )
}
