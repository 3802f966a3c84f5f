/** The one search: finds a patient by name, phone, birth day or card number, from anywhere. */
import { Highlight, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './shell.module.css'

const resultLimit = 12

export function SearchPalette() {
  const { t } = useTranslation('shell')
  const [open, setOpen] = useState(false)
  useKeys(t('search'), [
    { keys: 'Ctrl+KeyK', label: t('search'), run: () => setOpen(true), inText: true },
  ])
  return (
    <>
      <UnstyledButton className={classes['searchButton']} onClick={() => setOpen(true)}>
        <IconSearch size={15} aria-hidden />
        <span className="cut">{t('searchHint')}</span>
        <Key keys="Ctrl+KeyK" />
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        withCloseButton={false}
        yOffset="12vh"
        centered={false}
        size={620}
        padding="sm"
        aria-label={t('search')}
      >
        <Finder close={() => setOpen(false)} />
      </Modal>
    </>
  )
}

function Finder({ close }: { close: () => void }) {
  const { t } = useTranslation('shell')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const formats = useFormats()
  const [query, setQuery] = useState('')
  const [debounced] = useDebouncedValue(query.trim(), 60)
  const [active, setActive] = useState(0)
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ query: debounced, limit: resultLimit }),
    enabled: debounced !== '',
    placeholderData: keepPreviousData,
  })
  const results = debounced === '' ? [] : (found.data ?? [])

  function open(id: string | undefined): void {
    if (id === undefined) return
    close()
    void navigate(`/patients/${id}`)
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive(Math.max(0, Math.min(results.length - 1, active + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      open(results[active]?.id)
    }
  }

  return (
    <Stack gap={6}>
      <TextInput
        data-autofocus
        size="md"
        placeholder={t('searchHint')}
        aria-label={t('search')}
        role="combobox"
        aria-expanded={results.length > 0}
        aria-controls="found-patients"
        aria-activedescendant={
          results[active] === undefined ? undefined : `found-${results[active].id}`
        }
        leftSection={<IconSearch size={17} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id="found-patients" aria-label={t('found')}>
        {results.map((patient, index) => (
          <div
            key={patient.id}
            id={`found-${patient.id}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={classes['result']}
            data-active={index === active || undefined}
            onMouseEnter={() => setActive(index)}
            onClick={() => open(patient.id)}
            onKeyDown={() => {}}
          >
            <Highlight
              highlight={debounced.split(/\s+/)}
              component="b"
              color="petrol.1"
              className="cut"
            >
              {formats.name(patient)}
            </Highlight>
            <span className="numbers">
              {patient.bornOn !== null && formats.day(patient.bornOn)}
              {patient.phone !== null && ` · ${patient.phone}`}
              {patient.cardNumber !== null && ` · ${patient.cardNumber}`}
            </span>
          </div>
        ))}
      </div>
      {debounced !== '' && found.isSuccess && results.length === 0 && (
        <Text size="sm" c="var(--soft)" p="sm">
          {t('nobodyFound', { query: debounced })}
        </Text>
      )}
    </Stack>
  )
}
