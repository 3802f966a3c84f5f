/** The fields of a document as its type asks for them; what is wrong with one is said beside it. */
import {
  Autocomplete,
  SegmentedControl,
  Input,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  answerProblems,
  type Answers,
  type DocumentField,
} from '../../../main/clinic/documents/document-types.rules.ts'
import { DayInput } from '../../components/day-input.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useLocalText } from './words.ts'

export function DocumentFields({
  fields,
  answers,
  change,
  isChecked,
}: {
  fields: readonly DocumentField[]
  answers: Answers
  change: (key: string, answer: string) => void
  /** Whether what is required and missing is said as well: once it was tried to give it on. */
  isChecked: boolean
}) {
  const { t } = useTranslation('documents')
  const problems = answerProblems(fields, answers, isChecked)
  return (
    <Stack gap="sm">
      {fields.map((field) => {
        const problem = problems.find(({ key }) => key === field.key)?.problem
        return (
          <OneField
            key={field.key}
            field={field}
            answer={answers[field.key] ?? ''}
            change={(answer) => change(field.key, answer)}
            error={problem === undefined ? undefined : t(`problem.${problem}`)}
          />
        )
      })}
    </Stack>
  )
}

function OneField({
  field,
  answer,
  change,
  error,
}: {
  field: DocumentField
  answer: string
  change: (answer: string) => void
  error: string | undefined
}) {
  const { t } = useTranslation('documents')
  const localText = useLocalText()
  const label = localText(field.label)
  const shown = { label, withAsterisk: field.required, error }
  switch (field.kind) {
    case 'text':
    case 'number':
      return (
        <TextInput
          {...shown}
          maxLength={field.kind === 'number' ? 24 : 500}
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          value={answer}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case 'long-text':
      return (
        <Textarea
          {...shown}
          autosize
          minRows={3}
          maxRows={16}
          maxLength={20_000}
          value={answer}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case 'day':
      return <DayInput {...shown} value={answer} onChange={change} />
    case 'choice':
      return (
        <Select
          {...shown}
          clearable={!field.required}
          value={answer === '' ? null : answer}
          onChange={(chosen) => change(chosen ?? '')}
          data={field.choices.map((choice, index) => ({
            value: String(index),
            label: localText(choice),
          }))}
        />
      )
    case 'yes-no':
      return (
        <Input.Wrapper {...shown} labelElement="div">
          <SegmentedControl
            aria-label={label}
            value={answer === '' ? 'unsaid' : answer}
            onChange={(chosen) => change(chosen === 'unsaid' ? '' : chosen)}
            data={['yes', 'no', 'unsaid'].map((value) => ({ value, label: t(`answer.${value}`) }))}
          />
        </Input.Wrapper>
      )
    case 'person':
      return <PersonField shown={shown} answer={answer} change={change} />
  }
}

/** A colleague's name, or anybody's. */
function PersonField({
  shown,
  answer,
  change,
}: {
  shown: { label: string; withAsterisk: boolean; error: string | undefined }
  answer: string
  change: (answer: string) => void
}) {
  const trpc = useTRPC()
  const formats = useFormats()
  const { data = [] } = useQuery(trpc.tasks.owners.queryOptions())
  return (
    <Autocomplete
      {...shown}
      value={answer}
      onChange={change}
      maxLength={200}
      limit={8}
      openOnFocus={false}
      data={[...new Set(data.map((one) => formats.name(one)))]}
    />
  )
}
