/** The code of a diagnosis: typed as it is, or found by words of its name. */
import { Autocomplete, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import type { Diagnosis } from '../../../main/clinic/visits/diagnoses.rules.ts'
import { diagnosisCodeOf, longestDiagnosis } from './visit-text.ts'
import classes from './visit.module.css'

const shortestQuery = 2
const shownCodes = 12

interface CodeParts {
  label: string
  diagnosis: Diagnosis
  change: (diagnosis: Diagnosis) => void
  leave: () => void
  readOnly: boolean
}

export function CodeInput({ label, diagnosis, change, leave, readOnly }: CodeParts) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const [typed, setTyped] = useState<string | null>(null)
  const query = useDeferredValue(typed?.trim() ?? '')
  const { data } = useQuery({
    ...trpc.codes.search.queryOptions({ query, limit: shownCodes }),
    enabled: query.length >= shortestQuery,
    placeholderData: keepPreviousData,
  })
  const found = query.length < shortestQuery ? [] : (data ?? [])
  // The field tells of a choice as if its code had been typed.
  const chosen = useRef<string | null>(null)

  function type(text: string): void {
    if (text === chosen.current) return take(text)
    setTyped(text)
    // Words are looked for; what has a figure in it is the code itself, also of a list that is not here.
    if (text === '' || /\d/.test(text)) {
      const code = diagnosisCodeOf(text)
      change({ ...diagnosis, code: code === '' ? null : code })
    }
  }

  function take(code: string): void {
    chosen.current = null
    setTyped(null)
    const display = found.find((one) => one.code === code)?.display ?? ''
    const text = diagnosis.text.trim() === '' ? display.slice(0, longestDiagnosis) : diagnosis.text
    change({ ...diagnosis, text, code })
  }

  return (
    <Autocomplete
      label={label}
      labelProps={{ className: classes['label'] }}
      placeholder={t('codePlaceholder')}
      readOnly={readOnly}
      spellCheck={false}
      maxLength={200}
      value={typed ?? diagnosis.code ?? ''}
      data={found.map(({ code }) => code)}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className={classes['codeOption']}>
          <b className="numbers">{option.value}</b>
          <Text span size="sm">
            {found.find(({ code }) => code === option.value)?.display}
          </Text>
        </span>
      )}
      comboboxProps={{ width: 400, position: 'bottom-end' }}
      onChange={type}
      onOptionSubmit={(code) => {
        chosen.current = code
      }}
      onBlur={() => {
        setTyped(null)
        leave()
      }}
    />
  )
}
