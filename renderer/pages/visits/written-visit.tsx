/** The visit while its doctor writes it: saved as typed, signed with Ctrl+Enter. */
import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/errors.tsx'
import {
  type MissingField,
  missingFields,
} from '../../../main/clinic/visit-templates/templates.rules.ts'
import { Key } from '../../components/key.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PrescriptionDialog } from '../record/prescription-dialog.tsx'
import { ReferralDialog } from './referral-dialog.tsx'
import { type Encounter, useVisitDraft, type Visit } from './use-visit.ts'
import { useTemplates } from './template-menu.tsx'
import { type TakeOver, VisitFacts } from './visit-facts.tsx'
import { VisitPapers } from './visit-papers.tsx'
import { diagnosisOf, takeOver, takeOverAll } from './visit-text.ts'
import { VisitWriting } from './visit-writing.tsx'
import classes from './visit.module.css'

const keys = {
  sign: 'Ctrl+Enter',
  referral: 'Alt+KeyR',
  prescription: 'Alt+KeyM',
  takeOver: 'Alt+KeyP',
}

export function WrittenVisit({ visit, encounter }: { visit: Visit; encounter: Encounter }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const draft = useVisitDraft(visit.appointment.id, encounter)
  const [referring, setReferring] = useState(false)
  const [prescribing, setPrescribing] = useState(false)
  const firstField = useRef<HTMLTextAreaElement>(null)
  const sign = useMutation(
    trpc.visits.sign.mutationOptions({
      onSuccess: () => draft.drop(),
      onError: () => firstField.current?.focus(),
    }),
  )
  const [signing, setSigning] = useState(false)
  const [missing, setMissing] = useState<readonly MissingField[]>([])
  const template = useTemplates(null).find(({ id }) => id === draft.content.templateId)

  async function signVisit(): Promise<void> {
    if (!visit.maySign || signing || referring || prescribing) return
    const open = missingFields(draft.latest(), template?.fields ?? [])
    setMissing(open)
    if (open.length > 0) return
    setSigning(true)
    try {
      // The draft first: no save can then arrive after the signature and be refused.
      await draft.flush()
      await sign.mutateAsync({
        encounterId: encounter.id,
        content: draft.latest(),
        base: draft.mark(),
      })
    } catch {
      // Shown where the button is.
    } finally {
      setSigning(false)
    }
  }

  const take: TakeOver = {
    keys: keys.takeOver,
    part: (part, from) => draft.change(takeOver(draft.content, part, from.content)),
    all: (from) => draft.change(takeOverAll(draft.content, from.content)),
  }
  const last = visit.previous[0]
  useKeys(t('page'), [
    ...(visit.maySign
      ? [
          { keys: keys.sign, label: t('sign.button'), run: () => void signVisit() },
          { keys: keys.referral, label: t('referral.new'), run: () => setReferring(true) },
          { keys: keys.prescription, label: t('prescribe'), run: () => setPrescribing(true) },
        ]
      : []),
    ...(last === undefined
      ? []
      : [{ keys: keys.takeOver, label: t('previous.takeAll'), run: () => take.all(last) }]),
  ])
  return (
    <div className={classes['page']}>
      <VisitFacts visit={visit} take={take} />
      <VisitWriting
        visit={visit}
        encounter={encounter}
        draft={draft}
        firstField={firstField}
        readOnly={signing || sign.isSuccess}
      />
      <VisitPapers
        visit={visit}
        {...(visit.maySign && {
          refer: { keys: keys.referral, open: () => setReferring(true) },
          prescribe: { keys: keys.prescription, open: () => setPrescribing(true) },
          next: (
            <SignStep
              error={sign.error}
              missing={missing}
              pending={signing}
              run={() => void signVisit()}
            />
          ),
        })}
      />
      <ReferralDialog
        opened={referring}
        close={() => setReferring(false)}
        patientId={visit.patient.id}
        encounterId={encounter.id}
        diagnosis={diagnosisOf(draft.content)}
      />
      <PrescriptionDialog
        opened={prescribing}
        close={() => setPrescribing(false)}
        patientId={visit.patient.id}
        encounterId={encounter.id}
      />
    </div>
  )
}

interface SignParts {
  error: unknown
  /** What the template requires and is empty. */
  missing: readonly MissingField[]
  pending: boolean
  run: () => void
}

function SignStep({ error, missing, pending, run }: SignParts) {
  const { t } = useTranslation('visit')
  const errorText = useErrorText()
  return (
    <Stack gap={6}>
      <Button
        fullWidth
        justify="space-between"
        size="md"
        px="sm"
        loading={pending}
        rightSection={<Key keys={keys.sign} />}
        onClick={run}
      >
        {t('sign.button')}
      </Button>
      <Text size="xs" c="var(--soft)">
        {t('sign.hint')}
      </Text>
      {missing.length > 0 && (
        <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle size={16} />}>
          {t('template.missing', {
            fields: missing
              .map(({ place, title }) => (place === 'section' ? title : t(`field.${place}`)))
              .join(', '),
          })}
        </Alert>
      )}
      {error !== null && (
        <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle size={16} />}>
          {errorText(error)}
        </Alert>
      )}
    </Stack>
  )
}
