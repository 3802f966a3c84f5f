/** Choosing another patient by typing, inside of a dialog. */
import { Button, Group, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { FoundPatient } from './types.ts'
import classes from './merge.module.css'

const shown = 6
const pauseMs = 60

export function PatientPicker({
  label,
  exceptId,
  choose,
  error,
  add,
  noFocus = false,
}: {
  label: string
  exceptId: string
  choose: (patient: FoundPatient) => void
  error?: string | undefined
  /** For someone who is not in the registry, with what was typed. */
  add?: (typed: string) => void
  /** Where it is not the first field of its dialog. */
  noFocus?: boolean
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query.trim(), pauseMs)
  const { data } = useQuery({
    ...trpc.patients.search.queryOptions({ query: asked, limit: shown + 1 }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const found = asked === '' ? [] : (data ?? []).filter(({ id }) => id !== exceptId).slice(0, shown)
  return (
    <div className={classes['picked']}>
      <TextInput
        data-autofocus={noFocus ? undefined : true}
        label={label}
        placeholder={t('shell:searchHint')}
        autoComplete="off"
        value={query}
        error={error}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key !== 'Enter' || first === undefined) return
          event.preventDefault()
          choose(first)
        }}
      />
      {found.map((patient) => (
        <UnstyledButton
          key={patient.id}
          className={classes['option'] ?? ''}
          onClick={() => choose(patient)}
        >
          <b>{formats.name(patient)}</b>
          <span className={`${classes['soft']} numbers`}>
            {[patient.bornOn === null ? '' : formats.day(patient.bornOn), patient.phone ?? '']
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </UnstyledButton>
      ))}
      {add !== undefined && (
        <Group justify="flex-start">
          <Button variant="default" size="xs" onClick={() => add(query)}>
            {t('queue:walkIn.add')}
          </Button>
        </Group>
      )}
    </div>
  )
}
