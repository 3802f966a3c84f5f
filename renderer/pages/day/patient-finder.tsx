/** Finding the patient of a booking by a few letters; a fast Enter waits for the answer. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './book-dialog.module.css'

export interface Chosen {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
}

export function PatientFinder({
  query,
  setQuery,
  choose,
  register,
}: {
  query: string
  setQuery: (query: string) => void
  choose: (patient: Chosen) => void
  register: (typed: string) => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const [active, setActive] = useState(0)
  const [debounced] = useDebouncedValue(query.trim(), 40)
  // A fast typist's Enter may come before the answer: it is kept and done when the answer is there.
  const entered = useRef(false)
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ query: debounced, limit: 8 }),
    enabled: debounced !== '',
    placeholderData: keepPreviousData,
  })
  const fresh = debounced === query.trim() && !found.isPlaceholderData && found.isSuccess
  const results = debounced === '' ? [] : (found.data ?? [])
  const first = results[active] ?? results[0]
  useEffect(() => {
    if (!entered.current || !fresh) return
    entered.current = false
    if (first !== undefined) choose(first)
  }, [fresh, first, choose])
  const mayRegister = may('patients.write')
  return (
    <Stack gap="xs">
      <TextInput
        label={t('patient')}
        placeholder={t('patientHint')}
        data-autofocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (step !== undefined) {
            event.preventDefault()
            setActive(Math.max(0, Math.min(results.length - 1, active + step)))
          } else if (event.key === 'Enter' && query.trim() !== '') {
            event.preventDefault()
            if (!fresh) entered.current = true
            else if (first !== undefined) choose(first)
            else if (mayRegister) register(query)
          }
        }}
        role="combobox"
        aria-expanded={results.length > 0}
        aria-controls="booking-patients"
        aria-activedescendant={first === undefined ? undefined : `booking-${first.id}`}
      />
      <div
        role="listbox"
        id="booking-patients"
        aria-label={t('patient')}
        className={classes['results']}
      >
        {results.map((one, index) => (
          <div
            key={one.id}
            id={`booking-${one.id}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={classes['result']}
            data-active={index === active || undefined}
            onMouseEnter={() => setActive(index)}
            onClick={() => choose(one)}
            onKeyDown={() => {}}
          >
            <b className="cut">{formats.name(one)}</b>
            <span className="numbers">
              {[one.bornOn === null ? null : formats.day(one.bornOn), one.phone, one.cardNumber]
                .filter((part) => part != null)
                .join(' · ')}
            </span>
          </div>
        ))}
      </div>
      {fresh && results.length === 0 && (
        <Text size="sm" c="var(--soft)">
          {t('shell:nobodyFound', { query: debounced })}
        </Text>
      )}
      {mayRegister && (
        <Group justify="flex-start">
          <Button variant="default" size="xs" onClick={() => register(query)}>
            {t('registerNew')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
