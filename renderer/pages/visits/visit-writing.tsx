/** The sheet that the doctor writes on: texts that grow with what is written, measurements, diagnoses, and the state of the draft. */
import { Button, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { longestText, type VisitText } from '../../../main/clinic/visits/visits.rules.ts'
import { useErrorText } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { ClashNote, WhoElse } from './clash-note.tsx'
import { DiagnosesInput } from './diagnoses-input.tsx'
import { PhraseTextarea } from './phrase-textarea.tsx'
import { SectionsInput } from './sections-input.tsx'
import { TemplateMenu } from './template-menu.tsx'
import type { Encounter, Visit, VisitDraft } from './use-visit.ts'
import { VitalsInput } from './vitals-input.tsx'
import classes from './visit.module.css'

const rows: Record<VisitText, number> = {
  reason: 1,
  complaint: 2,
  history: 2,
  findings: 4,
  plan: 3,
}

interface WritingParts {
  visit: Visit
  encounter: Encounter
  draft: VisitDraft
  firstField: Ref<HTMLTextAreaElement>
  readOnly: boolean
}

export function VisitWriting({ visit, encounter, draft, firstField, readOnly }: WritingParts) {
  const { t } = useTranslation('visit')
  const field = (name: VisitText) => <WrittenField {...{ name, draft, readOnly }} />
  return (
    <section className={classes['middle']} aria-label={t('writing')}>
      <div className={classes['sheet']}>
        <div className={classes['sheetHead']}>
          <Text fw={650} size="lg">
            {t('writing')}
          </Text>
          <DraftState draft={draft} />
          {!readOnly && (
            <TemplateMenu draft={draft} specialty={visit.appointment.practitioner.specialty} />
          )}
        </div>
        <WhoElse shared={encounter.shared} ownMark={draft.mark()} />
        <ClashNote draft={draft} shared={encounter.shared} />
        {field('reason')}
        <WrittenField name="complaint" draft={draft} readOnly={readOnly} ref={firstField} />
        {field('history')}
        <VitalsInput patient={visit.patient} draft={draft} readOnly={readOnly} />
        {field('findings')}
        <SectionsInput draft={draft} readOnly={readOnly} />
        <DiagnosesInput draft={draft} readOnly={readOnly} />
        {field('plan')}
      </div>
    </section>
  )
}

function WrittenField({
  name,
  draft,
  readOnly,
  ref,
}: {
  name: VisitText
  draft: VisitDraft
  readOnly: boolean
  ref?: Ref<HTMLTextAreaElement>
}) {
  const { t } = useTranslation('visit')
  return (
    <PhraseTextarea
      className={classes['field'] ?? ''}
      label={t(`field.${name}`)}
      labelProps={{ className: classes['label'] }}
      placeholder={t(`placeholder.${name}`)}
      autosize
      minRows={rows[name]}
      maxLength={longestText[name]}
      readOnly={readOnly}
      autoFocus={name === 'complaint'}
      value={draft.content[name]}
      onBlur={() => void draft.flush()}
      onText={(text) => draft.change({ ...draft.content, [name]: text })}
      fieldRef={ref}
    />
  )
}

/** Saved and when, or that it is not. */
function DraftState({ draft }: { draft: VisitDraft }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const errorText = useErrorText()
  const { state } = draft
  if (state.name === 'failed') {
    return (
      <Text size="sm" c="var(--bad)" role="alert">
        {t('draft.failed', { reason: errorText(state.error) })}{' '}
        <Button size="compact-xs" variant="default" onClick={() => void draft.flush()}>
          {t('draft.again')}
        </Button>
      </Text>
    )
  }
  if (state.name === 'saved') {
    return (
      <Text size="sm" c="var(--soft)" role="status" className="numbers">
        {state.at !== null && <IconCheck size={13} aria-hidden style={{ marginRight: 4 }} />}
        {state.at === null ? t('draft.empty') : t('draft.saved', { time: formats.time(state.at) })}
      </Text>
    )
  }
  return (
    <Text size="sm" c="var(--warn)" role="status">
      {t('draft.unsaved')}
    </Text>
  )
}
