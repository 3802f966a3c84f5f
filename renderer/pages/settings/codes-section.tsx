/** Lists of codes for diagnoses: taken from a file, retired, and whether this desk finds them yet. */
import { Alert, Button, FileButton, Table, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importCodeListInput } from '../../../main/clinic/codes/codes.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC, useTRPCClient } from '../../trpc.ts'
import { KeptLine, KeptSetting } from './kept.tsx'
import { tellSaved } from './save-button.tsx'
import { Section } from './setting.tsx'
import classes from './settings.module.css'

type CodeList = RouterOutputs['codes']['lists'][number]
type Preview = RouterOutputs['codes']['preview']

export function CodesSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const lists = useQuery(trpc.codes.lists.queryOptions())
  return (
    <Section name="codes" lead={t('codes.lead')}>
      <KeptSetting
        name="codes.lists"
        query={lists}
        none={t('codes.none')}
        renderKept={(list) => <KeptList key={list.id} list={list} />}
      >
        <TakeList />
      </KeptSetting>
    </Section>
  )
}

function KeptList({ list }: { list: CodeList }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const isArchived = list.archivedAt !== null
  const archive = useMutation(trpc.codes.archive.mutationOptions({ onError: useShowError() }))
  const state = isArchived ? t('common:archived') : list.isReady ? '' : t('codes.beingRead')
  return (
    <KeptLine
      isArchived={isArchived}
      title={
        <span>
          <b>{[list.title, list.release].filter((part) => part !== null).join(' ')}</b>
          <span className="numbers"> · {t('codes.count', { count: list.conceptCount })}</span>
          <span className="numbers"> · {formats.day(formats.dayOf(list.createdAt))}</span>
          {state !== '' && <span role="status"> · {state}</span>}
        </span>
      }
      actions={[
        {
          label: t(isArchived ? 'common:bringBack' : 'common:archive'),
          run: () => archive.mutate({ id: list.id, version: list.version, archived: !isArchived }),
          isPending: archive.isPending,
        },
      ]}
    />
  )
}

interface Chosen {
  name: string
  file: Uint8Array<ArrayBuffer>
  preview: Preview
}

function TakeList() {
  const { t } = useTranslation('settings')
  const client = useTRPCClient()
  const showError = useShowError()
  const [reading, setReading] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)

  async function choose(picked: File | null): Promise<void> {
    if (picked === null) return
    setReading(true)
    try {
      const file = new Uint8Array(await picked.arrayBuffer())
      setChosen({ name: picked.name, file, preview: await client.codes.preview.query({ file }) })
    } catch (error) {
      showError(error)
    } finally {
      setReading(false)
    }
  }

  return (
    <>
      <FileButton
        accept=".csv,.json,text/csv,application/json"
        onChange={(file) => void choose(file)}
        inputProps={{ 'aria-label': t('codes.choose') }}
      >
        {(props) => (
          <Button {...props} variant="default" mt="xs" loading={reading}>
            {t('codes.choose')}
          </Button>
        )}
      </FileButton>
      {chosen !== null && <TakeDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

const listForm = importCodeListInput.omit({ file: true })

function TakeDialog({ chosen, onClose }: { chosen: Chosen; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const { preview, name, file } = chosen
  const take = useMutation(
    trpc.codes.import.mutationOptions({
      onSuccess: ({ count }) => {
        tellSaved(t('codes.taken', { count }))
        onClose()
      },
    }),
  )
  const form = useSchemaForm(listForm, {
    title: preview.title ?? name.replace(/\.[^.]*$/, ''),
    url: preview.url ?? '',
    release: preview.release ?? '',
  })
  const field = useFieldTools(form, take.error)
  const submit = form.handleSubmit((facts) => {
    if (!take.isPending) take.mutate({ ...facts, file })
  })
  return (
    <FormModal
      title={t('codes.take', { name })}
      submitLabel={t('codes.takeCount', { count: preview.count })}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={take.isPending}
      error={take.error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('codes.title')}
        withAsterisk
        maxLength={200}
        {...field.text('title')}
      />
      <div className={classes['pair']}>
        <TextInput label={t('codes.release')} maxLength={100} {...field.text('release')} />
        <TextInput label={t('codes.url')} maxLength={500} {...field.text('url')} />
      </div>
      {preview.problems.length > 0 && (
        <Alert color="yellow" p="xs">
          {t('codes.leftOut', {
            lines: preview.problems
              .slice(0, shownProblems)
              .map(({ line, problem }) => t(`codes.problem.${problem}`, { line }))
              .join('; '),
          })}
        </Alert>
      )}
      <Table aria-label={t('codes.first')}>
        <Table.Tbody>
          {preview.first.map(({ code, display }) => (
            <Table.Tr key={code}>
              <Table.Td fw={600} className="numbers">
                {code}
              </Table.Td>
              <Table.Td>{display}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </FormModal>
  )
}

const shownProblems = 5
