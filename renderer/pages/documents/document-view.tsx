/** One document: its fields or its paper, where it stands, what can be done with it, its history and files. */
import { Alert, Anchor, Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { isLanguage, type Language } from '../../../main/clinic/shared/languages.ts'
import { answerProblems } from '../../../main/clinic/documents/document-types.rules.ts'
import type { CompositionAction } from '../../../main/clinic/documents/compositions.rules.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { FilesSection } from '../files/files-section.tsx'
import { FocusTasks } from '../tasks/focus-tasks.tsx'
import { DocumentPaper } from './document-paper.tsx'
import { DocumentFields } from './document-fields.tsx'
import { DocumentHistory } from './document-history.tsx'
import { DocumentTask } from './document-task.tsx'
import panel from '../../components/panel.module.css'
import classes from './documents.module.css'
import { RemarkDialog, type RemarkedAction } from './remark-dialog.tsx'
import { useDocument } from './use-document.ts'
import { useLocalText } from './words.ts'

export type WholeDocument = RouterOutputs['compositions']['get']

export function DocumentView({ documentId }: { documentId: string }) {
  const document = useDocument(documentId)
  const { query } = document
  if (query.error !== null) {
    return <ErrorNote error={query.error} retry={() => void query.refetch()} />
  }
  if (query.data === undefined) return <Loading />
  return <OpenDocument document={query.data} work={document} />
}

function OpenDocument({
  document,
  work,
}: {
  document: WholeDocument
  work: ReturnType<typeof useDocument>
}) {
  const { t } = useTranslation('documents')
  const [shown, setShown] = useState<'fields' | 'paper'>('fields')
  const [isChecked, setIsChecked] = useState(false)
  const localText = useLocalText()
  const isPaper = !document.mayEdit || shown === 'paper'
  return (
    <div className={classes['document']}>
      <div className={classes['main']}>
        <Group justify="space-between">
          <Title order={2}>
            {localText(document.name)} {document.number}
          </Title>
          {document.mayEdit && (
            <SegmentedControl
              size="xs"
              aria-label={t('view.label')}
              value={shown}
              onChange={(value) => {
                // The paper shows what is kept.
                void work.settle()
                setShown(value === 'paper' ? 'paper' : 'fields')
              }}
              data={[
                { value: 'fields', label: t('view.fields') },
                { value: 'paper', label: t('view.paper') },
              ]}
            />
          )}
        </Group>
        <Remark document={document} />
        {work.isStale && (
          <Alert color="orange" title={t('stale.title')}>
            <Text size="sm">{t('stale.text')}</Text>
            <Button size="compact-sm" mt={6} onClick={() => void work.takeTheirs()}>
              {t('stale.take')}
            </Button>
          </Alert>
        )}
        {isPaper ? (
          <DocumentPaper document={document} />
        ) : (
          <DocumentFields
            fields={document.definition.fields}
            answers={work.answers}
            change={work.change}
            isChecked={isChecked}
          />
        )}
        <FilesSection
          subject={{ patientId: null, encounterId: null, compositionId: document.id }}
        />
      </div>
      <aside className={classes['side']} aria-label={t('standing')}>
        <Standing document={document} />
        <Actions document={document} work={work} check={() => setIsChecked(true)} />
        {work.isSaving || work.isSaved ? (
          <Text size="xs" c="var(--soft)" role="status">
            {t(work.isSaving ? 'saving' : 'saved')}
          </Text>
        ) : null}
        <FocusTasks focusId={document.id} />
        <DocumentHistory document={document} />
      </aside>
    </div>
  )
}

/** What is to be mended stands over the fields as long as it is to be mended. */
function Remark({ document }: { document: WholeDocument }) {
  const { t } = useTranslation('documents')
  const formats = useFormats()
  if (document.state !== 'returned') return null
  const last = document.steps.findLast(({ action }) => action === 'return')
  if (last === undefined) return null
  const by = last.actor === null ? '' : formats.shortName(last.actor)
  return (
    <div className={classes['remark']} role="note">
      <b>{t('returnedBy', { by })}</b>
      <span>{last.remark}</span>
    </div>
  )
}

function Standing({ document }: { document: WholeDocument }) {
  const { t } = useTranslation('documents')
  const formats = useFormats()
  const { patient, patientId, author, replaces, replacedBy, signedAt, retainUntil } = document
  const link = (to: string, words: string) => (
    <Anchor component={Link} to={to}>
      {words}
    </Anchor>
  )
  const patientLink =
    patient === null ? null : link(`/patients/${patientId}`, formats.name(patient))
  const replacesLink = replaces === null ? null : link(`/documents/${replaces.id}`, replaces.number)
  const replacedLink =
    replacedBy === null ? null : link(`/documents/${replacedBy.id}`, replacedBy.number)
  return (
    <>
      <span className={classes['state']} data-state={document.state}>
        {t(`state.${document.state}`)}
      </span>
      <Facts
        facts={[
          [t('patient'), patientLink],
          [t('author'), author === null ? '' : formats.name(author)],
          [t('signedAt'), signedAt === null ? '' : formats.moment(signedAt)],
          [t('keptUntil'), retainUntil === null ? '' : formats.day(retainUntil)],
          [t('replaces'), replacesLink],
          [t('replacedBy'), replacedLink],
        ]}
      />
    </>
  )
}

const plainActions = ['submit', 'approve', 'sign', 'archive'] as const
type PlainAction = (typeof plainActions)[number]

const keysOf: Partial<Record<CompositionAction, string>> = {
  submit: 'Ctrl+Enter',
  approve: 'Ctrl+Enter',
  sign: 'Ctrl+Enter',
  archive: 'Ctrl+Enter',
  return: 'KeyR',
}

const isRemarked = (action: CompositionAction): action is RemarkedAction =>
  action === 'return' || action === 'discard' || action === 'dispose'

function Actions({
  document,
  work,
  check,
}: {
  document: WholeDocument
  work: ReturnType<typeof useDocument>
  /** Says at each field what is missing. */
  check: () => void
}) {
  const { t } = useTranslation('documents')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const onError = useShowError()
  const [asking, setAsking] = useState<RemarkedAction | null>(null)
  const told = { onError, onSuccess: () => work.done() }
  const calls = {
    submit: useMutation(trpc.compositions.submit.mutationOptions(told)),
    approve: useMutation(trpc.compositions.approve.mutationOptions(told)),
    sign: useMutation(trpc.compositions.sign.mutationOptions(told)),
    archive: useMutation(trpc.compositions.archive.mutationOptions(told)),
  }
  const save = useMutation(trpc.compositions.savePdf.mutationOptions({ onError }))
  const correct = useMutation(
    trpc.compositions.begin.mutationOptions({
      onError,
      onSuccess: ({ id }) => void navigate(`/documents/${id}`),
    }),
  )
  async function take(action: PlainAction): Promise<void> {
    if (Object.values(calls).some(({ isPending }) => isPending)) return
    const { fields } = document.definition
    if (action === 'submit' && answerProblems(fields, work.answers, true).length > 0) return check()
    const version = await work.settle()
    if (version !== null) calls[action].mutate({ id: document.id, version })
  }
  const run = (action: CompositionAction) => {
    if (isRemarked(action)) setAsking(action)
    else if (action !== 'begin') void take(action)
  }
  useKeys(
    t('one'),
    document.actions.flatMap((action) => {
      const keys = keysOf[action]
      const label = t(`action.${action}`)
      return keys === undefined
        ? []
        : [{ keys, label, run: () => run(action), inText: keys.startsWith('Ctrl') }]
    }),
  )
  const isSigned = document.signedAt !== null && document.state !== 'disposed'
  return (
    <div className={panel['actions']}>
      {document.actions.toSorted(forwardFirst).map((action, index) => {
        const keys = keysOf[action]
        return (
          <Button
            key={action}
            variant={index === 0 && !isRemarked(action) ? 'filled' : 'default'}
            justify="space-between"
            loading={!isRemarked(action) && action !== 'begin' && calls[action].isPending}
            rightSection={keys !== undefined && <Key keys={keys} />}
            onClick={() => run(action)}
          >
            {t(`action.${action}`)}
          </Button>
        )
      })}
      {document.state !== 'disposed' && (
        <Button
          variant="default"
          justify="flex-start"
          onClick={() => save.mutate({ id: document.id })}
        >
          {t('savePdf')}
        </Button>
      )}
      {isSigned && document.replacedBy === null && (
        <Button
          variant="default"
          justify="flex-start"
          loading={correct.isPending}
          onClick={() =>
            correct.mutate({
              typeId: document.typeId,
              patientId: document.patientId,
              language: languageOf(document),
              replacesId: document.id,
            })
          }
        >
          {t('correct')}
        </Button>
      )}
      <DocumentTask document={document} />
      {asking !== null && (
        <RemarkDialog
          action={asking}
          document={document}
          onClose={() => {
            setAsking(null)
            work.done()
          }}
        />
      )}
    </div>
  )
}

/** What leads on stands before what leads back. */
function forwardFirst(one: CompositionAction, other: CompositionAction): number {
  return Number(isRemarked(one)) - Number(isRemarked(other))
}

function languageOf({ language }: WholeDocument): Language {
  return isLanguage(language) ? language : 'en'
}
